"""Claims whose goods lie with the merchant, written out and read by another house: no money twice, nothing lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from anxin.core import clocks, imports
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.tables import Values
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Claim, TakenOver
from anxin.domain.claims.queries import order_sums, takeouts, unmoved_claims
from anxin.domain.claims.queries.returned_goods import SENDS
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import by_hand
from anxin.domain.notices.models import Notice
from tests.builders import actor, ground
from tests.claim_builders import Walked, a_claim, refuse
from tests.domain.claims.test_appeal_alone import appealed
from tests.domain.claims.test_returned_goods import part, stands, wanting
from tests.domain.claims.test_takeouts import CLAIMS
from tests.domain.shops.test_told_meanwhile import sends as finance_sends
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
PURCHASES = imports.table("purchases")


def moved(now: datetime, walk: Callable[[datetime], Walked]) -> tuple[Claim, Values]:
    """Walk a claim, write it and its order out, forget them, and read both in an empty house."""
    ground.lay(now=now)
    house = transaction.savepoint_create()
    one = walk(now)
    (row,) = imports.held(CLAIMS, on=one.now.date())
    orders = list(imports.held(PURCHASES, on=one.now.date()))
    transaction.savepoint_rollback(house)
    for values in orders:
        acting(lambda values=values: PURCHASES.apply(values=values, by=SYSTEM, now=one.now))  # type: ignore[misc]
    assert CLAIMS.check is not None
    assert CLAIMS.check(row) == {}
    acting(lambda: CLAIMS.apply(values=row, by=SYSTEM, now=one.now))
    return TakenOver.objects.get(old_number=row["old_number"]).claim, dict(row)


def may(claim: Claim, member: cast.Member, now: datetime) -> set[str]:
    by = actor(member, now=now)
    return set(TABLE.allowed(TABLE.situation(claim, by=by, now=now), by).names)


def test_money_that_went_is_written_out_as_gone_and_only_the_goods_are_due_there(now: datetime) -> None:
    claim, row = moved(now, lambda at: stands(wanting(at), part()))
    assert (row["state"], row["amount"], row["gone"], row["goods"]) == ("executing", 10_000, 10_000, "there")
    assert (claim.state, claim.decisions.get().goods, claim.received) == ("executing", "back", True)
    assert [one.kind for one in clocks.open_clocks(claim.stream())] == [SENDS]
    bill = claim.payouts.get().payment.bill
    assert (bill.refunded_fen, bill.reserved_fen) == (10_000, 0)
    assert not {"money-here", "money-there", "payment"} & may(claim, cast.QIAN, now)
    assert not Notice.objects.filter(stream_key=claim.id).exists(), "nobody is told again"
    by, late = actor(cast.MERCHANT_OWNER, now=now), now + timedelta(days=4)
    acting(lambda: TABLE.give("goods-back", row=claim, by=by, now=late, fields={"waybill": "SF10001"}))
    claim.refresh_from_db()
    assert (claim.state, claim.outcome) == ("closed", "paid")
    assert Payment.objects.filter(direction="back", state="succeeded").count() == 1


def test_a_refusal_whose_goods_are_due_goes_along_and_ends_with_the_waybill(now: datetime) -> None:
    claim, row = moved(now, lambda at: stands(wanting(at), refuse()))
    assert (row["state"], row["remedy"], row["gone"], row["goods"]) == ("executing", "refuse", None, "there")
    assert [one.kind for one in clocks.open_clocks(claim.stream())] == [SENDS]
    assert "goods-back" in may(claim, cast.MERCHANT_OWNER, now)


def test_goods_that_lie_there_while_it_is_reviewed_lie_there_in_the_next_house(now: datetime) -> None:
    claim, row = moved(now, wanting)
    assert (row["state"], row["goods"], claim.received) == ("review", "there", True)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"gone": 5_000}, "gone"),
        ({"goods": None}, "gone"),
        ({"goods": None, "gone": None, "remedy": "refuse", "amount": None}, "remedy"),
        ({"state": "merchant_answer", "gone": None}, "goods"),
    ],
)
def test_a_row_that_says_half_of_it_is_refused(now: datetime, wrong: Values, named: str) -> None:
    ground.lay(now=now)
    one = stands(wanting(now), part())
    (row,) = imports.held(CLAIMS, on=one.now.date())
    assert CLAIMS.check is not None
    assert list(CLAIMS.check({**row, **wrong})) == [named]


def test_a_claim_that_gave_money_and_goes_on_stays_here_and_is_named(now: datetime) -> None:
    one = stands(wanting(now), part())
    assert [*unmoved_claims.sentences()] == []
    assert len([*takeouts.every(now.date())]) == 1
    one.wait(days=8)
    assert one.claim.state == "review"
    assert [*takeouts.every(now.date())] == []
    [said] = unmoved_claims.sentences()
    assert one.claim.number in said
    assert "100.00" in said


def test_a_claim_whose_money_is_on_its_way_stays_here_and_is_named(now: datetime) -> None:
    order = a_purchase(now=now)
    Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
    one = a_claim(now=now, purchase=Purchase.objects.get(pk=order.pk))
    one.agree()
    one.run()
    assert named(one) == ["268.00 还在退回路上；知道是否到账以前留在这里，不写进文件"]
    payment = one.claim.payouts.get().payment
    answer = PaymentAnswer(outcome="by_hand", fault=by_hand("no number"))
    one.do(lambda: payments.finish_call(payment=payment, answer=answer, now=one.now))
    assert named(one) == []
    one.wait(days=4)
    finance_sends(one)
    assert named(one) == ["268.00 还在退回路上；知道是否到账以前留在这里，不写进文件"]


@pytest.mark.parametrize("by", ["buyer", "merchant"])
def test_a_claim_under_appeal_stays_here_and_is_named(now: datetime, by: str) -> None:
    assert named(appealed(now, by=by)) == ["申诉还没有裁定；裁定以前留在这里，不写进文件"]


def named(one: Walked) -> list[str]:
    """Return why a claim stays, if it does; it is in the file where nothing is said."""
    with translation.override("zh-hans"):
        said = [*unmoved_claims.sentences()]
    assert len([*takeouts.every(one.now.date())]) == (0 if said else 1)
    return [text.removeprefix(f"{one.claim.number}：").removeprefix("¥") for text in said]


def said_by_shop(now: datetime, how: str) -> Walked:
    """Have the shop of a claim give 200.00 of 268.00, as its merchant types on it, or as its list says."""
    one = a_claim(now=now)
    order = {"fen": 20000, "reference": "TK-1", "now": now}
    if how == "typed":
        by = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.say_refund(claim=one.claim, amount_fen=20000, reference="TK-1", by=by, now=now))
    else:
        purchase, lines = Purchase.objects.get(pk=one.claim.purchase_id), (1,) if how == "listed" else ()
        acting(lambda: claims.take_shop_refund(purchase=purchase, positions=lines, by=SYSTEM, **order))  # type: ignore[arg-type]
    return one


@pytest.mark.parametrize("how", ["typed", "listed"])
def test_what_a_shop_gave_by_itself_goes_along_and_is_not_sent_again(now: datetime, how: str) -> None:
    claim, _row = moved(now, lambda at: said_by_shop(at, how))
    one = Walked(claim=claim, token="", now=now + timedelta(days=1))
    one.agree()
    one.run()
    assert [payout.amount_fen for payout in one.claim.payouts.all()] == [6800]
    assert order_sums.sums_of(one.claim.purchase).gone_fen == 26800


def test_what_a_shop_gave_beside_a_claim_that_is_over_goes_along_with_what_that_gave(now: datetime) -> None:
    def walk(at: datetime) -> Walked:
        one = said_by_shop(at, "typed")
        one.agree()
        one.run()
        return one

    claim, _row = moved(now, walk)
    assert (claim.state, order_sums.sums_of(claim.purchase).gone_fen) == ("closed", 26800)


def test_what_a_shop_gave_for_no_known_line_is_named_before_an_order_moves(now: datetime) -> None:
    one = said_by_shop(now, "unnamed")
    [said] = PURCHASES.stays()
    assert (one.claim.purchase.order_key in said, "200.00" in said) == (True, True)


@pytest.mark.parametrize(("ruling", "state", "gone"), [(part(), "closed", 10000), (refuse(), "closed", 0)])
def test_a_word_of_the_shop_that_its_buyer_denied_is_not_what_was_decided(
    now: datetime, ruling: claims.Ruling, state: str, gone: int
) -> None:
    def denied(at: datetime) -> Walked:
        one = a_claim(now=at)
        by = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.say_refund(claim=one.claim, amount_fen=26800, reference="TK-1", by=by, now=one.now))
        one.do(lambda: claims.contradict(claim=one.claim, why="没有收到", by=one.buyer, now=one.now))
        one.run()
        return stands(one, ruling)

    claim, row = moved(now, denied)
    assert (claim.state, row["amount"], sum(one.amount_fen for one in claim.payouts.all())) == (
        state,
        gone or None,
        gone,
    )
