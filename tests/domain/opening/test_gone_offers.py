"""What a merchant offered, or said yes to, before it left or fell silent is no decision: a reviewer makes one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.agreements import AGREE
from anxin.domain.claims.actions.gone_sellers import SellerGone
from anxin.domain.claims.commands import TABLE
from anxin.domain.ledger.models import Payment
from tests.claim_builders import Walked, a_claim, drawn, jpeg
from tests.domain.opening.test_gone_merchants import DAYS, As, decided_for, left, silent, told, who

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["who"]
Goes = Callable[[As, datetime], object]


def offered(now: datetime) -> Walked:
    one = a_claim(now=now, order="YT-8")
    by = one.by(cast.MERCHANT_OWNER)
    all_of_it = {"remedy": "refund_only", "amount_fen": one.claim.asked_fen, "reason": "都退"}
    one.do(lambda: claims.offer(claim=one.claim, by=by, now=one.now, **all_of_it))
    return one


def may(one: Walked, by: object) -> set[str]:
    situation = queries.situation(one.claim, by=by, now=one.now)  # type: ignore[arg-type]
    return {name for name in TABLE.commands if not TABLE.commands[name].refused(situation, by)}  # type: ignore[arg-type]


def moved() -> bool:
    return Payment.objects.filter(direction=Payment.Direction.BACK).exists()


def test_a_merchant_that_left_agrees_to_nothing_and_offers_nothing(who: As, now: datetime) -> None:
    one = a_claim(now=now + timedelta(days=DAYS - 1), order="YT-8")
    one.now = left(who, now)
    one.read()
    by = one.by(cast.MERCHANT_OWNER)
    assert may(one, by) & {"agreement", "offer", "answer"} == {"answer"}
    offer = {"remedy": "refund_part", "amount_fen": 100, "reason": "退一点"}
    for act in (
        lambda: claims.agree(claim=one.claim, by=by, now=one.now),
        lambda: claims.offer(claim=one.claim, by=by, now=one.now, **offer),
        lambda: AGREE.apply(key=one.claim.number, arguments={}, by=by, now=one.now),
    ):
        with pytest.raises(SellerGone):
            one.do(act)
    assert (one.claim.state, one.claim.answers.count(), moved()) == ("merchant_answer", 0, False)
    one.wait(hours=60)
    assert decided_for(one).payer == "deposit"
    assert not list(timeline.verify())


@pytest.mark.parametrize("goes", [left, silent])
def test_an_open_offer_goes_to_a_reviewer_and_its_buyer_is_told(who: As, now: datetime, goes: Goes) -> None:
    one = offered(now + timedelta(days=DAYS - 1) if goes is left else now)
    goes(who, now)
    one.now = now + timedelta(days=DAYS, minutes=2)
    one.read()
    assert (one.claim.state, queries.hearing_of(one.claim).cause) == ("review", "seller_gone")  # type: ignore[union-attr]
    assert "offer-acceptance" not in may(one, one.buyer)
    with pytest.raises(WrongState):
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
    assert {"claim_offer_gone", "review_seller_gone"} <= told(one)
    assert not moved()
    assert decided_for(one).payer in ("deposit", "platform")
    assert not list(timeline.verify())


@pytest.mark.parametrize("said", ["agree", "accept"])
def test_a_yes_that_waits_for_a_picture_decides_nothing_once_it_is_gone(who: As, now: datetime, said: str) -> None:
    one = a_claim(now=now, order="YT-8", pictures=(jpeg(drawn()),))
    by = one.by(cast.MERCHANT_OWNER)
    if said == "agree":
        one.agree()
    else:
        half = {"remedy": "refund_part", "amount_fen": 100, "reason": "退一点"}
        one.do(lambda: claims.offer(claim=one.claim, by=by, now=one.now, **half))
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
    silent(who, one.now)
    one.run()
    assert (one.claim.state, one.claim.decisions.count(), moved()) == ("review", 0, False)
    assert decided_for(one).payer == "platform"


def test_one_that_fell_silent_and_agrees_is_heard_again_and_pays_itself(who: As, now: datetime) -> None:
    one = offered(now)
    silent(who, one.now)
    one.read()
    one.do(lambda: claims.agree(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))
    assert (one.decision.kind, one.decision.payer) == ("agreed", "")
