"""A merchant says that his shop paid while finance, or the shop's list, says so too: one of them counts."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from anxin.core import acting as blocks
from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.models import Bill, Payment, Remittance
from tests import races
from tests.claim_builders import Walked
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_shop_pays_its_debt import LINES, leave_to_shop, order_of
from tests.evidence_builders import a_purchase

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
ROUNDS = 20
DEBT = 6000
type Work = Callable[[], object]


@pytest.fixture
def repeats(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what stood in the way of a block, so that it was done again."""
    met, passing = list[object](), blocks.passing
    monkeypatch.setattr(blocks, "passing", lambda error: [met.append(error), passing(error)][1])
    return met


@pytest.fixture
def owing(now: datetime) -> Iterator[Walked]:
    """Give claims whose shop owes money, as they are asked for."""

    def made() -> Iterator[Walked]:
        for turn in range(ROUNDS):
            order = a_purchase(now=now, order=f"OX-{turn}", lines=LINES)
            Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
            yield leave_to_shop(filed(Purchase.objects.get(pk=order.pk), now, asked_fen=DEBT))

    return made()


def merchant(one: Walked, reference: str = "") -> Work:
    him, told = one.by(cast.MERCHANT_OWNER), {"reference": reference or number_of(one)}
    return lambda: TABLE.give("shop-payment", row=one.claim, by=him, now=one.now, fields=told)


def number_of(one: Walked) -> str:
    return f"TK-{one.claim.purchase.order_key}"


def back(one: Walked) -> Payment:
    return Payment.objects.select_related("bill").get(pk=one.claim.payouts.get().payment_id)


def sends(one: Walked) -> Work:
    row, by = back(one), one.by(cast.QIAN)
    told = {"way": "other", "moved_date": one.now.date().isoformat(), "reference": f"CMB-{one.claim.number}"}
    return lambda: PAYMENTS.give("payout", row=row, by=by, now=one.now, fields=told)


def finds(one: Walked) -> Work:
    row, by = back(one), one.by(cast.QIAN)
    return lambda: PAYMENTS.give("shop-refund", row=row, by=by, now=one.now, fields={"reference": number_of(one)})


def hears(one: Walked) -> Work:
    told = {"purchase": order_of(one), "positions": (1,), "fen": DEBT, "reference": number_of(one)}
    return lambda: claims.take_shop_refund(**told, by=SYSTEM, now=one.now)


def test_what_finance_has_sent_waits_for_its_second_person(owing: Iterator[Walked], repeats: list[object]) -> None:
    with races.line(2) as race:
        for one in owing:
            said, sent = race.run(merchant(one), sends(one))
            one.read()
            assert said.won or sent.won, (said.refusal, sent.refusal)
            assert Remittance.objects.filter(payment=back(one)).exists() is sent.won
            ended = ("executing", "unclear") if sent.won else ("closed", "succeeded")
            assert (one.claim.state, back(one).state) == ended
    assert repeats == []


@pytest.mark.parametrize("other", [finds, hears])
def test_what_is_told_by_two_at_once_is_one_payment(
    owing: Iterator[Walked], repeats: list[object], other: Callable[[Walked], Work]
) -> None:
    with races.line(2) as race:
        for one in owing:
            outcomes = race.run(merchant(one), other(one))
            one.read()
            assert True in [each.won for each in outcomes], [each.refusal for each in outcomes]
            assert (one.claim.state, back(one).state) == ("closed", "succeeded")
            assert Bill.objects.get(stream_key=one.claim.purchase_id).refunded_fen == DEBT
    assert (repeats, timeline.verify()) == ([], [])


def test_a_number_that_is_entered_for_two_orders_at_once_is_of_one(
    owing: Iterator[Walked], repeats: list[object]
) -> None:
    with races.line(2) as race:
        for turn, (one, other) in enumerate(zip(owing, owing, strict=True)):
            outcomes = race.run(merchant(one, f"TK-{turn}"), merchant(other, f"TK-{turn}"))
            assert [each.won for each in outcomes].count(True) == 1
            assert sorted((back(one).state, back(other).state)) == ["succeeded", "unclear"]
    assert repeats == []
