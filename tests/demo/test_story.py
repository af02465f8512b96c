"""The story of the demo: loaded once, in every state, over many counties."""

from datetime import UTC, datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import counties, ground, story
from anxin.demo.county_tables import CITIES
from anxin.domain.claims.models import Claim
from anxin.domain.places.rules import is_wide
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Appointment


@pytest.mark.django_db(transaction=True)
class TestStory:
    @pytest.mark.parametrize("hour", [4, 19])
    def test_tells_the_cases_of_the_cast_by_day_and_by_night(self, hour: int) -> None:
        now = datetime(2026, 11, 24, hour, 20, tzinfo=UTC)
        loaded = story.load(now=now)
        assert set(loaded.links) == set(story.CASES)
        assert set(Repair.objects.values_list("state", flat=True)) >= {
            *(
                "submitted",
                "triaged",
                "arranged",
                "in_service",
                "closed",
                "solved_remotely",
                "waiting_customer",
                "rework",
            ),
        }
        hours = {one.from_at.astimezone(SHANGHAI).hour for one in Appointment.objects.exclude(visit__state="on_site")}
        assert all(8 <= one <= 20 for one in hours), "a visit at night"
        again = story.load(now=now + timedelta(hours=1))
        assert Repair.objects.count() == len(story.CASES)
        assert again.logins == loaded.logins

    def test_fills_the_counties_of_a_city_without_a_clock_missed_on_the_way(self, now: datetime) -> None:
        ground.lay(now=now)
        counties.lay(now=now)
        counties.fill(3, now=now)
        told = Repair.objects.filter(place__code__startswith=CITIES[3][0])
        assert told.count() == 8
        assert told.values("place__county_code").distinct().count() == 3
        assert told.values("place__lng", "place__lat").distinct().count() == 8, "streets, not the middle of a county"
        assert not any(is_wide(one) for one in told.values_list("place__radius_m", flat=True))
        done = told.filter(state="closed")
        assert done.count() == 3
        for repair in done:
            assert "clock.missed" not in [one.code for one in timeline.read(repair.stream())]
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify() == []

    @pytest.mark.soak
    def test_is_whole(self, now: datetime) -> None:
        story.load(now=now, whole=True)
        assert Repair.objects.count() >= 200
        assert Repair.objects.values("place__county_code").distinct().count() >= 60
        states = set(Claim.objects.values_list("state", flat=True))
        assert Claim.objects.count() >= 40
        assert states >= {
            *("merchant_answer", "offer_made", "review", "need_evidence", "waiting_return", "inspecting"),
            *("decided", "executing", "outcome_taken", "closed", "withdrawn"),
        }
