"""What a phone says that it kept is its word: no clock set back opens a door that is shut today."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import HAPPY, STEPS, Walked
from anxin.domain.network.models import Authorisation, Skill
from anxin.domain.visits import actions as visits
from anxin.domain.visits.actions.offers import NotFit
from anxin.domain.visits.models import CheckIn
from anxin.domain.visits.rules import local_day, local_midnight
from tests import builders

DAY = timedelta(days=1)


def comes(one: Walked, *, at: datetime, ago: timedelta) -> CheckIn:
    """Have him check in at the door, with a phone that says how long ago that was."""
    place, by = one.visit.place, replace(one.by(cast.MASTER_LUO), done_at=at - ago)
    position = visits.Position(lng=place.lng or 0, lat=place.lat or 0, fix_m=20)
    return acting(lambda: visits.check_in(visit=one.visit, at=position, by=by, now=at))


def tomorrow(one: Walked) -> datetime:
    return local_midnight(local_day(one.visit.wanted_from_at) + DAY) + timedelta(hours=10)


@pytest.mark.django_db
class TestArrival:
    @pytest.mark.parametrize("at", ["booked", "on_the_way"])
    def test_the_day_after_a_certificate_ended_is_refused_whatever_the_phone_says(self, at: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at=at)
        Skill.objects.filter(code=one.visit.skill).update(until_date=local_day(one.visit.wanted_from_at))
        for ago in (timedelta(0), DAY):
            with pytest.raises(NotFit):
                comes(one, at=tomorrow(one), ago=ago)
        assert not CheckIn.objects.filter(visit=one.visit).exists()

    @pytest.mark.parametrize("at", ["booked", "on_the_way"])
    def test_the_day_after_the_brand_stopped_vouching_is_refused(self, at: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at=at)
        last = local_day(one.visit.wanted_from_at)
        Authorisation.objects.filter(code=cast.MASTER_LUO.number).update(to_date=last)
        with pytest.raises(visits.NotVouched):
            comes(one, at=tomorrow(one), ago=DAY)

    def test_of_a_day_on_which_nobody_vouched_is_refused_though_somebody_does_by_now(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        Authorisation.objects.filter(code=cast.MASTER_LUO.number).update(from_date=local_day(tomorrow(one)))
        with pytest.raises(visits.NotVouched):
            comes(one, at=tomorrow(one), ago=DAY)

    def test_of_a_phone_whose_clock_began_anew_is_taken_and_keeps_no_window(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        at = one.visit.wanted_from_at + timedelta(minutes=5)
        row = comes(one, at=at, ago=at - datetime(1970, 1, 1, tzinfo=UTC))
        assert (row.timing, one.visit.appointments.get().state) == ("early", "confirmed")

    def test_of_the_evening_before_that_was_sent_after_midnight_is_taken(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        at = local_midnight(local_day(one.visit.wanted_from_at) + DAY) + timedelta(minutes=20)
        assert comes(one, at=at, ago=timedelta(hours=1)).timing in ("late", "told_late")


@pytest.mark.django_db
@pytest.mark.parametrize("at", HAPPY[:-1])
def test_a_repair_goes_on_to_its_end_wherever_the_system_clock_went_back_an_hour(at: str, now: datetime) -> None:
    one = builders.a_repair(now=now, at=at)
    one.now -= timedelta(hours=1)
    for name in HAPPY[HAPPY.index(at) + 1 :]:
        STEPS[name](one)
    one.repair.refresh_from_db()
    assert one.repair.state in ("confirmed", "closed")
    assert not [str(found) for found in timeline.verify()]
