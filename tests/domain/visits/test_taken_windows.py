"""A window taken is a window gone: to a program, to the desk that books, to whoever goes on after a pause."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.demo.walk import Walked
from anxin.domain.network.models import Technician
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Reservation, Window
from tests import builders
from tests.domain.visits.test_windows import able, at, free, held

pytestmark = pytest.mark.django_db
WIDE = timedelta(hours=2)


@pytest.fixture(autouse=True)
def laid(now: datetime) -> None:
    """Lay the ground."""
    ground.lay(now=now)


def by_program(now: datetime, hour: float, n: int, *, hours: float = 2) -> Repair:
    begins = at(now, 0) + timedelta(hours=hour)
    report = replace(
        held(now, 10, n), channel="api", wanted_from_at=begins, wanted_to_at=begins + timedelta(hours=hours)
    )
    return acting(lambda: repairs.report(report=report, by=STRANGER, now=now)).repair


def hour_of(repair: Repair) -> int:
    return Reservation.objects.get(stream_key=repair.pk).from_at.astimezone(SHANGHAI).hour


class TestByAProgram:
    def test_is_taken_and_refused_with_the_next_free_ones_once_it_is_the_last(self, now: datetime) -> None:
        everybody = len(able())
        for n in range(everybody):
            assert hour_of(by_program(now, 10, n)) == 10
            assert free(now)[10] == everybody - n - 1
        with pytest.raises(visits.WindowGone) as gone:
            by_program(now, 10, 9)
        assert gone.value.field == "wanted_from_at"
        named = [datetime.fromisoformat(one) for one in str(gone.value.facts["expected"]).split(", ")]
        assert len(named) == 3
        assert at(now, 10) not in named
        assert Repair.objects.count() == everybody

    def test_is_the_first_with_somebody_free_in_a_longer_time(self, now: datetime) -> None:
        for n in range(len(able())):
            by_program(now, 10, n)
        repair = by_program(now, 10, 8, hours=6)
        assert hour_of(repair) == 12
        assert (repair.wanted_from_at, repair.wanted_to_at) == (at(now, 12), at(now, 14)), "what is promised"

    def test_is_one_of_the_next_day_where_the_first_is_full_and_the_time_goes_on(self, now: datetime) -> None:
        for hour in (16, 18, 20):
            for n in range(len(able())):
                by_program(now, hour, n)
        repair = by_program(now, 16, 8, hours=30)
        assert repair.wanted_from_at.astimezone(SHANGHAI).day == at(now, 8, days=2).day
        assert Reservation.objects.filter(stream_key=repair.pk).count() == 1

    def test_is_none_where_nobody_works_then(self, now: datetime) -> None:
        Technician.objects.update(paused_at=now)
        by_program(now, 10, 1)
        assert not Reservation.objects.exists()

    def test_is_none_on_a_day_for_which_none_is_offered_yet(self, now: datetime) -> None:
        by_program(now, 10 + 24 * 15, 1)
        assert not Reservation.objects.exists()

    def test_is_counted_where_a_shorter_time_lies_in_it(self, now: datetime) -> None:
        everybody = len(able())
        repair = by_program(now, 10.5, 1, hours=1)
        assert hour_of(repair) == 10
        assert free(now)[10] == everybody - 1
        acting(lambda: repairs.accept(repair=repair, by=agent(), now=now))
        acting(lambda: repairs.triage(repair=repair, by=agent(), now=now, automatic=False))
        assert not Reservation.objects.exists()
        assert free(now)[10] == everybody - 1, "the visit counts where its time lies"

    def test_is_none_at_an_hour_for_which_none_is_offered(self, now: datetime) -> None:
        by_program(now, 3, 1, hours=1)
        assert not Reservation.objects.exists()


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
            by_program(now, 10, n)
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
