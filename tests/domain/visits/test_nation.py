"""For every county and two products: what the page promises is what the board can do, neither more nor less."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.demo import cast, counties, ground
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Engagement, Outlet, Skill, Technician, Territory
from anxin.domain.network.queries import lookup, territories
from anxin.domain.network.queries.gaps import all_counties, gaps, served_gaps
from anxin.domain.network.rules import service_areas
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.domain.places.models import Place
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries import FreeWindow

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")
CODES = ("S3", "S5")


def disturb(now: datetime) -> None:
    """Make the network as networks are: closed, ill, unable, paused, exclusive, helping out, left out, empty."""
    outlets = {one.code: one for one in Outlet.objects.all()}
    brand = people.organisation(cast.HEYAN.slug)

    def at(code: str) -> list[Technician]:
        return list(Technician.objects.filter(engagements__outlet=outlets[code]).distinct().order_by("number"))

    today = timezone.localtime(now).date()
    span = {"from_date": today, "to_date": today + timedelta(days=3), "by": KEEPER, "now": now}
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
        network.keep_week(technician=one, week={}, by=KEEPER, now=now)
    for code, begins, ends in (("AX-4101", 22, 30), ("AX-4201", 1, 7), ("AX-4301", 21, 27)):  # by night
        for one in at(code):
            hours = (begins * 60, ends * 60)
            network.keep_week(technician=one, week=dict.fromkeys(range(7), hours), by=KEEPER, now=now)
    rows = [("AX-3401", "3401", "exclusive"), ("AX-3501", "3401", "shared"), ("AX-3501", "3501", "overflow")]
    rows += [("AX-3601", "36", "shared"), ("AX-3601", "360102", "apart"), ("AX-2301", "3701", "exclusive")]
    for code, division, kind in rows:
        Territory.objects.filter(outlet=outlets[code], brand=brand, division=division).delete()
        Territory.objects.create(
            id=uuid7(), outlet=outlets[code], brand=brand, division=division, kind=kind, from_at=now
        )


def wanting(code: str, county: str, window: FreeWindow) -> Visit:
    product, spot = goods.product(brand=cast.HEYAN.slug, code=code), places.division(county)
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
        wanted_from_at=window.from_at,
        wanted_to_at=window.to_at,
    )


def test_the_page_promises_what_the_board_can_do(now: datetime) -> None:
    ground.lay(now=now)
    counties.lay(now=now)
    acting(lambda: disturb(now))
    day = timezone.localtime(now).date() + timedelta(days=1)
    everywhere = all_counties()
    assert len(everywhere) > 2_800
    brand = people.organisation(cast.HEYAN.slug)
    board, missing = queries.whole_field(day=day, now=now), defaultdict(set)
    for gap in gaps(brand, day=day, now=now):
        for skill in gap.skills:
            missing[skill].add(gap.county)
    served = {one.county for one in gaps(brand, day=day, now=now) if one.why != "no_outlet"}
    assert served_gaps([brand], day=day, now=now) == {brand.pk: len(served)}
    proven = {(outlet, skill) for outlet, theirs, skill in queries.staffed(day=day, now=now) if theirs == brand.pk}
    staffed = {(home[0], skill) for one in board.hands if one.works for home in one.homes for skill in one.skills}
    assert proven <= staffed
    reach = queries.reach_of(KEEPER, day=day, now=now)
    assert reach.reached == board.reached
    assert 0 < len(reach.hands) < len(board.hands) / 2
    same: dict[tuple[frozenset[UUID], frozenset[UUID]], list[str]] = defaultdict(list)
    rows = territories.open_on(lookup.living_now(Territory.objects.filter(brand=brand), now), day)
    lines = service_areas.lines(rows.values_list("outlet", "kind", "division"))
    for county in everywhere:
        same[service_areas.asked_and_helpers(lines, county)].append(county)
    assert len(same) > 20
    wrong = []
    for code in CODES:
        product = goods.product(brand=cast.HEYAN.slug, code=code)
        for (first, helpers), theirs in same.items():
            county = theirs[0]
            point = places.division(county)
            spot = gateway.Spot(code=county, lng=point.lng, lat=point.lat)
            asked = queries.serving(brand=brand, division=county, day=day, now=now)
            assert tuple(frozenset(one.pk for one in several) for several in asked) == (first, helpers)
            shown = gateway.free_windows(product=product, spot=spot, day=day, now=now)
            promised = any(one.works for one in shown)
            for one in theirs:
                can = not board.gap(brand=brand.pk, code=one, skill=product.skill)
                if promised != can or can == (one in missing[product.skill]):
                    wrong.append((code, one, len(first), len(helpers), promised, can))
            for window in (one for one in shown if one.free):
                if not gateway.candidates(wanting(code, county, window), now=now):
                    wrong.append((code, county, window.from_at, "nobody to send", window.free, 0))
    assert not wrong, f"{len(wrong)} differ, such as {wrong[:5]}"
