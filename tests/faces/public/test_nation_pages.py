"""For every county and two brands' goods: what the public pages answer is what the board can do.

Every county is asked of the answers behind the pages: the city's page (who is there today) and the report (who comes on
the days that are offered, or why nobody does). The pages themselves are read for counties of every kind of answer, a
few here and many in the long runs.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from html import unescape
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product, Symptom
from anxin.domain.network import queries
from anxin.domain.network.models import Skill
from anxin.domain.network.queries.field_hands import Field
from anxin.domain.network.queries.gaps import all_counties
from anxin.domain.places import gateway as places
from anxin.domain.places import regions
from anxin.domain.publications import queries as publications
from anxin.domain.visits import gateway
from anxin.faces.customer import waitlist, windows
from tests.domain.visits.test_nation import GOODS, a_nation, sendable, wanting

pytestmark = pytest.mark.django_db
AMISS = (
    *("4501", "4401", "5001", "5101", "4101", "6101", "5201", "5301", "3501", "3601", "3401"),
    *("31", "3301", "3701", "2301", "2201", "2101", "1401", "1301", "11", "3201", "4201", "4301"),
)
"""Where something of an outlet is amiss; first where all is full, jobs a day are few, or some are taken."""
NOBODY = {"no_outlet", "outlet_not_vouched"}
WINDOW = re.compile(r'name="window"\s+value="([^"]+)"(.*?)</label>', re.DOTALL)
FREE = re.compile(r"余 (\d+) 位师傅")
TILE = re.compile(r'<li data-state="(here|none)">\s*<span>([^<]+)<b>')


@pytest.fixture
def nation(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Lay the country, and let the pages be read at its moment."""
    a_nation(now)
    Skill.objects.filter(technician__engagements__outlet__code="AX-3401").delete()  # they work there, and can't
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def why(gaps: set[str]) -> str:
    """Return what a page has to say of a county, by the board of each day that is offered."""
    if "" in gaps:
        return ""
    if gaps <= NOBODY:
        return "uncovered"
    return "nobody_works" if "nobody_works" in gaps else "nobody_able"


def gap(product: Product, board: Field, county: str) -> str:
    """Return why nobody goes to a county on a day: an outlet where nobody works for the brand is none there."""
    brand = product.brand_id
    if not board.hands_for(brand=brand, code=county):
        return "no_outlet"
    return board.gap(brand=brand, code=county, skill=product.skill)


def answers(product: Product, boards: dict[date, Field]) -> dict[str, str]:
    """Return what the board of each day lets a page answer, by county."""
    return {county: why({gap(product, board, county) for board in boards.values()}) for county in all_counties()}


def able_today(boards: dict[date, Field]) -> Field:
    """Return today's board as if all who aren't paused were at work: a city's page tells of them on their days off."""
    today = boards[timezone.localdate()]
    return replace(today, hands=tuple(replace(one, there=True) for one in today.hands))


def told(product: Product, several: Collection[str]) -> dict[str, str]:
    """Return of some counties why nobody comes, as the report says it."""
    return {one: waitlist.nobody_comes(product, places.read(places.division(one).full_name)) for one in several}


def served(product: Product, now: datetime) -> dict[str, bool]:
    """Return of every county whether the page of its city shows somebody there today."""
    found: dict[str, bool] = {}
    for region in regions.regions():
        page = publications.city(brand=product.brand, category=product.category, region=region.code, now=now)
        found |= {one.code: one.served for one in page.counties}
    return found


@pytest.mark.timeout(1200)
def test_answer_of_every_county_is_the_boards(nation: datetime) -> None:
    boards = {day: queries.whole_field(day=day, now=nation) for day in queries.days_asked(now=nation)}
    today = able_today(boards)
    for slug, code in GOODS:
        product = goods.product(brand=slug, code=code)
        expected = answers(product, boards)
        assert len(expected) > 2_800
        said = acting(partial(told, product, expected))
        assert {one: (said[one], expected[one]) for one in expected if said[one] != expected[one]} == {}
        assert {*said.values()} == {"", "uncovered", "nobody_able", "nobody_works"}
        here = acting(partial(served, product, nation))
        able = {one: not today.gap(brand=product.brand_id, code=one, skill=product.skill) for one in here}
        assert {one: (here[one], able[one]) for one in here if here[one] != able[one]} == {}
        assert here.keys() >= expected.keys()


