"""A buyer whose claim the desk filed has no page: an agent writes down his yes, his no and his appeal."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Appeal, Claim, Decision
from anxin.domain.claims.rules.situation import words_on_call
from tests.claim_builders import Walked, a_claim, refund
from tests.domain.claims.test_dossiers import packed, page

pytestmark = pytest.mark.django_db


def filed_on_call(now: datetime, at: str = "merchant_answer", order: str = "YT-20261118-7730") -> Walked:
    one = a_claim(now=now, at=at, order=order)
    Claim.objects.filter(pk=one.claim.pk).update(channel="phone")
    one.claim.refresh_from_db()
    return one


def offered(one: Walked) -> None:
    offer = {"remedy": "refund_part", "amount_fen": 5000, "reason": "补偿", "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.offer(claim=one.claim, now=one.now, **offer))


def says(one: Walked, said: str, who: cast.Member = cast.XIAO_CHEN) -> None:
    fields = {"said": said, "caller": "林女士 13900000001", "text": "她说可以"}
    by, row = one.by(who), Claim.objects.get(pk=one.claim.pk)
    one.do(lambda: TABLE.give("word-by-call", row=row, by=by, now=one.now, fields=fields))
    one.claim.refresh_from_db()


def may(one: Walked) -> tuple[str, ...]:
    by = one.by(cast.XIAO_CHEN)
    return words_on_call(TABLE.situation(Claim.objects.get(pk=one.claim.pk), by=by, now=one.now))


def test_a_yes_to_the_offer_counts_and_the_merchant_doesnt_read_who_called(now: datetime) -> None:
    one = filed_on_call(now)
    offered(one)
    assert may(one) == ("accept_offer", "refuse_offer", "withdraw")
    says(one, "accept_offer")
    one.run()
    assert Claim.objects.get().state == "closed"
    told = timeline.read(one.claim.stream(), opened=("text", "caller"))
    [kept] = [fact for fact in told if fact.code == "claims.said_on_call"]
    assert {name: value.text for name, value in kept.private.items()} == {
        "caller": "林女士 13900000001",
        "text": "她说可以\n念给买家听的：商家提出：部分退款。¥50.00 退给付款人。",
    }
    assert kept.actor_kind == "staff"
    assert list(timeline.verify()) == []


def test_no_dossier_opens_who_called(now: datetime) -> None:
    one = filed_on_call(now)
    offered(one)
    says(one, "refuse_offer")
    theirs, ours = (packed(one, by=who) for who in (cast.MERCHANT_OWNER, cast.LIN))
    for pack in (theirs, ours):
        [fact] = [each for each in page(pack, "chain")["entries"] if each.get("code") == "claims.said_on_call"]
        assert {name: opened[-1] for name, opened in fact["opened"].items()} == {}
        assert set(fact["commitments"]) == {"caller"}
        assert not any(b"13900000001" in pack.read(name) for name in pack.namelist())


def test_a_no_to_the_offer_brings_it_before_a_reviewer(now: datetime) -> None:
    one = filed_on_call(now)
    offered(one)
    says(one, "refuse_offer")
    assert one.claim.state == "review"


@pytest.mark.parametrize("said", ["accept", "appeal"])
def test_a_decision_is_accepted_or_somebody_else_looks(now: datetime, said: str) -> None:
    one = filed_on_call(now, at="review")
    one.propose(refund(1000))
    assert may(one) == ("accept", "appeal")
    says(one, said)
    row = Decision.objects.get(claim=one.claim)
    assert (row.buyer_accepted_at is not None) == (said == "accept")
    assert Appeal.objects.filter(claim=one.claim).exists() == (said == "appeal")


def test_nobody_speaks_for_a_buyer_who_has_a_page(now: datetime) -> None:
    own = a_claim(now=now)
    offered(own)
    assert may(own) == ()
    with pytest.raises(AnxinError):
        says(own, "accept_offer")


def test_what_cant_be_said_now_is_not_written_down_nor_by_a_reviewer(now: datetime) -> None:
    one = filed_on_call(now)
    with pytest.raises(AnxinError):
        says(one, "accept_offer")
    offered(one)
    with pytest.raises(AnxinError):
        says(one, "accept_offer", cast.LIN)
    assert not [fact for fact in timeline.read(one.claim.stream()) if fact.code == "claims.said_on_call"]


class TestAnAppeal:
    def test_of_the_merchants_is_answered_by_phone_or_there_is_nothing_to_add(self, now: datetime) -> None:
        for number, said in enumerate(("answer_appeal", "nothing_to_add")):
            one = appealed(now, order=f"YT-{number}", by="merchant")
            assert may(one) == ("answer_appeal", "appeal_too", "nothing_to_add", "withdraw")
            says(one, said)
            assert may(one) == ("withdraw",)

    def test_of_the_merchants_is_joined_by_phone_unless_the_decision_was_accepted(self, now: datetime) -> None:
        one = appealed(now, by="merchant")
        says(one, "appeal_too")
        assert Appeal.objects.get().cause == "both"
        other = appealed(now, order="YT-2", by="merchant", accepted=True)
        assert may(other) == ("answer_appeal", "nothing_to_add", "withdraw")
        with pytest.raises(AnxinError):
            says(other, "appeal_too")

    def test_of_his_own_is_taken_back_by_phone_and_what_he_accepts_with_it_is_kept(self, now: datetime) -> None:
        one = appealed(now)
        assert may(one) == ("drop_appeal", "withdraw")
        says(one, "drop_appeal")
        assert Decision.objects.get(claim=one.claim).buyer_accepted_at is not None
        told = timeline.read(one.claim.stream(), opened=("text",))
        [kept] = [fact for fact in told if fact.code == "claims.said_on_call"]
        assert "裁定：仅退款 ¥10.00" in kept.private["text"].text


def appealed(now: datetime, *, order: str = "YT-1", by: str = "buyer", accepted: bool = False) -> Walked:
    one = filed_on_call(now, at="review", order=order)
    one.propose(refund(1000))
    if accepted:
        says(one, "accept")
    who = one.buyer if by == "buyer" else one.by(cast.MERCHANT_OWNER)
    one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=who, now=one.now))
    return one
