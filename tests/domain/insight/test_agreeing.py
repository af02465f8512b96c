"""The same thing is counted the same on every overview: the merchant's, the auditor's, the desk's."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks
from anxin.core.clocks import Clock
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.insight import queries as insight
from anxin.domain.insight import tasks
from tests import builders
from tests.claim_builders import a_claim

pytestmark = pytest.mark.django_db


class TestOverviews:
    def test_agree_on_answers_kept_and_broken_whether_met_late_or_stopped_after_it_was_missed(
        self, now: datetime
    ) -> None:
        kept = a_claim(now=now, order="A-1")
        kept.answer()
        late = a_claim(now=now, order="A-2")
        late.wait(hours=60)
        late.run()
        gone = a_claim(now=now, order="A-3")
        gone.do(lambda: claims.withdraw(claim=gone.claim, why="不用了", by=gone.buyer, now=gone.now))
        missed = Clock.objects.get(stream_key=str(late.claim.id), kind="claims.answer")
        Clock.objects.filter(pk=missed.pk).update(met_at=missed.due_at + timedelta(hours=1), missed_at=None)
        stopped = Clock.objects.get(stream_key=str(gone.claim.id), kind="claims.answer")
        Clock.objects.filter(pk=stopped.pk).update(missed_at=stopped.due_at)

        house = queries.figures(late.by(cast.MERCHANT_OWNER), now=late.now)
        desk = {one.kind: one for one in queries.clock_counts(late.by(cast.ADMIN), now=late.now)}["claims.answer"]
        assert (house.kept, house.missed) == (desk.kept, desk.missed) == (1, 2)

    def test_agree_on_what_is_open(self, now: datetime) -> None:
        one = a_claim(now=now, order="A-1")
        gone = a_claim(now=now, order="A-2", at="closed")
        platform = a_claim(now=now, order="A-3", platform_ref="PT-1")
        platform.do(
            lambda: claims.take_outcome(
                claim=platform.claim,
                what="refunded",
                amount_fen=26800,
                reference="PT-1",
                reason="平台判退款",
                by=platform.by(cast.MERCHANT_OWNER),
                now=platform.now,
            )
        )
        house = queries.figures(one.by(cast.MERCHANT_OWNER), now=gone.now)
        day = now.astimezone(SHANGHAI).date()
        scope = insight.Scope(from_date=day, to_date=day)
        tasks.gather.func(now=gone.now)
        found = insight.claim_figures(insight.sums(one.by(cast.ADMIN), scope=scope))
        open_here = sum(row["open"] for row in found.outcomes.values())
        waiting = sum(n for waits, n in house.waits.items() if waits not in ("all", "over"))
        assert open_here == house.open == waiting == 1
        assert sum(row["elsewhere"] for row in found.outcomes.values()) == 1, "the platform's is over, not open"

    def test_agree_on_promises_of_repairs(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        late = builders.a_repair(now=now, customer=cast.NEIGHBOUR)
        late.now += timedelta(minutes=20)
        clocks.sweep(late.now)
        day = now.astimezone(SHANGHAI).date()
        scope = insight.Scope(from_date=day, to_date=day)
        tasks.gather.func(now=max(one.now, late.now))
        found = insight.repair_figures(insight.sums(one.by(cast.ADMIN), scope=scope)).promises
        counted = clocks.count(Clock.objects.filter(stream_kind="repair"))
        for kind, share in found.items():
            went = counted.get(kind, clocks.ClockFigures())
            assert (share.held, share.total) == (went.kept, went.kept + went.broken), kind
        assert found["repairs.acknowledged"].held < found["repairs.acknowledged"].total