def chosen(said: dict[str, str], most: int) -> list[str]:
    """Draw counties: two of every kind of answer, one where each thing is amiss, and others."""
    chance, found = Random(16), []
    for kind in sorted({*said.values()}):
        found += chance.sample(sorted(one for one in said if said[one] == kind), 2)
    for city in AMISS:
        found.append(chance.choice(sorted(one for one in said if one.startswith(city))))
    return list(dict.fromkeys([*found, *chance.sample(sorted(said), most)]))[:most]


def asked(client: Client, product: Product, county: str) -> tuple[str, dict[datetime, int]]:
    """Return what the report of a county answers, by its page: why nobody comes, or how many in each window."""
    address = f"{places.division(county).full_name}人民路1号"
    fault = Symptom.objects.filter(category=product.category).values_list("code", flat=True).first()
    last = list(windows.windows(now=timezone.now()))[-1]
    given = {"symptoms": [fault], "told": "坏了", "name": "张三", "phone": "13800001111", "address": address}
    path = f"/report/{product.brand.slug}/{product.code}/"
    page = client.post(path, {**given, "window": last.key})
    if page.templates[0].name == "customer/waiting.html":
        return page.context["why"], {}
    back = client.post(path, {**given, "window": last.key, "back": "1"})
    return "", {
        datetime.fromisoformat(unescape(key)): int(free[1]) if (free := FREE.search(rest)) else 0
        for key, rest in WINDOW.findall(back.content.decode())
    }


def sent(product: Product, county: str, window: windows.CustomerWindow, now: datetime) -> int:
    """Count whom the board can send in a window to a county, for whom nobody waits yet."""
    day = timezone.localtime(window.from_at).date()
    first, helpers = queries.serving(brand=product.brand, division=county, day=day, now=now)
    spot = windows.spot_of(places.read(f"{places.division(county).full_name}人民路1号"))
    shown = gateway.free_windows(product=product, spot=spot, day=day, now=now)
    if any(one.from_at == window.from_at and not one.works for one in shown):
        return 0  # none is promised that ends as hours begin
    visit = wanting(product, county, spot, from_at=window.from_at, to_at=window.to_at)
    can = sendable(visit, [*first, *helpers], day=day, now=now)
    tomorrow = day == timezone.localdate() + timedelta(days=1)
    return max(0, can - (tomorrow and county[:4] == "5101" and timezone.localtime(window.from_at).hour == 14))


def tile(product: Product, county: str) -> str:
    """Return what the page of a county's city says of it: here or none."""
    region, one = regions.region_of(county), places.division(county)
    assert region is not None
    page = Client().get(f"/brands/{product.brand.slug}/cities/{region.code}/{product.category}/")
    tiles: dict[str, str] = {name: state for state, name in TILE.findall(page.content.decode())}
    return tiles[one.short or one.name]


@pytest.mark.parametrize("most", [14, pytest.param(100, marks=pytest.mark.soak)])
def test_pages_that_are_read_promise_what_the_board_can_do(most: int, nation: datetime) -> None:
    boards = {day: queries.whole_field(day=day, now=nation) for day in queries.days_asked(now=nation)}
    today, seen, wrong = able_today(boards), set(), []
    for slug, code in GOODS:
        product = goods.product(brand=slug, code=code)
        said = answers(product, boards)
        for turn, county in enumerate(chosen(said, most)):
            reason, free = asked(Client(REMOTE_ADDR=f"10.0.0.{turn}"), product, county)
            seen.add(reason or "free")
            offered = windows.windows(now=nation)[turn % 23 :: 23]
            can = {one.from_at: sent(product, county, one, nation) for one in offered}
            gap = "" if reason == "full" else reason  # somebody works there, and all is taken
            page = (gap, {at: free.get(at, 0) for at in can}, tile(product, county))
            here = not today.gap(brand=product.brand_id, code=county, skill=product.skill)
            if page != (board := (said[county], can, "here" if here else "none")):
                wrong.append((slug, county, "page", page, "board", board))
    assert not wrong, f"{len(wrong)} differ, such as {wrong[:3]}"
    assert seen == {"free", "full", "uncovered", "nobody_able", "nobody_works"}
