"""A technician's day goes on into the night: what begins after midnight is of it, and what is under way always is."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries import jobs_of
from anxin.faces.technician import cards
from tests import builders

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 12, 1, 23, 40, tzinfo=timezone.get_default_timezone())


def today(at: str, *, from_at: datetime, seen: datetime) -> list[str]:
    """Return what is of today for who holds one job, whose window begins then."""
    one = builders.a_repair(now=EVENING - timedelta(days=1), at=at)
    Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=from_at, wanted_to_at=from_at + timedelta(hours=2))
    lines = jobs_of(one.by(cast.MASTER_LUO), now=seen)
    return [each.state for each in cards.of_today(lines, now=seen)]


@pytest.mark.parametrize("at", ["booked", "on_the_way", "on_site"])
def test_what_begins_after_midnight_is_of_the_day_before(at: str) -> None:
    assert today(at, from_at=EVENING + timedelta(minutes=20), seen=EVENING) == [at]


@pytest.mark.parametrize(("at", "seen"), [("booked", []), ("on_the_way", ["on_the_way"]), ("on_site", ["on_site"])])
def test_what_begins_the_next_morning_is_of_today_only_where_it_is_under_way(at: str, seen: list[str]) -> None:
    assert today(at, from_at=EVENING + timedelta(hours=9), seen=EVENING) == seen


def test_what_is_under_way_since_before_midnight_is_of_the_new_day() -> None:
    began = EVENING - timedelta(hours=1)
    assert today("on_site", from_at=began, seen=EVENING + timedelta(hours=1)) == ["on_site"]
