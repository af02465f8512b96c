"""The deadlines of a claim a minute before, at and after: what counts, who is told, and what nobody loses."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import clocks, timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.clocks.models import Clock
from anxin.core.errors import AnxinError, WrongState
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import AdvanceAnswer
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.reputation.models import Mark
from anxin.domain.staff.actions import invitations, notice_mails
from anxin.domain.staff.models import Mailbox
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg, refund

pytestmark = pytest.mark.django_db
PICTURE = jpeg(drawn(7, size=(96, 72)))


def gives(one: Walked, name: str, by: Actor, **fields: Any) -> None:
    one.do(lambda: TABLE.give(name, row=one.claim, by=by, now=one.now, fields=fields), minutes=0)


def due(one: Walked, kind: str) -> datetime:
    return clocks.open_clocks(one.claim.stream()).get(kind=kind).due_at


def told(one: Walked) -> set[str]:
    return set(Notice.objects.filter(stream_key=one.claim.id).values_list("code", flat=True))


def may(one: Walked, by: Actor) -> set[str]:
    allowed = TABLE.allowed(queries.situation(one.claim, by=by, now=one.now), by)
    return {name for name in TABLE.commands if name in allowed}


def offers(one: Walked) -> None:
    said: dict[str, Any] = {"remedy": "refund_part", "amount_fen": 6000, "reason": "补偿"}
    one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **said))


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("minutes", "counted"), [(-1, "answered_in_time"), (0, "answered_in_time"), (1, "answered_late")]
    )
    def test_is_counted_by_its_minute_and_not_by_when_the_clock_is_looked_at(
        self, now: datetime, minutes: int, counted: str
    ) -> None:
        one = a_claim(now=now)
        one.now = due(one, "claims.answer") + timedelta(minutes=minutes - 1)
        one.answer()
        marks = Mark.objects.filter(subject_key=str(one.claim.seller_id)).values_list("counter", flat=True)
        assert list(marks) == [counted]

    def test_that_comes_too_late_leaves_all_other_ways(self, now: datetime) -> None:
        one = a_claim(now=now)
        one.wait(hours=48)
        by = one.by(cast.MERCHANT_OWNER)
        with pytest.raises(AnxinError):
            gives(one, "answer", by, reason="不同意")
        assert {"agreement", "offer", "evidence", "message"} <= may(one, by)


class TestAnOffer:
    def test_ends_with_a_word_before_it_to_the_buyer_and_one_after_it_to_both(self, now: datetime) -> None:
        one = a_claim(now=now)
        offers(one)
        one.now = due(one, "claims.offer") - timedelta(hours=20)
        acting(lambda: notices.remind(now=one.now))
        assert "claim_offer_due" in told(one)
        one.now = due(one, "claims.offer") - timedelta(minutes=1)
        assert "offer-acceptance" in may(one, one.buyer)
        one.wait(minutes=1)
        assert (one.claim.state, "offer-acceptance" in may(one, one.buyer)) == ("review", False)
        assert {"claim_offer_over", "claim_offer_lapsed", "review_lapsed"} <= told(one)


class TestAnAppeal:
    def test_is_taken_in_the_last_minute_and_not_after_it_though_nobody_looked_at_the_clock(
        self, now: datetime
    ) -> None:
        one = a_claim(now=now, at="decided")
        owner = one.by(cast.MERCHANT_OWNER)
        one.now = due(one, "claims.appeal")
        assert "appeal" not in may(one, owner) | may(one, one.buyer)
        with pytest.raises(claims.AppealOver):
            gives(one, "appeal", owner, why="不服")
        one.now -= timedelta(minutes=1)
        gives(one, "appeal", owner, why="不服")
        assert one.claim.state == "review"

    def test_has_the_clock_of_the_whole_claim_run_on_until_the_final_decision(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        owner, whole = one.by(cast.MERCHANT_OWNER), Clock.objects.filter(stream_key=one.claim.id, kind="claims.ceiling")
        before = whole.get()
        assert before.met_at is not None
        left = before.due_at - before.met_at
        one.now += timedelta(days=3)
        gives(one, "appeal", owner, why="不服")
        assert (whole.get().met_at, due(one, "claims.ceiling")) == (None, one.now + left)
        gives(one, "appeal-withdrawal", owner)
        assert whole.get().met_at == one.now
        gives(one, "appeal", one.buyer, why="少了")
        one.wait(days=10)
        one.propose(by=cast.QIAO)
        ended = whole.get()
        assert ended.met_at == one.now
        assert clocks.count(whole)["claims.ceiling"].broken == 1
        assert not list(timeline.verify())

    def test_taken_back_leaves_the_other_side_what_it_had_left_when_it_was_made(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        owner, until = one.by(cast.MERCHANT_OWNER), due(one, "claims.appeal")
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=owner, now=one.now))
        one.now += timedelta(days=2)
        gives(one, "appeal-withdrawal", owner)
        assert (one.claim.state, due(one, "claims.appeal")) == ("decided", until + timedelta(days=2))
        assert "claim_seller_drops" in told(one)
        assert ("appeal" in may(one, owner), "appeal" in may(one, one.buyer)) == (False, True)
        gives(one, "appeal", one.buyer, why="少了")
        assert (one.claim.state, one.claim.appeals.count()) == ("review", 2)
        one.propose(by=cast.QIAO)
        assert one.decision.state == "final"

    def test_taken_back_ends_it_where_the_other_side_said_yes_and_else_after_its_own_time(self, now: datetime) -> None:
        for days, yes in ((1, True), (8, False)):
            one = a_claim(now=now, at="decided", order=f"YT-{days}")
            owner = one.by(cast.MERCHANT_OWNER)
            if yes:
                gives(one, "acceptance", one.buyer)
            gives(one, "appeal", owner, why="不服")
            one.now += timedelta(days=days)
            gives(one, "appeal-withdrawal", owner)
            one.run()
            assert one.claim.state == ("closed" if yes else "decided")
            one.wait(days=7, minutes=1)
            assert one.claim.state == "closed"

    def test_of_both_sides_is_one_the_second_reads_that_somebody_looks_already(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        gives(one, "appeal", one.buyer, why="少了")
        with pytest.raises(AnxinError):
            gives(one, "appeal", one.by(cast.MERCHANT_OWNER), why="不服")
        assert "claim_appeal_told" in told(one)

    def test_after_the_money_has_gone_back_is_none_any_more(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        assert one.claim.outcome == "paid"
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            with pytest.raises(AnxinError):
                gives(one, "appeal", by, why="不服")
            assert "referral" in may(one, by), "the ways outside stay open"


class TestAnotherPiece:
    def test_is_asked_of_the_merchant_once_it_is_due_and_told_the_buyer(self, now: datetime) -> None:
        one = a_claim(now=now, type="exchange")
        one.agree()
        assert one.claim.state == "executing"
        assert {"claim_send_piece", "claim_exchange"} <= told(one)
        one.now = due(one, "claims.replacement") - timedelta(hours=20)
        acting(lambda: notices.remind(now=one.now))
        assert "claim_piece_due" in told(one)

    def test_that_did_not_come_in_time_has_a_person_decide_anew_and_may_be_sent_until_he_has(
        self, now: datetime
    ) -> None:
        one = a_claim(now=now, type="exchange")
        one.agree()
        one.wait(days=7)
        assert (one.claim.state, one.claim.disputes.get().cause) == ("review", "piece_missed")
        assert {"claim_yours_late", "claim_unreplaced", "review_piece"} <= told(one)
        gives(one, "replacement", one.by(cast.MERCHANT_OWNER), waybill="SF20002")
        assert (one.claim.state, one.claim.outcome) == ("closed", "exchanged")
        assert not one.claim.disputes.filter(state__in=["opened", "assigned"]).exists()

    def test_is_not_sent_once_something_else_is_drawn_up(self, now: datetime) -> None:
        one = a_claim(now=now, type="exchange")
        one.agree()
        one.wait(days=7)
        one.propose(refund(one.claim.asked_fen, fraud_said=True))
        with pytest.raises(AnxinError):
            gives(one, "replacement", one.by(cast.MERCHANT_OWNER), waybill="SF20002")
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
        one.wait(days=7)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")

    def test_is_not_sent_while_a_decision_on_something_else_is_appealed(self, now: datetime) -> None:
        one = a_claim(now=now, type="exchange")
        one.agree()
        one.wait(days=7)
        one.propose(refund(one.claim.asked_fen))
        owner = one.by(cast.MERCHANT_OWNER)
        gives(one, "appeal", owner, why="不服")
        with pytest.raises(WrongState):
            one.do(lambda: claims.send_replacement(claim=one.claim, waybill="SF20002", by=owner, now=one.now))
        assert one.claim.state == "review"

    def test_whose_time_was_over_at_an_upgrade_has_a_person_decide_too(self, now: datetime) -> None:
        one = a_claim(now=now, type="exchange")
        one.agree()
        Clock.objects.filter(kind="claims.replacement").update(missed_at=one.now)  # as it was told before
        migration = import_module("anxin.domain.claims.migrations.0016_pieces_that_did_not_come")
        for _twice in range(2):
            migration.start(apps, SimpleNamespace(connection=connection))
        Clock.objects.filter(kind="claims.replacement", missed_at=None).update(due_at=one.now)
        one.wait(minutes=1)
        assert one.claim.state == "review"


class TestAnAdvanceAnswer:
    def agreed_beforehand(self, now: datetime) -> AdvanceAnswer:
        said: dict[str, Any] = {
            "reasons": ("broken",),
            "types": ("refund_only",),
            "most_fen": 50000,
            "reason": "先行赔付",
        }
        seller = people.organisation(cast.MERCHANT_OWNER.organisation)
        by = actor(cast.MERCHANT_OWNER, now=now)
        return acting(lambda: claims.give_advance_answer(organisation=seller, by=by, now=now, **said))

    def test_at_once_asks_the_merchant_nothing_and_says_that_it_agreed(self, now: datetime) -> None:
        a_purchase(now=now, order="YT-ADV")
        self.agreed_beforehand(now)
        one = a_claim(now=now, order="YT-ADV-1")
        assert one.claim.state == "executing"
        assert ("claim_new" in told(one), "claim_agreed_before" in told(one)) == (False, True)

    def test_once_the_picture_is_examined_leaves_no_mail_that_an_answer_is_waited_for(self, now: datetime) -> None:
        a_purchase(now=now, order="YT-ADV")
        self.agreed_beforehand(now)
        night = now + timedelta(hours=12)
        one = a_claim(now=night, order="YT-ADV-1", pictures=(PICTURE,))
        assert "claim_new" in told(one)
        one.now += timedelta(minutes=5)
        one.run()
        assert {"claim_agreed_before"} <= told(one)
        owner = people.account(cast.MERCHANT_OWNER.username)
        assert owner is not None
        sealed = vault.seal(invitations.MAIL, owner.pk, "boss@example.com")
        Mailbox.objects.create(account=owner, mail_sealed=sealed)
        assert Notice.objects.filter(code="claim_new", account=owner, mail_at__gt=night).exists()
        acting(lambda: notice_mails.send(now=night + timedelta(hours=12)))
        assert not Message.objects.filter(template="staff.notice").exists()

    def test_taken_back_before_the_picture_is_examined_agrees_to_nothing(self, now: datetime) -> None:
        a_purchase(now=now, order="YT-ADV")
        row = self.agreed_beforehand(now)
        one = a_claim(now=now, order="YT-ADV-1", pictures=(PICTURE,))
        by = one.by(cast.MERCHANT_OWNER)
        acting(lambda: claims.revoke_advance_answer(advance_answer=row, by=by, now=one.now))
        one.run()
        assert (one.claim.state, "claim_new" in told(one)) == ("merchant_answer", True)

    def test_agrees_to_nothing_that_the_merchant_has_answered_himself(self, now: datetime) -> None:
        a_purchase(now=now, order="YT-ADV")
        self.agreed_beforehand(now)
        one = a_claim(now=now, order="YT-ADV-1", pictures=(PICTURE,))
        one.answer()
        one.run()
        assert (one.claim.state, one.claim.answers.count()) == ("review", 1)


class TestAPicture:
    def asked(self, now: datetime) -> Walked:
        one = a_claim(now=now, at="review")
        gives(one, "assignment", one.by(cast.LIN))
        gives(one, "challenge", one.by(cast.LIN), kind="paper", text="换个角度")
        return one

    def test_the_buyer_can_not_take_is_written_to_who_asked_who_goes_on_without_it(self, now: datetime) -> None:
        one = self.asked(now)
        gives(one, "message", one.buyer, text="已经扔了，拍不了", to="desk")
        holders = Notice.objects.filter(code="review_message").values_list("account__username", flat=True)
        assert list(holders) == [cast.LIN.username]
        ceiling = clocks.open_clocks(one.claim.stream()).get(kind="claims.ceiling")
        assert ceiling.paused_since
        gives(one, "challenge-end", one.by(cast.LIN))
        ceiling.refresh_from_db()
        kinds = set(clocks.open_clocks(one.claim.stream()).values_list("kind", flat=True))
        assert (one.claim.state, ceiling.paused_since, kinds) == ("review", None, {"claims.ceiling", "claims.decision"})
        assert "claim_not_asked" in told(one)
        marks = Mark.objects.filter(subject_key=str(one.claim.buyer_id)).values_list("counter", flat=True)
        assert "evidence_kept_back" not in marks, "nothing is held against him"
        with pytest.raises(claims.ChallengeOver):
            gives(one, "capture", one.buyer, code="123456", pictures=(), declaration="")

    def test_gets_more_time_by_being_asked_for_anew(self, now: datetime) -> None:
        one = self.asked(now)
        until = due(one, "claims.evidence")
        one.now += timedelta(hours=70)
        gives(one, "challenge-end", one.by(cast.LIN))
        gives(one, "challenge", one.by(cast.LIN), kind="paper", text="再给三天")
        assert due(one, "claims.evidence") > until + timedelta(hours=69)

    def test_that_comes_a_minute_late_is_added_like_any_other(self, now: datetime) -> None:
        one = self.asked(now)
        one.now = due(one, "claims.evidence")
        assert "capture" not in may(one, one.buyer)
        one.wait(minutes=1)
        assert one.claim.state == "review"
        one.hand_in(PICTURE, by=one.buyer, role="whole")
        one.run()
        one.propose()
        assert one.decision.pictures == 1
