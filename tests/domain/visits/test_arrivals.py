"""A check-in is taken for what it is: far or early keeps no promise, and where it is not plain the customer counts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.core import wording
from anxin.core.acting import acting
from anxin.core.clocks import Clock
from anxin.core.errors import WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.demo.walk import STEPS, Walked
from anxin.domain.people.queries import NotTheCustomer
from anxin.domain.places.models import Place
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.models import CheckIn
from anxin.domain.visits.rules import arrivals as arrival_rules
from tests import builders

METRES = 111_195  # a degree of latitude


@pytest.fixture
def one(now: datetime) -> Walked:
    """Give a visit on its way to an address that is known to 60 m."""
    found = builders.a_repair(now=now, at="on_the_way")
    Place.objects.filter(pk=found.repair.place_id).update(radius_m=60)
    return found


def arrives(one: Walked, *, metres: int = 0, at: datetime | None = None, fix: int = 20, why: str = "") -> CheckIn:
    """Have Master Luo check in so many metres north of the point we know."""
    one.now = at or one.repair.wanted_from_at + timedelta(minutes=5)
    place, by = one.visit.place, one.by(cast.MASTER_LUO)
    position = visits.Position(lng=place.lng or 0, lat=(place.lat or 0) + metres / METRES, fix_m=fix)
    return acting(lambda: visits.check_in(visit=one.visit, at=position, why=why, by=by, now=one.now))


def denies(one: Walked) -> CheckIn:
    """Have Master Luo check in with a phone that won't say where it is."""
    one.now = one.repair.wanted_from_at
    return acting(lambda: visits.check_in(visit=one.visit, by=one.by(cast.MASTER_LUO), now=one.now))


def clock(one: Walked) -> Clock:
    """Give the newest clock of the promise to be there."""
    rows = Clock.objects.filter(stream_key=str(one.repair.id), kind="repairs.arrived")
    return rows.order_by("started_at", "id")[len(rows) - 1]


def agreed(one: Walked) -> str:
    return one.visit.appointments.order_by("-created_at")[0].state


def answers(one: Walked, *, here: bool) -> None:
    one.now += timedelta(minutes=2)
    acting(lambda: visits.answer_arrival(visit=one.visit, here=here, by=one.customer, now=one.now))


def codes(one: Walked) -> list[str]:
    return list(Entry.objects.filter(stream__key=str(one.repair.id)).values_list("code", flat=True))


