"""What an earlier version counted of a shop's refunds is its order's book after the upgrade, to the fen."""

from datetime import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.row_seals import verifies
from anxin.domain.claims.actions.shop_refunds import apply_book, book_gone
from anxin.domain.claims.models import Outcome
from anxin.domain.claims.queries import order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase, PurchaseLine, ShopRefund
from anxin.domain.ledger.models import Bill
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_shop_pays_its_debt import lists, order_of, owed, pays
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
CUP, LAMP = 10000, 30000
LISTED = {"cell": "refunded", "told_fen": 3000, "line": 1, "proven_fen": 3000, "reference": "TK-8"}
UNNAMED = {"cell": "unnamed", "told_fen": 5000, "reference": "TK-9"}
INSTEAD = {"cell": "refunded", "told_fen": 0, "line": 1, "proven_fen": -3000, "instead": ["TK-8"]}
KINDS: dict[str, tuple[list[dict[str, object]], tuple[int, int, int]]] = {
    "a list's refund": ([LISTED], (3000, 0, 0)),
    "two of one line": ([LISTED, {**LISTED, "told_fen": 5000, "proven_fen": 2000, "reference": "TK-7"}], (5000, 0, 0)),
    "one without a number": ([{**LISTED, "reference": ""}], (3000, 0, 0)),
    "one of both lines": (
        [{**LISTED, "proven_fen": CUP}, {**LISTED, "line": 2, "proven_fen": 500}],
        (CUP, 500, 0),
    ),
    "one of no known line": ([UNNAMED], (0, 0, 5000)),
    "a file's total": ([{"cell": "refunded", "told_fen": 4000, "line": 1, "more_fen": 4000}], (4000, 0, 0)),
    "a file's total, partly listed": ([LISTED, {"cell": "refunded", "told_fen": 4000, "line": 1}], (4000, 0, 0)),
    "what only stands on a line": ([], (4000, 0, 0)),
}


def sums(order: Purchase) -> tuple[list[int], int, list[int], int]:
    row = Purchase.objects.get(pk=order.pk)
    most = [order_options.most_for(purchase=row, pieces={position: 1}) for position in (1, 2)]
    bill = Bill.objects.filter(stream_key=order.pk).first()
    back = [*row.lines.order_by("position").values_list("refunded_fen", flat=True)]
    return back, row.unnamed_fen, most, bill.refunded_fen if bill else 0


def upgraded(order: Purchase, now: datetime) -> None:
    """Fill the book as the upgrade does, and count it as whoever tells next does: nothing moves."""
    before = sums(order)
    fill = import_module("anxin.domain.claims.migrations.0025_the_book_of_a_shop").fill
    for _ in range(2):
        fill(apps, SimpleNamespace(connection=connection))
        assert sums(order) == before
    acting(lambda: apply_book(Purchase.objects.get(pk=order.pk), by=SYSTEM, now=now))
    assert sums(order) == before
    assert all(verifies(one) for one in (*ShopRefund.objects.all(), *PurchaseLine.objects.all()))


def told(order: Purchase, facts: list[dict[str, object]], stands: tuple[int, int, int], now: datetime) -> None:
    """Let an order stand as an earlier version left it."""
    for one in facts:
        acting(lambda one=one: timeline.write(stream_of(order), "goods.told_later", by=SYSTEM, now=now, facts=one))
    ShopRefund.objects.filter(purchase=order).delete()
    for position, fen in enumerate(stands[:2], 1):
        PurchaseLine.objects.filter(purchase=order, position=position).update(refunded_fen=fen, proven_fen=0)
    Purchase.objects.filter(pk=order.pk).update(unnamed_fen=stands[2])
    for bill in Bill.objects.filter(stream_key=order.pk):
        row = Purchase.objects.get(pk=order.pk)
        acting(lambda row=row, bill=bill: book_gone(row, bill, by=SYSTEM, now=now))


@pytest.fixture
def order(now: datetime) -> Purchase:
    return a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))


@pytest.mark.parametrize("kind", KINDS)
def test_counts_as_before(order: Purchase, now: datetime, kind: str) -> None:
    facts, stands = KINDS[kind]
    told(order, facts, stands, now)
    upgraded(order, now)


def test_a_refund_whose_line_was_named_is_that_lines(order: Purchase, now: datetime) -> None:
    told(order, [UNNAMED], (0, 0, 0), now)
    (fact,) = timeline.facts_of(stream_of(order), code="goods.told_later")
    named = {"cell": "named", "told_fen": 5000, "line": 2, "of": fact.position}
    told(
        order,
        [named, {**LISTED, "line": 2, "told_fen": 5000, "proven_fen": 5000, "reference": "TK-9"}],
        (0, 5000, 0),
        now,
    )
    upgraded(order, now)
    assert [(one.number, one.positions, one.fen) for one in ShopRefund.objects.all()] == [("TK9", [2], 5000)]


@pytest.mark.parametrize("stands", [0, 2000], ids=["alone", "beside a file"])
def test_what_a_platform_decided_by_the_same_number_counts_by_its_claim(
    order: Purchase, now: datetime, stands: int
) -> None:
    one = filed(order, now)
    outcome = {"claim": one.claim, "what": "refunded", "amount_fen": 3000, "reference": "TK-8", "told_by": "finance"}
    Outcome.objects.create(**outcome, by="x", at=now)
    told(order, [LISTED, INSTEAD], (stands, 0, 0), now)
    upgraded(order, now)


def test_what_a_shop_said_that_it_paid_counts_by_its_claim(now: datetime) -> None:
    one = owed(now, 6000)
    pays(one)
    order = order_of(one)
    told(order, [{"cell": "refunded", "told_fen": 1000, "line": 1}], (1000, 0, 0), one.now)
    upgraded(order, one.now)
    lists(one, 6000)
    assert sums(order)[0] == [1000, 0], "its list tells of that payment"
