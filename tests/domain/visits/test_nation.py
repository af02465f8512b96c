"""For every county and two brands' goods: what the page promises is what the board can do, neither more nor less.

Each county that anybody serves is asked for its windows by itself, from its own point, and held against the board in
one of them, in turn; where the same outlets serve, the first county in all of them. Those that nobody serves are asked
for once: no outlet is asked there, so nothing of the county goes into the answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.ids import uuid7
from anxin.demo import cast, counties, ground, walk
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Skill, Technician, Territory
from anxin.domain.network.queries import lookup, territories
from anxin.domain.network.queries.gaps import all_counties, gaps, gaps_in, served_gaps, skills_of_goods
from anxin.domain.network.rules import service_areas
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.places.models import Place
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Visit
from tests import laid
from tests.domain.visits.test_windows import hire

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")
GOODS = ((cast.HEYAN.slug, "S3"), (cast.QINGFENG.slug, "KF-35"))
TOLD = 5
"""So many of those who can go the board names; where it names so many, each is weighed by himself."""
JOBS_A_DAY = {"AX-4401": 1, "AX-4501": 0, "AX-5001": 3}
HEYAN_AREAS = (
    *(("AX-3401", "3401", "exclusive"), ("AX-3501", "3401", "shared"), ("AX-3501", "3501", "overflow")),
    *(("AX-3601", "36", "shared"), ("AX-3601", "360102", "apart"), ("AX-2301", "3701", "exclusive")),
)
QINGFENG_AREAS = (
    *(("AX-6101", "61", "shared"), ("AX-5301", "5301", "exclusive")),
    *(("AX-5201", "53", "shared"), ("AX-31", "31", "overflow"), ("AX-3201", "31", "shared")),
)
LEFT_BY_QINGFENG = ("AX-11", "AX-3301")
SUSPENDED_BY_HEYAN = ("AX-3401", "AX-3701")
"""The brand has taken its word for them back: whom they kept out is asked again."""


def disturb(now: datetime) -> None:
    """Make the network as networks are: closed, ill, unable, paused, exclusive, helping out, left out, empty, full."""
    outlets = {one.code: one for one in Outlet.objects.all()}
    heyan, qingfeng = (people.organisation(slug) for slug, _code in GOODS)

    def at(code: str) -> list[Technician]:
        return list(Technician.objects.filter(engagements__outlet=outlets[code]).distinct().order_by("number"))

    today = timezone.localtime(now).date()
    span = {"from_date": today, "to_date": today + timedelta(days=30), "by": KEEPER, "now": now}
    network.close(outlet=outlets["AX-1301"], why="搬家", **span)
    network.take_orders(outlet=outlets["AX-1401"], takes=False, why="整改", by=KEEPER, now=now)
    for one in at("AX-2101"):
        network.absent(technician=one, kind="sick", **span)
    for one in at("AX-2201"):
        Skill.objects.filter(technician=one, code="lock").update(until_date=today - timedelta(days=1))
    Engagement.objects.filter(outlet=outlets["AX-2301"]).delete()
    for one in at("AX-3201"):
        network.pause(technician=one, why="培训", by=KEEPER, now=now)
    for one in at("AX-3301"):
        network.keep_week(technician=one, week=Week.every({}), by=KEEPER, now=now)
    hours = (("AX-4101", 22, 30), ("AX-4201", 1, 7), ("AX-4301", 21, 27), ("AX-6101", 8, 18))  # by night, by day
    for code, begins, ends in hours:
        for one in at(code):
            week = Week.every(dict.fromkeys(range(7), ((begins * 60, ends * 60),)))
            network.keep_week(technician=one, week=week, by=KEEPER, now=now)
    parted = Week.every(dict.fromkeys(range(7), ((8 * 60, 12 * 60), (14 * 60, 20 * 60))))
    all_week, none = Week.every(dict.fromkeys(range(7), ((8 * 60, 20 * 60),))).odd, Week.every({}).odd
    for code, week in (("AX-5201", parted), ("AX-3601", Week(all_week, none)), ("AX-3501", Week(none, all_week))):
        for one in at(code):
            network.keep_week(technician=one, week=week, by=KEEPER, now=now)
    for brand, rows in ((heyan, HEYAN_AREAS), (qingfeng, QINGFENG_AREAS)):
        for code, division, kind in rows:
            Territory.objects.filter(outlet=outlets[code], brand=brand, division=division).delete()
            Territory.objects.create(
                id=uuid7(), outlet=outlets[code], brand=brand, division=division, kind=kind, from_at=now
            )
    Territory.objects.filter(brand=qingfeng, outlet__code__in=LEFT_BY_QINGFENG).delete()
    for row in Authorisation.objects.filter(brand=heyan, kind="outlet", code__in=SUSPENDED_BY_HEYAN):
        network.suspend(authorisation=row, why="整改", by=ground.owner_of(heyan), now=now)
    only_for(heyan, [*at("AX-50"), at("AX-4401")[0]], "空调", now)
    for code, most in JOBS_A_DAY.items():
        Outlet.objects.filter(code=code).update(capacity=most)
    for n in range(6):
        hire(outlets["AX-5301"], n, now=now, far=n == 0)


def only_for(brand: Organisation, several: list[Technician], scope: str, now: datetime) -> None:
    """Have a brand's words for technicians be for this, and nothing else, from now on."""
    owner, numbers = ground.owner_of(brand), [one.number for one in several]
    for row in Authorisation.objects.filter(brand=brand, kind="technician", code__in=numbers, state="authorised"):
        told = {"kind": row.kind, "code": row.code, "from_date": row.from_date, "to_date": row.to_date}
        new = network.apply(brand=brand, scope=scope, by=owner, now=now, **told)
        network.approve(authorisation=new, by=owner, now=now)
        network.authorise(authorisation=new, by=owner, now=now)


