"""The stories of claims at action level: who is heard, who decides, when money goes."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from anxin.commands import dossier as verifier
from anxin.core import clocks
from anxin.core.acting import acting
from anxin.core.calendars import CalendarDay
from anxin.core.clocks.registry import CLOCKS
from anxin.core.errors import Forbidden, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.models import Examination
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import queries as ledger
from anxin.domain.people import queries as people
from tests.claim_builders import FACTS, WALK, Walked, a_claim, a_purchase, drawn, jpeg, pack, refund, refuse

pytestmark = pytest.mark.django_db
CUP = jpeg(drawn(7))
CRACKED = jpeg(drawn(7, crack=True))
HONEST = jpeg(drawn(21))


def _refunded(one: Walked) -> int:
    bill = ledger.latest(stream_of(one.claim.purchase))
    return bill.refunded_fen if bill else 0


class TestWalk:
    @pytest.mark.parametrize("at", WALK)
    def test_reaches(self, at: str, now: datetime) -> None:
        assert a_claim(now=now, at=at).claim.state == at

    def test_pays_a_contested_claim_back_when_nobody_appealed(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        assert (_refunded(one), one.claim.outcome) == (26800, "paid")
        assert not clocks.open_clocks(one.claim.stream()).exists()


class TestHolidays:
    def test_stop_a_merchants_clock_once_its_row_says_so(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        days = [now.date() + timedelta(days=n) for n in range(1, 8)]
        CalendarDay.objects.bulk_create(CalendarDay(day=day, works=False, source="春节") for day in days)
        kind = replace(CLOCKS["claims.answer"], calendar="working")
        monkeypatch.setitem(CLOCKS, "claims.answer", kind)
        purchase = a_purchase(now=now)
        pack(purchase, CUP, now=now - timedelta(days=4), role="listing")
        one = a_claim(now=now, purchase=purchase, pictures=(CRACKED,))
        assert one.claim.answer_due_at == now + timedelta(hours=48, days=7)
        one.run()
        assert one.view(one.by(cast.LIN)).clock_now.due_at == now + timedelta(hours=72, days=7)


class TestFakedCup:
    """Story 1: the label, the packing picture sealed before, the paper code, silence, refusal, appeal, dossier."""

    def test_is_decided_on_what_is_there_and_appealed_before_somebody_else(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        pack(purchase, CUP, now=now - timedelta(days=4), role="listing")
        one = a_claim(now=now, purchase=purchase, pictures=(CRACKED,))
        one.run()
        seen = one.view(one.by(cast.LIN))
        assert (seen.attention, [mark.label for mark in seen.axis if mark.what == "picture"]) == ("high", ["S1", "B1"])
        assert [lock.why for lock in seen.locks] == ["merchant_unheard"]
        assert one.claim.answer_due_at == now + timedelta(hours=72)
        one.answer()
        asked = one.do(
            lambda: claims.ask_evidence(
                claim=one.claim, kind="paper", text="换个角度", by=one.by(cast.LIN), now=one.now
            )
        )
        assert len(asked.code) == 6
        one.wait(hours=72, minutes=1)
        assert one.claim.state == "review"
        first = one.propose(refuse())
        assert (one.claim.state, first.state) == ("decided", "given")
        one.do(lambda: claims.appeal(claim=one.claim, why="就是裂的", by=one.buyer, now=one.now))
        with pytest.raises(claims.NotYourCase):
            one.propose(refuse())
        one.propose(refuse("换人复看,结论相同"), by=cast.QIAO)
        assert (one.claim.state, one.claim.outcome, one.decision.kind) == ("closed", "refused", "appealed")
        first.refresh_from_db()
        assert first.state == "replaced"
        assert _refunded(one) == 0
        self._dossier(one)

    def _dossier(self, one: Walked) -> None:
        with evidence_queries.build(queries.dossier(one.claim, now=one.now), now=one.now) as out:
            packed = out.read()
        with zipfile.ZipFile(io.BytesIO(packed)) as pack_:
            assert "checkpoints are signed" in list(verifier.verify(pack_))[-2]
            law = pack_.read("law.json").decode()
            assert "电子商务法" in law
            assert "治安管理" not in law  # nobody spoke of fraud
        broken = bytearray(packed)
        at = packed.index(b"originals/B1") + 200
        broken[at] ^= 1
        with zipfile.ZipFile(io.BytesIO(bytes(broken))) as pack_, pytest.raises(verifier.Broken, match="originals/B1"):
            list(verifier.verify(pack_))


class TestHonestCup:
    def test_is_paid_in_minutes_when_the_merchant_agrees(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(HONEST,))
        one.agree()
        assert one.claim.state == "merchant_answer"  # no outcome of the picture yet: the click waits for it
        one.run()
        assert (one.claim.state, _refunded(one)) == ("closed", 26800)
        assert one.now - now < timedelta(minutes=5)
        assert (one.decision.kind, one.decision.state, one.decision.examined) == ("agreed", "final", 1)

    def test_is_paid_under_a_advance_answer_without_anybody_waiting(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        owner = Walked(claim=None, token="", now=now).by(cast.MERCHANT_OWNER)  # type: ignore[arg-type]
        acting(
            lambda: claims.give_advance_answer(
                organisation=people.organisation(cast.MERCHANT.slug),
                reasons=("broken",),
                types=("refund_only",),
                most_fen=30000,
                reason="三百元以内破损直接退",
                by=owner,
                now=now - timedelta(days=1),
            )
        )
        one = a_claim(now=now, purchase=purchase, pictures=(HONEST,))
        one.run()
        assert (one.claim.state, _refunded(one)) == ("closed", 26800)
        assert one.claim.answers.get().kind == "standing"


class TestLatePacking:
    def test_raises_no_attention_and_the_buyer_wins(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(CRACKED,))
        one.run()
        before = one.view(one.by(cast.LIN)).attention
        one.hand_in(CUP, by=one.by(cast.MERCHANT_OWNER), role="packing")
        one.answer()
        one.run()
        seen = one.view(one.by(cast.LIN))
        late = next(link for link in seen.evidence if link.label == "S1")
        assert (late.late, before, seen.attention) == (True, "none", "none")
        buyers = next(link for link in seen.evidence if link.label == "B1").examination
        assert buyers is not None
        assert buyers.reference_time == "after"
        one.propose(refund(26800))
        one.wait(days=7, minutes=1)
        one.run()
        assert _refunded(one) == 26800


class TestPlatform:
    def test_outcome_opens_a_recovery_that_is_repaid(self, now: datetime) -> None:
        one = a_claim(now=now, platform_ref="PT-1")
        finance = one.by(cast.QIAN)
        one.do(
            lambda: claims.take_outcome(
                claim=one.claim, what="refunded", amount_fen=26800, reference="PT-1", reason="", by=finance, now=one.now
            )
        )
        owner = one.by(cast.MERCHANT_OWNER)
        row = one.do(lambda: claims.demand(claim=one.claim, amount_fen=26800, reason="货未损坏", by=owner, now=one.now))
        one.do(lambda: claims.go_on(recovery=row, step="promise", by=owner, now=one.now))
        one.do(lambda: claims.repay(recovery=row, amount_fen=10000, by=owner, now=one.now))
        one.do(lambda: claims.repay(recovery=row, amount_fen=16800, by=owner, now=one.now))
        assert (row.state, one.claim.state, one.claim.outcome) == ("repaid", "closed", "repaid")

    def test_outcome_is_never_imported_into_our_own_forum(self, now: datetime) -> None:
        one = a_claim(now=now)
        with pytest.raises(claims.NotTheirForum):
            one.do(
                lambda: claims.take_outcome(
                    claim=one.claim,
                    what="refunded",
                    amount_fen=100,
                    reference="",
                    reason="",
                    by=one.by(cast.XIAO_CHEN),
                    now=one.now,
                )
            )


class TestDecision:
    def test_is_possible_without_any_picture(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", reason="not_received")
        assert one.propose().pictures == 0

    def test_notes_a_failed_examination_and_is_possible(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", pictures=(HONEST[:200],))
        assert Examination.objects.get().state == "not_possible"
        row = one.propose()
        assert [(seen.label, seen.outcome) for seen in row.seen.all()] == [("B1", "not_possible")]

    def test_waits_for_an_outcome_of_every_picture(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(HONEST,))
        one.answer()
        with pytest.raises(claims.Locked) as refused:
            one.propose()
        assert refused.value.facts["why"] == "unexamined"

    def test_waits_for_the_merchant(self, now: datetime) -> None:
        one = a_claim(now=now)
        with pytest.raises((claims.Locked, WrongState)):
            one.propose()

    @pytest.mark.parametrize("ruling", [refuse(fraud_said=True), refund(26800, fraud_said=True)])
    def test_that_speaks_of_fraud_waits_for_a_second_person(self, ruling: Ruling, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        row = one.propose(ruling)
        assert (row.state, one.claim.state) == ("proposed", "review")
        assert one.view(one.buyer).decisions == ()
        with pytest.raises(claims.NotYourCase):
            one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.LIN), now=one.now))
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
        assert (one.claim.state, one.decision.state) == ("decided", "given")

    def test_can_be_sent_back_and_proposed_anew(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse(fraud_said=True))
        one.do(lambda: claims.send_back(decision=one.decision, why="证据不足", by=one.by(cast.QIAO), now=one.now))
        assert one.propose().state == "given"

    def test_is_refused_to_who_is_no_reviewer_of_the_operator(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        for member in (cast.MERCHANT_OWNER, cast.XIAO_CHEN, cast.ZHOU, cast.HEYAN_OWNER):
            with pytest.raises(Forbidden):
                one.propose(by=member)


class TestTimeout:
    def test_goes_to_a_person_and_never_pays_by_itself(self, now: datetime) -> None:
        one = a_claim(now=now)
        one.wait(hours=48, minutes=1)
        assert (one.claim.state, _refunded(one)) == ("review", 0)
        one.wait(days=60)
        assert (one.claim.state, _refunded(one)) == ("review", 0)


class TestReturn:
    def test_without_a_reason_opens_at_once_and_is_paid_after_the_inspection(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        assert one.claim.state == "waiting_return"
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD1", by=one.buyer, now=one.now))
        one.do(lambda: claims.receive_back(claim=one.claim, by=one.by(cast.XIAO_WU), now=one.now))
        one.wait(hours=72, minutes=1)
        one.run()
        assert (one.claim.state, _refunded(one)) == ("closed", 26800)

    def test_found_wanting_goes_to_a_person(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD1", by=one.buyer, now=one.now))
        one.do(lambda: claims.receive_back(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.fail_inspection(claim=one.claim, reason="杯子碎了", by=owner, now=one.now))
        assert one.claim.state == "review"
        one.propose(Ruling(remedy="refund_part", amount_fen=10000, reason="途中受损,各担一半", found=FACTS))
        one.wait(days=7, minutes=1)
        one.run()
        assert (one.claim.state, _refunded(one)) == ("executing", 10000)
        one.do(lambda: claims.send_goods_back(claim=one.claim, waybill="SF1", by=owner, now=one.now))
        assert one.claim.state == "closed"

    def test_after_the_seven_days_is_not_allowed_and_says_why(self, now: datetime) -> None:
        purchase = a_purchase(now=now, delivered_days_ago=9)
        with pytest.raises(claims.NotAllowed) as refused:
            a_claim(now=now, purchase=purchase, type="return", reason="changed_mind")
        assert refused.value.facts["why"] == "too_late"


class TestOffer:
    def test_accepted_is_paid(self, now: datetime) -> None:
        one = a_claim(now=now)
        self._offer(one)
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        one.run()
        assert (one.claim.state, _refunded(one)) == ("closed", 6000)

    def test_refused_goes_to_a_person(self, now: datetime) -> None:
        one = a_claim(now=now)
        self._offer(one)
        one.do(lambda: claims.refuse_offer(claim=one.claim, why="太少", by=one.buyer, now=one.now))
        assert one.claim.state == "review"

    def test_lapsed_goes_to_a_person(self, now: datetime) -> None:
        one = a_claim(now=now)
        self._offer(one)
        one.wait(hours=72, minutes=1)
        assert one.claim.state == "review"

    def _offer(self, one: Walked) -> None:
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(
            lambda: claims.offer(
                claim=one.claim, remedy="refund_part", amount_fen=6000, reason="补偿", by=owner, now=one.now
            )
        )


class TestSight:
    def test_is_for_parties_only(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(HONEST,))
        for member in (cast.HEYAN_OWNER, cast.BOSS_HE):
            with pytest.raises(queries.NoSuchClaim):
                one.view(one.by(member))
        assert one.view(one.buyer).side == "buyer"
        assert one.view(one.by(cast.MERCHANT_OWNER)).losses
        assert queries.queue(one.by(cast.LIN), now=one.now).total == 1
        assert queries.queue(one.by(cast.HEYAN_OWNER), now=one.now).total == 0

    def test_keeps_reports_from_both_sides(self, now: datetime) -> None:
        one = a_claim(now=now, at="review", pictures=(HONEST,))
        for by, sees in ((one.buyer, False), (one.by(cast.MERCHANT_OWNER), False), (one.by(cast.LIN), True)):
            shown = one.view(by).evidence[0].examination
            assert shown is not None
            assert (shown.report is not None) is sees

    def test_data_folder_is_the_tests_own(self) -> None:
        assert "anxin-tests" in str(django_settings.DATA)


class TestFailedMoney:
    def test_is_said_and_sent_again_by_finance_once_the_provider_takes_it(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_failing")
        purchase.refresh_from_db()
        one = a_claim(now=now, purchase=purchase)
        one.agree()
        one.run()
        assert (one.claim.state, _refunded(one)) == ("executing", 0)
        assert "claims.money_failed" in [line.code for line in queries.timeline_of(one.claim, actor=one.buyer)]
        bill = ledger.latest(stream_of(purchase))
        assert bill is not None
        bill.payments.filter(direction="in").update(method="fake")
        with pytest.raises(WrongState):
            one.do(lambda: claims.pay_again(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        one.do(lambda: claims.pay_again(claim=one.claim, by=one.by(cast.QIAN), now=one.now))
        with pytest.raises(WrongState):
            one.do(lambda: claims.pay_again(claim=one.claim, by=one.by(cast.QIAN), now=one.now))
        one.run()
        assert (one.claim.state, one.claim.outcome, _refunded(one)) == ("closed", "paid", 26800)
