"""Who waits in a claim is told before his time is over, once, and the merchant that somebody wrote to him."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.threads import actions as threads
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db


def reminded(one: Walked, **after: float) -> set[str]:
    """Let time pass and remind; give which reminders were told by then."""
    one.now += timedelta(**after)
    acting(lambda: notices.remind(now=one.now))
    rows = Notice.objects.filter(number=one.claim.number, code__in=REMINDERS)
    return {f"{row.code} {'buyer' if row.person_id else 'merchant'}" for row in rows}


REMINDERS = (
    "claim_given_due",
    "claim_given_ends",
    "claim_reply_due",
    "claim_appeal_due",
    "claim_said_due",
    "claim_said_ends",
)


def appealed(now: datetime, *, by: str) -> Walked:
    one = a_claim(now=now, at="decided")
    who = one.buyer if by == "buyer" else one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.appeal(claim=one.claim, why="卖家还少寄了一只", by=who, now=one.now))
    return one


class TestTimeToAppeal:
    def test_is_reminded_of_to_both_sides_a_day_before_its_end_and_once(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        assert reminded(one, days=5, hours=20) == set()
        assert reminded(one, hours=6) == {"claim_given_due buyer", "claim_given_ends merchant"}
        many = Notice.objects.count()
        reminded(one, hours=1)
        assert Notice.objects.count() == many

    def test_is_not_reminded_of_to_who_accepted(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        one.do(lambda: claims.accept(claim=one.claim, by=one.buyer, now=one.now))
        assert reminded(one, days=6, hours=2) == {"claim_given_ends merchant"}

    def test_is_the_other_sides_alone_once_an_appeal_is_taken_back(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        one.do(lambda: claims.drop_appeal(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))
        assert reminded(one, days=6, hours=2) == {"claim_given_due buyer"}


class TestTimeToAnswerAnAppeal:
    @pytest.mark.parametrize(
        ("by", "told"), [("buyer", "claim_appeal_due merchant"), ("merchant", "claim_reply_due buyer")]
    )
    def test_is_reminded_of_to_who_is_waited_for(self, now: datetime, by: str, told: str) -> None:
        one = appealed(now, by=by)
        assert reminded(one, hours=17) == set()
        assert reminded(one, hours=2) == {told}

    def test_counts_as_waiting_for_the_merchant_until_he_has_answered(self, now: datetime) -> None:
        one = appealed(now, by="buyer")
        owner = one.by(cast.MERCHANT_OWNER)
        assert waiting(one, owner) == (1, [one.claim.number])
        one.do(lambda: TABLE.give("appeal-answer", row=one.claim, by=owner, now=one.now, fields={"text": "看录像"}))
        assert waiting(one, owner) == (0, [])

    def test_of_a_buyer_does_not_wait_for_the_merchant(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        assert waiting(one, one.by(cast.MERCHANT_OWNER)) == (0, [])


def waiting(one: Walked, owner: Actor) -> tuple[int, list[str]]:
    """Return how many claims wait for a merchant, as his bar says, and which his list shows."""
    counts = queries.counts(owner, now=one.now, waits="merchant").waits["merchant"]
    assert counts == queries.tallies(owner, now=one.now)["merchant"]
    return counts, [row.number for row in queries.queue(owner, now=one.now, waits="merchant").rows]


class TestSaidOutcome:
    def said(self, now: datetime) -> Walked:
        one = a_claim(now=now, platform_ref="PT-1")
        fields = {"what": "refunded", "amount_fen": 26800, "reference": "PT-9", "reason": "平台判定"}
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: TABLE.give("outcome", row=one.claim, by=owner, now=one.now, fields=fields))
        return one

    def test_is_reminded_of_before_it_ends_as_it_was_said(self, now: datetime) -> None:
        one = self.said(now)
        assert reminded(one, days=26) == set()
        assert reminded(one, days=1, hours=1) == {"claim_said_due buyer", "claim_said_ends merchant"}

    def test_tells_both_sides_once_it_has_ended_so(self, now: datetime) -> None:
        one = self.said(now)
        one.wait(days=30, minutes=1)
        assert one.claim.state == "closed"
        told = set(Notice.objects.filter(number=one.claim.number).values_list("code", flat=True))
        assert {"claim_said_over", "claim_closed_as_said"} <= told

    def test_tells_nobody_of_other_ends(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        assert not Notice.objects.filter(number=one.claim.number, code="claim_closed_as_said").exists()


class TestWordsToTheMerchant:
    def test_are_told_of_by_bell_and_mail_once_an_hour(self, now: datetime) -> None:
        one = a_claim(now=now.replace(hour=4, minute=0))
        for minutes in (0, 5, 20):
            at = one.now.replace(minute=30) + timedelta(minutes=minutes)
            acting(
                lambda at=at: threads.post(
                    stream=one.claim.stream(), text="您好", to=("merchant",), by=one.buyer, now=at
                )
            )
        told = Notice.objects.filter(code="claim_written")
        assert [row.account.username for row in told if row.account] == [cast.MERCHANT_OWNER.username]
        assert all(row.mail_at for row in told)

    def test_are_not_told_of_to_who_wrote_them(self, now: datetime) -> None:
        one = a_claim(now=now)
        owner = one.by(cast.MERCHANT_OWNER)
        acting(lambda: threads.post(stream=one.claim.stream(), text="您好", to=("buyer",), by=owner, now=one.now))
        assert not Notice.objects.filter(code="claim_written").exists()