def a_nation(now: datetime) -> None:
    """Lay the country as networks are, on the eve of a day that has begun; once for all that ask of it."""

    def lay() -> None:
        counties.lay(now=now)
        acting(lambda: disturb(now))
        begin_the_day(timezone.localtime(now).date() + timedelta(days=1), now)

    ground.lay(now=now)
    laid.walking_once("nation", now, lay, lambda nothing: nothing)


def begin_the_day(day: date, now: datetime) -> None:
    """In Chengdu somebody has booked ten o'clock, and somebody waits for two o'clock."""
    for n, hour in enumerate((10, 14)):
        at = datetime.combine(day, datetime.min.time(), timezone.get_current_timezone()) + timedelta(hours=hour)
        customer = cast.Customer(name=f"客户{n}", phone=f"1380000980{n}", address=cast.MS_ZHANG.address)
        report = walk.a_report(now=now, customer=customer)
        report = replace(report, wanted_from_at=at, wanted_to_at=at + timedelta(hours=2), urgent=False)
        if hour == 10:
            walk.begin(report, now=now).until("booked")
        else:
            acting(lambda report=report: repairs.report(report=replace(report, holds=True), by=STRANGER, now=now))


def wanting(product: Product, county: str, spot: gateway.Spot, *, from_at: datetime, to_at: datetime) -> Visit:
    place = Place(id=uuid7(), code=county, county_code=county, lng=spot.lng, lat=spot.lat, radius_m=5_000)
    return Visit(
        number="V",
        brand=product.brand,
        kind="repair",
        mode="visit",
        category=product.category,
        skill=product.skill,
        minutes=product.minutes,
        place=place,
        stream_key=uuid7(),
        wanted_from_at=from_at,
        wanted_to_at=to_at,
    )


def sendable(visit: Visit, outlets: list[Outlet], *, day: date, now: datetime) -> int:
    """Count whom the board can send, and for whom their outlets have jobs left that day."""
    named = [(one.technician.pk, one.outlet) for one in gateway.candidates(visit, now=now)]
    assert len(named) <= TOLD
    if len(named) == TOLD:
        pool = queries.technicians_of(outlets=outlets, brand=visit.brand, now=now, day=day)
        named = [(who.pk, home) for who, home in pool if gateway.candidate(visit, technician=who, now=now)]
        assert len(named) >= TOLD
    at: dict[UUID, int] = {}
    for _, home in named:
        at[home.pk] = at.get(home.pk, 0) + 1
    most = {home.pk: JOBS_A_DAY.get(home.code, len(named)) for _, home in named}
    return sum(min(n, most[home]) for home, n in at.items())


