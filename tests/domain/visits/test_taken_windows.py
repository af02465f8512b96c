"""A window taken is a window gone: to the desk that books, and to whoever goes on after a pause."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.demo import cast, ground
from anxin.demo.walk import Walked
from anxin.domain.network.models import Technician
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Window
from tests import builders
from tests.domain.visits.test_windows import able, at, free, held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def laid(now: datetime) -> None:
    """Lay the ground."""
    ground.lay(now=now)


class TestOfAnyLength:
    def test_is_counted_where_it_lies(self, now: datetime) -> None:
        """Programs ask for any time that suits, not for windows."""
        everybody, begins = len(able()), at(now, 10) + timedelta(minutes=30)
        report = replace(held(now, 10, 1), holds=False, wanted_from_at=begins, wanted_to_at=begins + timedelta(hours=1))
        repair = acting(lambda: repairs.report(report=report, by=STRANGER, now=now)).repair
        acting(lambda: repairs.accept(repair=repair, by=agent(), now=now))
        acting(lambda: repairs.triage(repair=repair, by=agent(), now=now, automatic=False))
        assert (free(now)[10], free(now)[12]) == (everybody - 1, everybody)


def agent() -> Actor:
    return Actor(kind="staff", id="a", roles=frozenset({"agent", "dispatcher"}))


class TestByTheDesk:
    def test_is_booked_where_it_is_the_one_the_customer_was_promised(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        give(one, "appointment", one.visit.wanted_from_at)
        assert one.visit.state == "booked"

    def test_is_refused_where_nobody_can_come_then(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        for n in range(len(able())):
            acting(lambda n=n: repairs.report(report=held(now, 10, n), by=STRANGER, now=now))
        with pytest.raises(visits.WindowGone):
            give(one, "appointment", at(now, 10))
        assert one.visit.state == "assigned"

    def test_is_refused_where_his_technician_cannot_come_then(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        Window.objects.create(technician=one.visit.technician, from_at=at(now, 12), most=1, taken=1)
        assert free(now)[12] > 0
        with pytest.raises(visits.NoRoom):
            give(one, "appointment", at(now, 12))

    def test_is_refused_to_who_goes_on_after_a_pause(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        one.do(lambda: repairs.wait(repair=one.repair, on="part", why="等配件", by=one.by(cast.XIAO_CHEN), now=one.now))
        Technician.objects.update(paused_at=now)
        with pytest.raises(visits.WindowGone):
            give(one, "resumption", at(now, 10))
        Technician.objects.update(paused_at=None)
        give(one, "resumption", at(now, 10))
        assert (one.visit.state, one.visit.wanted_from_at) == ("open", at(now, 10))


def give(one: Walked, name: str, from_at: datetime) -> None:
    """Give a command of the desk for a window."""
    by, fields = one.by(cast.XIAO_CHEN), {"window": from_at}
    one.do(lambda: TABLE.give(name, row=one.repair, by=by, now=one.now, fields=fields))
    one.repair.refresh_from_db()
