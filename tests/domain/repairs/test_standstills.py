"""A repair that stands still has a clock: the desk is told once what it waits for was not looked after."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, later
from anxin.core.clocks import Clock
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import actions as repairs
from tests import builders

pytestmark = pytest.mark.django_db


def running(one: builders.Walked) -> dict[str, timedelta]:
    """Return which clocks run for a repair, and how long from now."""
    return {clock.kind: clock.due_at - one.now for clock in clocks.open_clocks(one.repair.stream())}


def pass_days(one: builders.Walked, days: float) -> None:
    one.now += timedelta(days=days)
    clocks.sweep(one.now)
    later.run_due(one.now)


def told(member: cast.Member) -> int:
    return Notice.objects.filter(account=builders.account(member), code="repair_stood_still").count()


def wait(one: builders.Walked, on: str, member: cast.Member = cast.XIAO_CHEN) -> None:
    by = one.by(member)
    one.do(lambda: repairs.wait(repair=one.repair, on=on, why="在途", by=by, now=one.now))


def window(one: builders.Walked) -> dict[str, datetime]:
    from_at = builders.a_report(now=one.now).wanted_from_at
    return {"wanted_from_at": from_at, "wanted_to_at": from_at + timedelta(hours=2)}


class TestWaiting:
    @pytest.mark.parametrize(("on", "days"), [("part", 7), ("customer", 7), ("brand", 3)])
    def test_runs_in_days_by_whom_it_waits_for_and_tells_the_desk_once(self, on: str, days: int, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        wait(one, on)
        assert running(one) == {"repairs.waiting": timedelta(days=days)}
        pass_days(one, days - 1)
        assert told(cast.XIAO_CHEN) == 0
        pass_days(one, 2)
        pass_days(one, 20)
        assert (told(cast.XIAO_CHEN), told(cast.XIAO_DENG), told(cast.BOSS_HE)) == (1, 1, 0)

    def test_runs_where_the_technician_found_nobody(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        wait(one, "customer", cast.MASTER_LUO)
        assert one.repair.state == "waiting_customer"
        assert running(one) == {"repairs.waiting": timedelta(days=7)}

    def test_ends_as_somebody_goes_on(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        wait(one, "part")
        one.do(lambda: repairs.resume(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now, **window(one)))
        assert "repairs.waiting" not in running(one)
        pass_days(one, 8)
        assert told(cast.XIAO_CHEN) == 0

    def test_ends_with_the_repair(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        wait(one, "brand")
        one.do(lambda: repairs.cancel(repair=one.repair, why="不修了", by=one.customer, now=one.now))
        assert running(one) == {}

    def test_goods_have_clocks_of_their_own(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        wait(one, "goods")
        assert "repairs.waiting" not in running(one)


class TestDisputed:
    def disputed(self, now: datetime) -> builders.Walked:
        one = builders.a_repair(now=now, at="coded")
        one.do(lambda: repairs.dispute(repair=one.repair, why="还是打不开", by=one.customer, now=one.now))
        return one

    def test_runs_in_hours_and_tells_the_desk(self, now: datetime) -> None:
        one = self.disputed(now)
        assert running(one)["repairs.disputed"] == timedelta(hours=24)
        pass_days(one, 1.1)
        assert told(cast.XIAO_CHEN) == 1
        assert Clock.objects.get(kind="repairs.disputed").missed_at is not None

    @pytest.mark.parametrize("way", ["rework", "confirm"])
    def test_ends_with_what_comes_of_it(self, way: str, now: datetime) -> None:
        one = self.disputed(now)
        if way == "rework":
            one.do(lambda: repairs.rework(repair=one.repair, why="还是不行", by=one.by(cast.XIAO_CHEN), now=one.now))
        else:
            one.do(lambda: repairs.confirm(repair=one.repair, by=one.customer, now=one.now))
        assert "repairs.disputed" not in running(one)
