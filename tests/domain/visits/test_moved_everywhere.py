"""Whoever moves a window, in whatever state: the old one is free at once, both are told, the promise is the new one."""

from datetime import datetime, timedelta

import pytest

from anxin.core.actors import Actor
from anxin.core.clocks.models import Clock
from anxin.core.errors import WrongState
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.commands.job import JOBS
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Window
from anxin.domain.visits.rules import local_day, local_midnight
from tests import builders

pytestmark = pytest.mark.django_db
WIDE = timedelta(hours=2)
CLOCKS = ("repairs.arrived", "repairs.assigned", "repairs.called")


def later_on(one: Walked) -> datetime:
    """Return the beginning of a window of the day after tomorrow."""
    return local_midnight(local_day(one.now) + timedelta(days=2)) + timedelta(hours=10)


def walked(now: datetime, state: str) -> Walked:
    """Walk a repair to a state; "in vain" nobody came to its window."""
    one = builders.a_repair(now=now, at="booked" if state == "in vain" else state)
    if state == "in vain":
        one.now = one.visit.wanted_to_at + timedelta(minutes=1)
    return one


def moves(one: Walked, who: str) -> None:
    at = later_on(one)
    span = {"from_at": at, "to_at": at + WIDE}
    if who == "customer":
        one.do(lambda: TABLE.give("window", row=one.repair, by=one.customer, now=one.now, fields=span))
    elif who == "desk":
        by, fields = one.by(cast.XIAO_CHEN), {"window": at, "why": "customer"}
        one.do(lambda: TABLE.give("rescheduling", row=one.repair, by=by, now=one.now, fields=fields))
    else:
        fields = {**span, "why": "traffic"}
        one.do(lambda: JOBS.give("moving", row=one.visit, by=himself(one), now=one.now, fields=fields))


def himself(one: Walked) -> Actor:
    technician = one.visit.technician
    assert technician is not None
    return one.by(next(who for who in cast.TECHNICIANS if who.number == technician.number))


def left(one: Walked, begins: datetime) -> int:
    """Return how many can come in a window for whoever asks next."""
    product, spot = one.repair.product, gateway.spot_of(one.repair.place)
    several = gateway.free_windows(product=product, spot=spot, day=local_day(begins), now=one.now)
    return next(each.free for each in several if each.from_at == begins)


MAY = [
    *(("customer", "booked"), ("customer", "in vain")),
    *(("desk", "booked"), ("desk", "on_the_way"), ("desk", "in vain")),
    *(("technician", "booked"), ("technician", "on_the_way"), ("technician", "in vain")),
]


@pytest.mark.parametrize(("who", "state"), MAY)
class TestMoved:
    def test_gives_the_old_window_back_and_takes_the_new_one(self, who: str, state: str, now: datetime) -> None:
        one = walked(now, state)
        old, new = one.visit.wanted_from_at, later_on(one)
        before = left(one, old), left(one, new)
        moves(one, who)
        assert (Window.objects.get(from_at=old).taken, Window.objects.get(from_at=new).taken) == (0, 1)
        assert left(one, old) == before[0] + (state != "in vain"), "what is over nobody takes"
        assert left(one, new) == before[1] - 1
        assert one.visit.appointments.get(state="confirmed").from_at == new
        assert one.visit.state == "booked"

    def test_tells_both_sides(self, who: str, state: str, now: datetime) -> None:
        one = walked(now, state)
        sent = Message.objects.filter(template="notices.repair_booked")
        told, account = sent.count(), one.visit.technician.account_id
        rung = Notice.objects.filter(code="job_window", account=account)
        heard = rung.count()
        moves(one, who)
        one.run()
        assert sent.count() == told + 1
        assert rung.count() == heard + (0 if who == "technician" else 1)

    def test_promises_the_new_window_and_nothing_of_the_old(self, who: str, state: str, now: datetime) -> None:
        one = walked(now, state)
        moves(one, who)
        running = Clock.objects.filter(stream_kind="repair", stream_key=one.repair.pk, stopped_at=None, met_at=None)
        due = [(each.kind, each.due_at) for each in running.filter(kind__in=CLOCKS, missed_at=None)]
        assert due == [("repairs.arrived", later_on(one) + WIDE)]


@pytest.mark.parametrize(("who", "state"), [("customer", "on_the_way"), ("customer", "on_site"), ("desk", "on_site")])
def test_nobody_moves_a_window_for_which_somebody_set_out_but_who_speaks_with_him(
    who: str, state: str, now: datetime
) -> None:
    one = walked(now, state)
    with pytest.raises(WrongState):
        moves(one, who)
    assert one.visit.state == state
