"""A window moves onto a day: whoever can't come then is let go, another is looked for, and the customer is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.outbox import Message
from anxin.demo.walk import Walked
from anxin.domain.network import actions as network
from anxin.domain.network.models import Outlet, Skill, Technician
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway, queries
from anxin.domain.visits.models import Window
from anxin.domain.visits.rules import local_day, local_midnight
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="desk", roles=frozenset({"operator"}))
WIDE = timedelta(hours=2)


@pytest.fixture
def one(now: datetime) -> Walked:
    return builders.a_repair(now=now, at="booked")


def tomorrow(one: Walked) -> datetime:
    """Return the beginning of a window of the day after, in the morning."""
    return local_midnight(local_day(one.repair.wanted_from_at) + timedelta(days=1)) + timedelta(hours=10)


def away(one: Walked) -> None:
    """Send the technician on leave on the day after."""
    who, day = one.visit.technician, local_day(tomorrow(one))
    assert who is not None
    acting(lambda: network.absent(technician=who, kind="leave", from_date=day, to_date=day, by=KEEPER, now=one.now))


def uncertified(one: Walked) -> None:
    """End the technician's certificate with today."""
    mine = Skill.objects.filter(technician=one.visit.technician, code=one.visit.skill)
    assert mine.update(until_date=local_day(one.now))


def full(one: Walked) -> None:
    """Fill the technician's own window."""
    assert one.visit.technician is not None
    Window.objects.create(technician=one.visit.technician, from_at=tomorrow(one), most=1, taken=1)


def move(one: Walked) -> None:
    from_at = tomorrow(one)
    one.do(lambda: repairs.move(repair=one.repair, from_at=from_at, to_at=from_at + WIDE, by=one.customer, now=one.now))


class TestWhoCanNotComeThen:
    @pytest.mark.parametrize("why", [away, uncertified, full])
    def test_is_let_go_and_another_asked_for_the_same_window(self, one: Walked, why: Callable[[Walked], None]) -> None:
        before = one.visit.technician
        why(one)
        move(one)
        visit = one.visit
        assert (visit.technician, visit.wanted_from_at) == (None, tomorrow(one))
        assert not visit.appointments.filter(state__in=["proposed", "confirmed"]).exists()
        assert before not in {each.technician for each in gateway.candidates(visit, now=one.now)}
        assert gateway.candidates(visit, now=one.now)

    def test_has_given_his_old_window_back(self, one: Walked) -> None:
        old = one.repair.wanted_from_at
        away(one)
        move(one)
        assert Window.objects.get(from_at=old).taken == 0

    def test_is_told_to_the_customer(self, one: Walked) -> None:
        away(one)
        move(one)
        sent = [each.template for each in Message.objects.order_by("id")]
        assert (sent.count("notices.repair_another"), sent.count("notices.repair_booked")) == (1, 1)

    def test_moves_it_himself_only_within_his_hours(self, one: Walked) -> None:
        away(one)
        day = local_day(tomorrow(one))
        shown = [each for each in queries.own_windows(one.visit, days=3, now=one.now) if local_day(each.from_at) == day]
        assert shown
        assert not any(each.works for each in shown)


class TestWhoCanCome:
    def test_keeps_the_job(self, one: Walked) -> None:
        before = one.visit.technician
        move(one)
        assert (one.visit.technician, one.visit.state) == (before, "booked")
        assert one.visit.appointments.get(state="confirmed").from_at == tomorrow(one)


class TestWindowNobodyCanCome:
    def test_is_refused_and_the_old_one_stays(self, one: Walked) -> None:
        day = local_day(tomorrow(one))
        for outlet in Outlet.objects.all():
            acting(
                lambda outlet=outlet: network.close(
                    outlet=outlet, from_date=day, to_date=day, why="盘点", by=KEEPER, now=one.now
                )
            )
        with pytest.raises(visits.WindowGone):
            move(one)
        assert one.visit.appointments.get(state="confirmed").from_at == one.repair.wanted_from_at

    def test_counts_the_case_s_own_job_as_free(self, one: Walked) -> None:
        luo = one.visit.technician
        Technician.objects.exclude(pk=luo.pk if luo else None).update(paused_at=one.now)
        Outlet.objects.update(capacity=1)
        later = local_midnight(local_day(one.repair.wanted_from_at)) + timedelta(hours=18)
        one.do(lambda: repairs.move(repair=one.repair, from_at=later, to_at=later + WIDE, by=one.customer, now=one.now))
        assert (one.visit.technician, one.visit.wanted_from_at) == (luo, later)


class TestOwnWindows:
    def test_are_none_while_the_outlet_is_closed_or_without_the_certificate(self, one: Walked) -> None:
        day, outlet = local_day(tomorrow(one)), one.visit.outlet
        assert outlet is not None
        acting(lambda: network.close(outlet=outlet, from_date=day, to_date=day, why="盘点", by=KEEPER, now=one.now))
        shown = {local_day(each.from_at): each.works for each in queries.own_windows(one.visit, days=3, now=one.now)}
        assert (shown[day], shown[day + timedelta(days=1)]) == (False, True)
        uncertified(one)
        shown = {local_day(each.from_at): each.works for each in queries.own_windows(one.visit, days=3, now=one.now)}
        assert shown[day + timedelta(days=1)] is False
