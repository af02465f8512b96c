"""A line of a statement that is a shop's own sale into the same account: held against its order."""

from datetime import timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import DIFFERENCES
from anxin.domain.ledger.models import Difference
from anxin.domain.ledger.providers import ProviderLine
from anxin.domain.ledger.queries.provider_statements import order_of
from anxin.domain.ledger.rules.situation import may_give_back
from tests.domain.ledger.test_money import FINANCE
from tests.domain.ledger.test_reconciliation import DAY, keep
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
NUMBER = "4200002345202611231234567890"


class TestOrder:
    """A payment of the shop's own till in the same account: an order that we know bears its number."""

    def said(self, reference: str, fen: int) -> None:
        row = ProviderLine(direction="in", number="TS1", reference=reference, amount_fen=fen, fee_fen=0, at=DAY)
        keep([row], DAY)

    def test_paid_into_the_same_account_is_no_difference(self) -> None:
        order = an_order()
        self.said(order.paid_reference, sum(one.amount_fen for one in order.lines.all()) + order.freight_fen)
        assert not Difference.objects.exists()

    def test_of_another_sum_is_said_and_never_given_back(self) -> None:
        self.said(an_order().paid_reference, 5)
        row = Difference.objects.get()
        assert (row.kind, row.theirs_fen, row.ours_fen) == ("wrong_sum", 5, 26800)
        refuses_to_give_back(row)
        shown = queries.difference(row.pk, actor=FINANCE)
        assert order_of(shown) == an_order_number(NUMBER)

    def test_that_came_after_its_line_is_not_given_back_either(self) -> None:
        self.said(NUMBER, 26800)
        row = queries.difference(Difference.objects.get().pk, actor=FINANCE)
        assert may_give_back(queries.difference_situation(row, by=FINANCE, now=DAY))
        an_order()
        refuses_to_give_back(row)
        fresh = queries.difference(row.pk, actor=FINANCE)
        assert not may_give_back(queries.difference_situation(fresh, by=FINANCE, now=DAY))

    def test_without_a_number_makes_no_line_an_order(self) -> None:
        an_order(number="")
        self.said("", 26800)
        row = queries.difference(Difference.objects.get().pk, actor=FINANCE)
        assert may_give_back(queries.difference_situation(row, by=FINANCE, now=DAY))


def an_order(number: str = NUMBER) -> Purchase:
    row = a_purchase(now=DAY + timedelta(days=1))
    Purchase.objects.filter(pk=row.pk).update(paid_reference=number)
    row.refresh_from_db()
    return row


def an_order_number(reference: str) -> str:
    return Purchase.objects.get(paid_reference=reference).order_key


def refuses_to_give_back(row: Difference) -> None:
    with pytest.raises(AnxinError):
        acting(lambda: DIFFERENCES.give("return", row=row, by=FINANCE, now=DAY, fields={"why": "x"}))
    row.refresh_from_db()
    assert (row.ended_at, row.returning_at) == (None, None)
