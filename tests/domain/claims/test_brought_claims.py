"""A merchant is told of the claims that the operator's file brings in for him, and has time to answer them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import clocks, imports, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.imports import ImportRun
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import tasks
from anxin.domain.claims.models import Claim
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.reputation.models import Mark
from tests.builders import actor
from tests.domain.claims.test_takeovers import brought, line, one_of
from tests.evidence_builders import CUP, a_purchase

pytestmark = pytest.mark.django_db
THERE = {"平台单号": "PT-1"}


def due(now: datetime, after: timedelta) -> str:
    return f"{(now + after).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def late_answers() -> int:
    return Mark.objects.filter(counter="answered_late").count()


class TestTheMerchant:
    def test_is_told_once_a_file_of_all_its_claims_and_by_number_of_what_is_due_within_hours(
        self, now: datetime, tmp_path: Path
    ) -> None:
        for at in range(4):
            a_purchase(now=now, order=f"YT-{at}", lines=(CUP,))
        actor(cast.MERCHANT_OWNER, now=now)
        spans = (timedelta(minutes=4), timedelta(hours=5), timedelta(hours=40))
        lines = [
            line("merchant_answer", order=f"YT-{at}", old=f"TK-{at}", 截止时间=due(now, span), 平台单号=f"PT-{at}")
            for at, span in enumerate(spans)
        ]
        brought(tmp_path, *lines, line("closed", order="YT-3", old="TK-3"), now=now)

        tasks.tell_brought.func(now=now)
        tasks.tell_brought.func(now=now)

        [told] = Notice.objects.filter(account__username=cast.MERCHANT_OWNER.username, code__startswith="claims_")
        numbers = Claim.objects.filter(platform_ref__in=["PT-0", "PT-1"]).order_by("answer_due_at")
        assert told.code == "claims_brought_soon"
        assert told.facts["count"] == 3
        assert told.facts["numbers"] == ",".join(one.number for one in numbers)
        assert told.mail_at is not None

    def test_waits_until_the_file_is_written(self, now: datetime, tmp_path: Path) -> None:
        one_of("merchant_answer", tmp_path, now)
        actor(cast.MERCHANT_OWNER, now=now)
        waits = ImportRun(table="claims", by={}, columns={}, constants={}, asked_at=now)
        waits.state = ImportRun.State.WAITING
        waits.save()
        tasks.tell_brought.func(now=now)
        assert not Notice.objects.filter(code__startswith="claims_").exists()
        ImportRun.objects.filter(pk=waits.pk).update(state=ImportRun.State.DONE)
        tasks.tell_brought.func(now=now)
        assert Notice.objects.filter(code="claims_brought").exists()

    def test_has_time_of_his_own_from_then_where_no_platform_says_otherwise(
        self, now: datetime, tmp_path: Path
    ) -> None:
        claim = one_of("merchant_answer", tmp_path, now, 截止时间=due(now, timedelta(hours=1)))
        least = timedelta(hours=settings.current("claims.brought_h"))
        assert claim.answer_due_at == now + least
        assert Clock.objects.get(kind="claims.answer").due_at == now + least

    def test_is_not_said_to_be_silent_about_what_he_could_not_answer_in_time(
        self, now: datetime, tmp_path: Path
    ) -> None:
        claim = one_of("merchant_answer", tmp_path, now, 截止时间=due(now, timedelta(minutes=6)), **THERE)
        later = now + timedelta(minutes=7)
        clocks.sweep(now=later)
        assert late_answers() == 0
        codes = [one.code for one in timeline.read(claim.stream())]
        assert {"claims.brought_late", "claims.unanswered_there"} <= set(codes)
        merchant = actor(cast.MERCHANT_OWNER, now=now)
        acting(lambda: claims.answer(claim=claim, by=merchant, now=later, reason="发出时是好的"))
        assert late_answers() == 0

    def test_is_silent_where_he_had_his_time(self, now: datetime, tmp_path: Path) -> None:
        one_of("merchant_answer", tmp_path, now, 截止时间=due(now, timedelta(hours=30)), **THERE)
        clocks.sweep(now=now + timedelta(hours=31))
        assert late_answers() == 1


class TestHisOwnFile:
    def test_names_a_platforms_number_of_an_order_from_excel_where_the_operator_allows_it(
        self, now: datetime, tmp_path: Path
    ) -> None:
        a_purchase(now=now, order="YT-1", lines=(CUP,))
        owner = actor(cast.MERCHANT_OWNER, now=now)
        known = imports.table("own_claims")
        row = {one.name: None for one in known.columns} | {
            "seller": people.organisation(cast.MERCHANT.slug).slug,
            "old_number": "TK-1",
            "order": "YT-1",
            "type": "refund_only",
            "reason": "broken",
            "state": "merchant_answer",
            "platform_number": "PT-1",
        }
        assert "platform_number" in known.check(row)
        acting(
            lambda: settings.propose(name="claims.own_platform_numbers", value=True, valid_from=now, by=SYSTEM, now=now)
        )
        assert not known.check(row)
        acting(lambda: known.apply(values=row, by=owner, now=now))
        claim = Claim.objects.get()
        assert (claim.forum, claim.platform_ref) == (Claim.Forum.PLATFORM, "PT-1")
        assert not claim.taken_over.untold, "he brought it himself"