@pytest.mark.django_db
class TestCheckIn:
    def test_at_the_door_in_the_window_meets_the_clock(self, one: Walked) -> None:
        row = arrives(one, metres=40)
        assert (row.place, row.timing) == ("door", "in_window")
        assert clock(one).met_at == one.now
        assert agreed(one) == "kept"

    def test_from_3385_metres_the_evening_before_asks_why_and_meets_no_clock(self, one: Walked) -> None:
        before = one.repair.wanted_from_at - timedelta(hours=15)
        with pytest.raises(visits.FarOff) as refused:
            arrives(one, metres=3385, at=before)
        assert refused.value.facts["metres"] == 3385
        assert one.visit.state == "on_the_way"
        row = arrives(one, metres=3385, at=before, why="elsewhere")
        assert (row.distance_m, row.place, row.timing, row.why) == (3385, "far", "early", "elsewhere")
        assert clock(one).met_at is None
        assert agreed(one) == "confirmed"
        assert "appointment.keep" not in codes(one)

    def test_before_the_window_is_early_and_a_second_one_at_the_door_meets_the_clock(self, one: Walked) -> None:
        row = arrives(one, at=one.repair.wanted_from_at - timedelta(minutes=31))
        assert (row.place, row.timing, clock(one).met_at) == ("door", "early", None)
        again = arrives(one)
        assert (again.timing, clock(one).met_at, agreed(one)) == ("in_window", one.now, "kept")
        with pytest.raises(WrongState):
            arrives(one)

    def test_ten_minutes_before_the_window_is_in_time(self, one: Walked) -> None:
        assert arrives(one, at=one.repair.wanted_from_at - timedelta(minutes=10)).timing == "in_window"

    def test_after_the_window_is_said_to_be_late(self, one: Walked) -> None:
        arrives(one, at=one.repair.wanted_to_at + timedelta(minutes=17))
        kept = Entry.objects.get(stream__key=str(one.repair.id), code="appointment.keep")
        assert kept.facts["timing"] == "late"

    def test_accuses_nobody_where_the_address_is_known_to_the_county_only(self, one: Walked) -> None:
        Place.objects.filter(pk=one.repair.place_id).update(radius_m=9000, precision="county")
        row = arrives(one, metres=3385)
        assert (row.place, row.timing) == ("unsure", "in_window")
        assert agreed(one) == "kept"
        view = queries.check_in_of(one.visit)
        assert view is not None
        assert (view.asks, row.distance_m, view.distance_m) == (True, 3385, None)

    def test_without_a_position_meets_no_clock_until_the_customer_says_so(self, one: Walked) -> None:
        row = denies(one)
        view = queries.check_in_of(one.visit)
        assert row.place == "unknown"
        assert view is not None
        assert (view.asks, view.counts, agreed(one), clock(one).met_at) == (True, False, "confirmed", None)
        answers(one, here=True)
        assert (agreed(one), clock(one).met_at) == ("kept", one.now)

    def test_without_a_position_is_met_by_the_completion(self, one: Walked) -> None:
        denies(one)
        for step in ("quoted", "agreed", "billed"):
            STEPS[step](one)
        assert clock(one).met_at is None
        STEPS["coded"](one)
        assert clock(one).met_at == one.now

    def test_without_a_position_is_made_good_by_one_with_it(self, one: Walked) -> None:
        denies(one)
        arrives(one, metres=40)
        assert (agreed(one), clock(one).met_at) == ("kept", one.now)

    def test_of_a_phone_that_says_where_it_is_counts_where_we_have_no_point(self, one: Walked) -> None:
        Place.objects.filter(pk=one.repair.place_id).update(lng=None, lat=None)
        row = arrives(one)
        assert (row.place, row.distance_m, agreed(one)) == ("unsure", None, "kept")

    def test_without_a_position_is_no_proof_of_an_absent_customer(self, one: Walked) -> None:
        denies(one)
        by = one.by(cast.MASTER_LUO)
        acting(lambda: visits.record_call(visit=one.visit, purpose="absence", answered=False, by=by, now=one.now))
        with pytest.raises(visits.NeedsProof):
            acting(lambda: visits.miss_by_customer(visit=one.visit, by=by, now=one.now))

    def test_from_afar_is_no_proof_of_an_absent_customer(self, one: Walked) -> None:
        arrives(one, metres=3385, why="phone")
        by = one.by(cast.MASTER_LUO)
        acting(lambda: visits.record_call(visit=one.visit, purpose="absence", answered=False, by=by, now=one.now))
        with pytest.raises(visits.NeedsProof):
            acting(lambda: visits.miss_by_customer(visit=one.visit, by=by, now=one.now))