class Nation:
    """What is promised for one brand's product on one day, beside what can be done."""

    def __init__(self, slug: str, code: str, *, day: date, now: datetime) -> None:
        self.product, self.day, self.now = goods.product(brand=slug, code=code), day, now
        self.brand = people.organisation(slug)
        words = Authorisation.objects.filter(brand=self.brand, kind="outlet", state="authorised").values("code")
        served = Territory.objects.filter(brand=self.brand, outlet__code__in=words)
        rows = territories.open_on(lookup.living_now(served, now), day)
        self.lines = service_areas.lines(rows.values_list("outlet", "kind", "division"))
        self.missing = {one.county for one in gaps(self.brand, day=day, now=now) if self.product.skill in one.skills}
        self.board = queries.whole_field(day=day, now=now)
        self.most, self.asked = 0, 0

    def wrong(self) -> Iterator[tuple[object, ...]]:
        """Yield where promise and board differ."""
        beyond: list[str] = []
        seen: set[tuple[frozenset[UUID], frozenset[UUID]]] = set()
        for turn, county in enumerate(all_counties()):
            outlets = service_areas.asked_and_helpers(self.lines, county)
            if any(outlets) or not beyond:
                yield from self._county(county, turn if outlets in seen else None, outlets)
                seen.add(outlets)
            if not any(outlets):
                beyond.append(county)
                self.promised = False
            can = not self.board.gap(brand=self.brand.pk, code=county, skill=self.product.skill)
            if self.promised != can or can == (county in self.missing):
                yield (county, "promised", self.promised, "the board", can)

    def _county(
        self, county: str, turn: int | None, outlets: tuple[frozenset[UUID], frozenset[UUID]]
    ) -> Iterator[tuple[object, ...]]:
        self.asked += 1
        point = places.division(county)
        spot = gateway.Spot(code=county, lng=point.lng, lat=point.lat)
        asked = queries.serving(brand=self.brand, division=county, day=self.day, now=self.now)
        assert tuple(frozenset(one.pk for one in several) for several in asked) == outlets
        shown = gateway.free_windows(product=self.product, spot=spot, day=self.day, now=self.now)
        self.promised = any(one.works for one in shown)
        for window in shown if turn is None or not shown else [shown[turn % len(shown)]]:
            self.most = max(self.most, window.free)
            visit = wanting(self.product, county, spot, from_at=window.from_at, to_at=window.to_at)
            can = sendable(visit, [*asked[0], *asked[1]], day=self.day, now=self.now)
            hour = timezone.localtime(window.from_at).hour
            waits = county[:4] == "5101" and hour == 14
            expected = max(0, can - waits) if window.works else 0  # none is promised that ends as hours begin
            if window.free != expected:
                yield (county, hour, "free", window.free, "the board", can)


def test_the_page_promises_what_the_board_can_do(now: datetime) -> None:
    a_nation(now)
    day = timezone.localtime(now).date() + timedelta(days=1)
    assert len(all_counties()) > 2_800
    for slug, code in GOODS:
        nation = Nation(slug, code, day=day, now=now)
        wrong = acting(lambda nation=nation: list(nation.wrong()))  # what a block read it remembers
        assert not wrong, f"{slug}: {len(wrong)} differ, such as {wrong[:9]}"
        assert nation.most > TOLD
        assert 200 < nation.asked < len(all_counties())


def test_whoever_reads_the_field_reads_the_same(now: datetime) -> None:
    a_nation(now)
    day = timezone.localtime(now).date() + timedelta(days=1)
    board, reach = queries.whole_field(day=day, now=now), queries.field_of(KEEPER, day=day, now=now)
    assert reach.reached(all_counties()) == board.reached(all_counties())
    assert 0 < len(reach.hands) < len(board.hands)
    for slug, _code in GOODS:
        brand = people.organisation(slug)
        skills = tuple(skills_of_goods(brand)[brand.pk])
        found = gaps_in(board, brand.pk, skills, all_counties())
        assert gaps(brand, day=day, now=now) == found
        served = {one.county for one in found if one.why != "no_outlet"}
        assert served_gaps([brand], day=day, now=now) == {brand.pk: len(served)}
