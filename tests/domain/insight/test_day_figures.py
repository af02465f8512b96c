"""The sums of the days are what their cases count, however often and in whatever order they were counted."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast, walk
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.insight import actions, queries, tasks
from anxin.domain.insight.models import DayFigures, FiguresGathered, MeasuredTime
from anxin.domain.insight.queries.day_counts import counted
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.people.models import Organisation
from anxin.domain.quality import actions as quality
from anxin.domain.repairs.choices import LOOK
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.claim_builders import a_claim, refund

pytestmark = pytest.mark.django_db
FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))


def kept() -> dict[tuple[object, ...], dict[str, int]]:
    rows = DayFigures.objects.values_list("day", "operator", "house", "province", "counts")
    return {tuple(key): counts for *key, counts in rows}


def anew() -> dict[tuple[object, ...], dict[str, int]]:
    """Count all days from their rows."""
    return {(day, *group): dict(counts) for day in queries.days() for group, counts in counted(day).items()}


class TestGathering:
    def test_after_each_step_of_repair_and_claim_it_holds_what_counting_all_anew_gives(self, now: datetime) -> None:
        """Nothing that changes a figure goes by without a fact about its case."""
        repair = builders.a_repair(now=now)
        claim = a_claim(now=now + timedelta(minutes=1), at="review")
        bill = bills.latest(stream_of(claim.claim.purchase))
        assert bill is not None
        again = quality.ReviewGiven(overall=2, stars={"punctual": 1})

        def later(step: Callable[[], object]) -> None:
            step()
            moment = max(repair.now, claim.now)
            tasks.gather.func(now=moment)
            assert kept() == anew()

        later(lambda: None)
        for state in walk.HAPPY[1:]:
            later(lambda state=state: walk.STEPS[state](repair))
        later(
            lambda: repair.do(
                lambda: quality.review(repair=repair.repair, given=again, by=repair.customer, now=repair.now)
            )
        )
        paying = {"bill": bill, "amount_fen": 99, "reason": "补偿", "by": FINANCE}
        later(lambda: claim.do(lambda: ledger.refund(**paying, now=claim.now)))
        later(lambda: claim.propose(refund(20000)))
        later(lambda: claim.wait(days=7, minutes=1))
        later(claim.run)
        assert claim.claim.state == "closed"
        names = {name for counts in kept().values() for name in counts}
        assert {"reported", "over", "at_once", "whole", "stars.2", "aspect.punctual", "paid", "claimed"} <= names
        assert {"by_hand", "paid_out", "decided"} <= names

    def test_of_a_day_on_which_nothing_moved_is_not_counted_again(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        builders.a_repair(now=now - timedelta(days=40), at="closed")
        tasks.gather.func(now=now)
        assert queries.moved_days() == [(now - timedelta(days=40)).date()], "its facts were made within the hour"
        monkeypatch.setattr("anxin.domain.insight.queries.recounts.LATE", timedelta())
        old = FiguresGathered.objects.values_list("last", flat=True).get()
        FiguresGathered.objects.update(last=UUID(int=old.int + (1 << 80)))
        assert queries.moved_days() == []
        time.sleep(0.005)
        fresh = builders.a_repair(now=now, customer=cast.NEIGHBOUR)
        assert queries.moved_days() == [now.date()]
        with CaptureQueriesContext(connection) as asked:
            tasks.gather.func(now=fresh.now)
        assert len(asked) <= 30

    def test_finds_what_was_written_late_with_an_early_moment(self, now: datetime) -> None:
        """A large import stamps its rows with the moment it began."""
        builders.a_repair(now=now, at="closed")
        tasks.gather.func(now=now + timedelta(hours=2))
        builders.a_repair(now=now - timedelta(days=3), customer=cast.NEIGHBOUR)
        tasks.gather.func(now=now + timedelta(hours=2))
        assert kept() == anew()

    def test_that_was_killed_begins_again_where_it_began(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        builders.a_repair(now=now - timedelta(days=3), at="closed")
        builders.a_repair(now=now, customer=cast.NEIGHBOUR)

        count = actions.count_day

        def killed(*, day: date) -> None:
            count(day=day)
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(tasks.insight, "count_day", killed)
            with pytest.raises(SystemExit):
                tasks.gather.func(now=now)
        assert queries.counted_at() is None
        tasks.gather.func(now=now)
        assert len({day for day, *_of in kept()}) == 2

    def test_is_compared_with_its_rows(self, now: datetime) -> None:
        builders.a_repair(now=now, at="closed")
        tasks.gather.func(now=now)
        assert not queries.differs(now.date())
        DayFigures.objects.update(counts={"reported": 2})
        assert queries.differs(now.date())

    def test_twice_changes_nothing(self, now: datetime) -> None:
        builders.a_repair(now=now, at="closed")
        tasks.gather.func(now=now)
        was = kept()
        acting(lambda: actions.count_day(day=now.date()))
        assert kept() == was


class TestSums:
    def test_are_the_operator_s_own_and_for_who_may_see_them(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        tasks.gather.func(now=one.now)
        scope = queries.Scope(from_date=now.date(), to_date=now.date())
        assert queries.sums(one.by(cast.SUN), scope=scope).whole["reported"] == 1
        for stranger in (one.by(cast.XIAO_CHEN), one.by(cast.HEYAN_OWNER), one.customer):
            assert not queries.sums(stranger, scope=scope).whole
        other = Organisation.objects.exclude(kind="operator").first()
        assert other is not None
        elsewhere = Actor(kind="staff", id="x", organisation=str(other.pk), roles=frozenset({"operator"}))
        assert not queries.sums(elsewhere, scope=scope).whole

    def test_narrow_by_day_and_house(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        tasks.gather.func(now=one.now)
        day = now.date()

        def reported(**of: object) -> int:
            scope = queries.Scope(**{"from_date": day, "to_date": day} | of)
            return queries.sums(one.by(cast.SUN), scope=scope).whole["reported"]

        assert reported(brand="heyan") == 1
        assert reported(brand="qingfeng") == 0
        assert reported(from_date=day + timedelta(days=1), to_date=day + timedelta(days=1)) == 0


def test_a_look_at_goods_is_counted_apart_and_in_no_figure_of_repairs(now: datetime) -> None:
    mended = builders.a_repair(now=now, at="closed")
    looked = builders.a_repair(now=mended.now, at="closed")
    Repair.objects.filter(pk=looked.repair.pk).update(kind=LOOK)
    days = {mended.repair.created_at.date(), looked.repair.created_at.date()}
    found = sum((counts for day in days for counts in counted(day).values()), Counter())
    assert [found[one] for one in ("reported", "over", "at_once", "looks", "looks_over")] == [1, 1, 1, 1, 1]
    assert found["ended.repairs.arrived"] == 1
    acting(lambda: actions.measure(now=looked.now))
    assert {one.n for one in MeasuredTime.objects.filter(division="", category="")} == {1}