@pytest.mark.django_db
class TestAnswer:
    def test_yes_keeps_the_window_that_a_far_point_did_not(self, one: Walked) -> None:
        arrives(one, metres=3385, why="point")
        answers(one, here=True)
        assert (agreed(one), clock(one).met_at) == ("kept", one.now)
        with pytest.raises(WrongState):
            answers(one, here=False)

    def test_no_takes_the_window_back_and_its_clock_runs_on(self, one: Walked) -> None:
        Place.objects.filter(pk=one.repair.place_id).update(radius_m=9000)
        arrives(one, metres=3385)
        assert agreed(one) == "kept"
        answers(one, here=False)
        assert agreed(one) == "confirmed"
        assert (clock(one).met_at, clock(one).due_at) == (None, one.repair.wanted_to_at)
        assert "visits.arrival_denied" in codes(one)

    def test_is_the_customers_of_this_case_and_nobody_elses(self, one: Walked, now: datetime) -> None:
        arrives(one, metres=3385, why="point")
        other = builders.a_repair(now=now, customer=cast.NEIGHBOUR)
        for by in (one.by(cast.MASTER_LUO), one.by(cast.XIAO_CHEN), other.customer):
            with pytest.raises(NotTheCustomer):
                acting(lambda by=by: visits.answer_arrival(visit=one.visit, here=True, by=by, now=one.now))  # type: ignore[misc]
        assert agreed(one) == "confirmed"
        assert "visits.arrival_confirmed" not in codes(one)

    def test_is_asked_no_more_and_refused_in_words_once_the_work_is_over(self, one: Walked) -> None:
        arrives(one, metres=3385, why="point")
        for step in ("quoted", "agreed"):
            STEPS[step](one)
        view = queries.view(queries.visit_by_key(str(one.visit.pk)), actor=one.customer, now=one.now)
        assert (view.arrival, view.check_in and view.check_in.asks) == ("asked", True)
        for step in ("billed", "coded"):
            STEPS[step](one)
            view = queries.view(queries.visit_by_key(str(one.visit.pk)), actor=one.customer, now=one.now)
            assert (view.arrival, view.check_in and view.check_in.asks) == ("", False)
            with pytest.raises(visits.WorkOver) as refused:
                answers(one, here=False)
            assert "已经做完" in wording.error(refused.value)
        assert "visits.arrival_denied" not in codes(one)

    def test_of_nobody_leaves_the_hour_open_once_the_work_is_done(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="on_the_way")
        Place.objects.filter(pk=walked.repair.place_id).update(radius_m=60)
        arrives(walked, at=walked.repair.wanted_from_at - timedelta(hours=3))
        walked.now = walked.repair.wanted_to_at + timedelta(hours=1)
        for step in ("quoted", "agreed", "billed", "coded", "closed"):
            STEPS[step](walked)
        kept = Entry.objects.get(stream__key=str(walked.repair.id), code="appointment.keep")
        assert kept.facts["timing"] == "unsaid"


def told(one: Walked, *, done: timedelta, came: timedelta) -> CheckIn:
    """Have the phone tell of a check-in at the door some time after it was done, both counted from the window's end."""
    end = one.repair.wanted_to_at
    one.now = end + came
    place, by = one.visit.place, replace(one.by(cast.MASTER_LUO), done_at=end + done)
    position = visits.Position(lng=place.lng or 0, lat=place.lat or 0, fix_m=20)
    return acting(lambda: visits.check_in(visit=one.visit, at=position, by=by, now=one.now))


@pytest.mark.django_db
class TestToldLater:
    def test_but_still_in_the_window_counts_and_says_when_it_was_done(self, one: Walked) -> None:
        row = told(one, done=-timedelta(minutes=50), came=-timedelta(minutes=5))
        assert (row.timing, agreed(one), clock(one).met_at) == ("in_window", "kept", one.now)
        fact = Entry.objects.get(stream__key=str(one.repair.id), code="visit.arrive")
        assert (fact.at, fact.facts["done_at"]) == (one.now, row.done_at.isoformat(timespec="seconds"))  # type: ignore[union-attr]

    def test_after_the_window_meets_no_clock_until_the_customer_says_so(self, one: Walked) -> None:
        row = told(one, done=-timedelta(minutes=50), came=timedelta(hours=2))
        view = queries.check_in_of(one.visit)
        assert view is not None
        assert (row.place, row.timing, view.counts, view.asks) == ("door", "told_late", False, True)
        assert (agreed(one), clock(one).met_at) == ("confirmed", None)
        answers(one, here=True)
        assert (agreed(one), clock(one).met_at) == ("kept", one.now)

    def test_of_a_moment_after_the_window_is_late_as_ever(self, one: Walked) -> None:
        assert told(one, done=timedelta(minutes=4), came=timedelta(hours=2)).timing == "late"


class TestPlace:
    @given(
        distance=st.integers(0, 50_000),
        radius=st.integers(0, 50_000),
        fix=st.integers(0, 1_000_000),
    )
    def test_is_far_only_beyond_every_doubt(self, distance: int, radius: int, fix: int) -> None:
        place = arrival_rules.place_of(said=True, distance=distance, radius=radius, fix=fix, near=500, sure=1000)
        assert (place == "far") == (distance > radius + min(fix, 1000) + 500)
        if place == "door":
            assert distance <= 1500

    def test_is_not_hidden_by_a_phone_that_claims_to_know_nothing(self) -> None:
        assert arrival_rules.place_of(said=True, distance=3385, radius=60, fix=999_999, near=500, sure=1000) == "far"
