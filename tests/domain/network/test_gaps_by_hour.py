"""Where somebody goes, but not at all hours that are promised: breaks, and weeks off."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import PromiseProfile, Technician
from anxin.domain.network.queries.gaps import Gap, gaps_by_hour
from anxin.domain.network.queries.promises import promised_hours
from anxin.domain.network.rules.working_hours import Spans, Week, weeks_of, without
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

pytestmark = pytest.mark.django_db
HERE = "510107"


@pytest.fixture
def heyan(now: datetime) -> Organisation:
    ground.lay(now=now)
    return people.organisation(cast.HEYAN.slug)


def keep(week: Week, now: datetime) -> None:
    for one in Technician.objects.all():
        acting(lambda one=one: network.keep_week(technician=one, week=week, by=SYSTEM, now=now))


def every(*spans: tuple[int, int]) -> Week:
    return Week.every(dict.fromkeys(range(7), spans))


def here(brand: Organisation, day: date, now: datetime) -> tuple[list[Gap], list[Gap]]:
    found, parted = gaps_by_hour(brand, ("lock",), day=day, now=now)
    return [one for one in found if one.county == HERE], [one for one in parted if one.county == HERE]


def test_a_break_and_the_evening_are_gaps_by_hour(heyan: Organisation, now: datetime) -> None:
    day = timezone.localdate(now) + timedelta(days=1)
    assert here(heyan, day, now) == ([], [])  # day and night
    keep(every((480, 720), (840, 1080)), now)
    found, parted = here(heyan, day, now)
    assert found == []
    assert {(one.why, one.hours) for one in parted} == {("nobody_then", ((720, 840), (1080, 1320)))}
    keep(every((1200, 1740), (480, 1200)), now)  # a night's end belongs to the day after
    assert here(heyan, day, now) == ([], [])


def test_a_week_off_is_a_gap_of_its_days(heyan: Organisation, now: datetime) -> None:
    day, whole, off = timezone.localdate(now) + timedelta(days=1), every((0, 1440)), Week.every({})
    here_off = Week(off.odd, whole.even) if weeks_of(day) == "odd" else Week(whole.odd, off.even)
    keep(here_off, now)
    found, parted = here(heyan, day, now)
    assert {one.why for one in found} == {"nobody_works"}
    assert parted == []
    assert here(heyan, day + timedelta(days=7), now) == ([], [])


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ([(None, None)], ((480, 1320),)),
        ([(540, 1080)], ((540, 1080),)),
        ([(1200, 540)], ((480, 540), (1200, 1320))),
        ([(540, 1080), (None, None)], ((480, 1320),)),
    ],
)
def test_are_looked_for_where_a_promise_counts(
    heyan: Organisation, said: list[tuple[int | None, int | None]], hours: Spans, now: datetime
) -> None:
    PromiseProfile.objects.all().delete()
    for from_min, to_min in said:
        PromiseProfile.objects.create(name="承诺", brand=heyan, from_min=from_min, to_min=to_min, from_at=now)
    day = timezone.localdate(now) + timedelta(days=1)
    assert promised_hours(heyan, day=day, within=(480, 1320)) == hours
    keep(every((600, 720)), now)
    _found, parted = here(heyan, day, now)
    assert {one.hours for one in parted} == {without(hours, [(600, 720)])}
