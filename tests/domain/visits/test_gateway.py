"""Who is asked first: distance, then a fair share of the week, then some jobs for newcomers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network.models import Technician
from anxin.domain.places.models import Place
from anxin.domain.visits import actions, gateway, queries
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.domain.visits.wording.reasons import said_reason, said_way
from tests import builders

pytestmark = pytest.mark.django_db


def asked(visit: Visit, *, now: datetime) -> list[str]:
    return [one.technician.number for one in gateway.candidates(visit, now=now)]


def reasons(visit: Visit, member: cast.Member, *, now: datetime) -> list[dict[str, object]]:
    found = gateway.candidates(visit, now=now)
    return next(list(one.reasons) for one in found if one.technician.number == member.number)


def jobs_of_the_week(
    visit: Visit, member: cast.Member, count: int, *, days_ago: int = 1, state: str = "finished"
) -> None:
    """Let a technician have had so many jobs on one day."""
    technician = Technician.objects.get(number=member.number)
    before = timedelta(days=days_ago)
    rows = []
    for _ in range(count):
        row = Visit.objects.get(pk=visit.pk)
        row.pk, row.stream_key, row.state, row.technician = uuid4(), uuid4(), state, technician
        row.wanted_from_at, row.wanted_to_at = visit.wanted_from_at - before, visit.wanted_to_at - before
        row._state.adding = True
        rows.append(row)
    Visit.objects.bulk_create(rows)


def set_to(name: str, value: int, *, now: datetime) -> None:
    acting(lambda: settings.propose(name=name, value=value, valid_from=now, by=SYSTEM, now=now))


class TestFairShare:
    def test_the_nearest_is_asked_first_in_an_even_week(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LU.number

    def test_who_had_many_jobs_this_week_is_asked_after_a_colleague(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        jobs_of_the_week(one.visit, cast.MASTER_LU, 12)
        order = asked(one.visit, now=one.now)
        assert order[0] != cast.MASTER_LU.number
        assert cast.MASTER_LU.number in order
        assert {"code": "week", "jobs": 12} in reasons(one.visit, cast.MASTER_LU, now=one.now)

    @pytest.mark.parametrize(("days_ago", "state"), [(7, "finished"), (1, "unfinished"), (1, "cancelled")])
    def test_older_jobs_and_those_that_came_to_nothing_dont_count(
        self, now: datetime, days_ago: int, state: str
    ) -> None:
        one = builders.a_repair(now=now, at="triaged")
        jobs_of_the_week(one.visit, cast.MASTER_LU, 12, days_ago=days_ago, state=state)
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LU.number

    def test_an_operator_may_let_distance_decide_alone(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        jobs_of_the_week(one.visit, cast.MASTER_LU, 12)
        set_to("visits.fairness_min", 0, now=now)
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LU.number
        assert "week" not in codes(reasons(one.visit, cast.MASTER_LU, now=one.now))


class TestLate:
    def test_a_job_nobody_took_in_its_window_is_still_given_to_somebody_that_day(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        late = one.visit.wanted_to_at + timedelta(minutes=1)
        assert asked(one.visit, now=late)

    @pytest.mark.parametrize("days", [1, 3])
    def test_on_later_days_too(self, now: datetime, days: int) -> None:
        one = builders.a_repair(now=now, at="triaged")
        later = one.visit.wanted_from_at + timedelta(days=days)
        assert asked(one.visit, now=later)
        lu = Technician.objects.get(number=cast.MASTER_LU.number)
        acting(lambda: actions.assign_by_hand(visit=one.visit, technician=lu, why="他有空", by=SYSTEM, now=later))
        assert Visit.objects.get(pk=one.visit.pk).technician == lu

    def test_who_comes_late_comes_after_now(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        later = one.visit.wanted_from_at + timedelta(days=1)
        assert all(found.arrive_at >= later for found in gateway.candidates(one.visit, now=later))


class TestNewcomers:
    def test_get_some_jobs_first_and_it_is_said(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        Technician.objects.exclude(number=cast.MASTER_LUO.number).update(grade=3)
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LUO.number
        assert "newcomer" in codes(reasons(one.visit, cast.MASTER_LUO, now=one.now))

    def test_who_had_their_share_stand_in_line(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        Technician.objects.exclude(number=cast.MASTER_LUO.number).update(grade=3)
        jobs_of_the_week(one.visit, cast.MASTER_LUO, 1)
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LU.number
        assert "newcomer" not in codes(reasons(one.visit, cast.MASTER_LUO, now=one.now))

    def test_chosen_by_hand_it_is_no_reason(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        Technician.objects.exclude(number=cast.MASTER_LUO.number).update(grade=3)
        found = gateway.candidate(one.visit, technician=builders.technician(cast.MASTER_LUO), now=one.now)
        assert found is not None
        assert "newcomer" not in codes(found.reasons)

    def test_an_operator_may_do_without(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        Technician.objects.exclude(number=cast.MASTER_LUO.number).update(grade=3)
        set_to("visits.newcomer_percent", 0, now=now)
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LU.number

    def test_are_none_where_nobody_has_a_grade_yet(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        assert asked(one.visit, now=one.now)[0] == cast.MASTER_LU.number
        assert "newcomer" not in codes(reasons(one.visit, cast.MASTER_LU, now=one.now))


class TestWay:
    @pytest.mark.parametrize(
        ("seconds", "said"), [(None, "路程未知"), (0, "不到 1 分钟"), (59, "不到 1 分钟"), (90, "路上约 2 分钟")]
    )
    def test_is_never_said_to_take_no_time(self, seconds: int | None, said: str) -> None:
        assert said_way(arrival_rules.whole_minutes(seconds)) == said

    def test_to_a_place_without_a_point_is_not_known(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        Place.objects.filter(pk=one.visit.place_id).update(lng=None, lat=None)
        first = gateway.candidates(Visit.objects.get(pk=one.visit.pk), now=one.now)[0]
        assert first.travel_s is None
        assert said_reason(first.reasons[0]) == "路程未知"

    def test_shorter_than_the_doubt_of_its_end_is_not_known_either(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        lu = Technician.objects.get(number=cast.MASTER_LU.number)
        Place.objects.filter(pk=one.visit.place_id).update(lng=lu.lng, lat=lu.lat, radius_m=9_000)
        visit = Visit.objects.get(pk=one.visit.pk)
        assert {"code": "near", "minutes": None, "metres": None} in reasons(visit, cast.MASTER_LU, now=one.now)
        acting(lambda: actions.offer_to(visit=visit, technician=lu, by=SYSTEM, now=one.now))
        assert Offer.objects.get(visit=visit, technician=lu).travel_s is None

    def test_that_became_known_after_the_offer_is_known_to_who_was_asked_and_to_the_desk(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        lu, place = Technician.objects.get(number=cast.MASTER_LU.number), one.visit.place
        rows, closer = Place.objects.filter(pk=place.pk), {"lng": place.lng, "lat": place.lat, "radius_m": 30}
        rows.update(**closer)
        known = gateway.candidate(Visit.objects.get(pk=one.visit.pk), technician=lu, now=one.now)
        rows.update(lng=lu.lng, lat=lu.lat, radius_m=9_000)
        visit = Visit.objects.get(pk=one.visit.pk)
        acting(lambda: actions.offer_to(visit=visit, technician=lu, by=SYSTEM, now=one.now))
        he, desk = builders.actor(cast.MASTER_LU, now=one.now), builders.actor(cast.XIAO_CHEN, now=one.now)
        assert gateway.offered_s(queries.offers_to(he, now=one.now)[0]) is None
        rows.update(**closer)
        whole = queries.whole(visit, on=now.date())
        for seen in (queries.offers_to(he, now=one.now), queries.offers_of(whole, actor=desk)):
            offer = next(each for each in seen if each.technician_number == lu.number)
            assert known is not None
            assert gateway.offered_s(offer) == known.travel_s > 0


def codes(found: Sequence[dict[str, object]]) -> list[object]:
    return [one["code"] for one in found]
