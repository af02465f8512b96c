"""A window counts, and is dispatched, for whom the job can be begun in it and done in his hours; his own list agrees.

Whoever comes in is asked before whoever doesn't, however many stand before him.
"""

from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core.acting import acting
from anxin.core.ids import uuid7
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Engagement, Technician
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.places.models import Place
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import gateway, rules
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit
from tests import builders, factor_builders
from tests.domain.visits.test_windows import hire, product, spot

pytestmark = pytest.mark.django_db
ENDS = (17 * 60 + 30, 18 * 60, 18 * 60, 19 * 60, 20 * 60, 22 * 60)


@pytest.fixture
def hired(now: datetime) -> list[Technician]:
    """Have six work in Chengdu from eight on, each until another hour."""
    ground.lay(now=now)
    outlet = Engagement.objects.filter(outlet__code="AX-CD-01").select_related("outlet").latest("pk").outlet
    for n, ends in enumerate(ENDS):
        acting(partial(hire, outlet, n, now=now))
        one = Technician.objects.get(number=f"AX-9{n}")
        week = Week.every(dict.fromkeys(range(7), ((8 * 60, ends),)))
        acting(partial(network.set_week, technician=one, week=week))
    return list(Technician.objects.filter(number__startswith="AX-9").order_by("number"))


def wish(from_at: datetime, to_at: datetime, who: Technician | None = None) -> Visit:
    """Return a visit that is wanted then, as the pool is asked for it."""
    here, there = product(), spot()
    found = Visit(
        number="V", brand=here.brand, kind="repair", mode="visit", category=here.category, skill=here.skill,
        minutes=here.minutes, stream_key=uuid7(), wanted_from_at=from_at, wanted_to_at=to_at, technician=who,
        place=Place(id=uuid7(), code=there.code, county_code=there.code[:6], lng=there.lng, lat=there.lat),
    )  # fmt: skip
    found.outlet = next(iter(network_queries.homes_of(who, brand=here.brand, now=from_at)), None) if who else None
    return found


def on_the_shelf(mode: str, now: datetime) -> datetime:
    """Have a lock lie on the outlet's shelf for some days, with nobody on it yet, and return when."""
    one = builders.at_a_bench(now=now, mode=mode, at="held")
    opens = rules.local_midnight(rules.local_day(now)) + timedelta(days=1, hours=8)
    lies = Visit.objects.filter(pk=one.visit.pk, state="open", mode=mode)
    assert lies.update(wanted_from_at=opens, wanted_to_at=opens + timedelta(hours=12))
    return one.now


@pytest.mark.parametrize("shelf", ["", "drop_off", "mail_in"])
def test_every_window_counted_for_so_many_people_can_be_fixed_by_as_many(
    now: datetime, hired: list[Technician], shelf: str
) -> None:
    if shelf:
        now = on_the_shelf(shelf, now)
    day = (now + timedelta(days=1)).astimezone(SHANGHAI).date()
    everybody = list(Technician.objects.filter(skills__code=product().skill).distinct())
    for window in acting(lambda: gateway.free_windows(product=product(), spot=spot(), day=day, now=now)):
        span = (window.from_at, window.to_at)
        whole = gateway.candidates(wish(*span), now=now, most=None)
        found = {one.technician.pk for one in whole}
        his = {
            one.pk
            for one in everybody
            if one.pk in found and visits.can_come(wish(*span, one), from_at=span[0], to_at=span[1], now=now)
        }
        assert window.free == len(found) == len(his), span


def test_nobody_is_counted_after_his_hours_or_where_the_work_goes_beyond_them(
    now: datetime, hired: list[Technician]
) -> None:
    day = (now + timedelta(days=1)).astimezone(SHANGHAI).date()
    numbers = {one.number: ends for one, ends in zip(hired, ENDS, strict=True)}
    for hour in (16, 18, 20):
        from_at = rules.local_midnight(day) + timedelta(hours=hour)
        found = gateway.candidates(wish(from_at, from_at + timedelta(hours=2)), now=now, most=None)
        named = {one.technician.number for one in found} & set(numbers)
        assert named == {number for number, ends in numbers.items() if 60 * hour + product().minutes <= ends}, hour


def test_whoever_signs_in_is_asked_first_however_many_who_do_not_stand_nearer(
    now: datetime, hired: list[Technician]
) -> None:
    one = builders.a_repair(now=now, at="accepted")
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    whole = gateway.candidates(one.visit, now=one.now, most=None)
    cast_numbers = {who.number: who for who in cast.TECHNICIANS}
    last = next(each.technician for each in reversed(whole) if each.technician.number in cast_numbers)
    assert last.number not in {each.technician.number for each in gateway.candidates(one.visit, now=one.now)}
    factor_builders.enrolled([cast_numbers[last.number].username], now=one.now)
    one.run()
    assert builders.open_offer(one).technician == last
