"""What a quote would cost before it is sent: the same sums as the quote itself."""

from datetime import datetime

import pytest

from anxin.demo.walk import LOCK_LINES, quoted
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceLine
from anxin.domain.repairs import actions, queries
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import DraftedLine
from tests import builders

pytestmark = pytest.mark.django_db
WANTED = {
    one.code: DraftedLine(quantity=one.quantity, excluded=one.excluded, optional=one.optional) for one in LOCK_LINES
}


@pytest.mark.parametrize("covered", [False, True])
def test_draft_says_what_the_quote_will(covered: bool, now: datetime) -> None:
    one = builders.a_repair(now=now, at="on_site")
    Repair.objects.filter(pk=one.repair.pk).update(covered=covered)
    one.repair.refresh_from_db()
    draft = queries.draft(one.repair, wanted=WANTED, on=now.date())
    quoted(one)
    row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
    sent = queries.view(row, actor=one.customer, now=one.now).quote
    assert sent is not None
    assert draft.total_fen == sent.total_fen
    assert {line.code: line.amount_fen for line in draft.lines if line.quantity} == {
        line.code: line.amount_fen for line in sent.lines
    }


def test_draft_of_nothing_is_the_visit_fee_alone(now: datetime) -> None:
    one = builders.a_repair(now=now, at="on_site")
    draft = queries.draft(one.repair, wanted={}, on=now.date())
    assert [line.code for line in draft.lines if line.quantity] == ["VISIT"]
    assert draft.total_fen == 3000


def test_a_call_out_in_small_letters_is_asked_alone_of_the_fees_for_all_goods_and_quoted_as_drawn(
    now: datetime,
) -> None:
    one = builders.a_repair(now=now, at="on_site")
    book = goods.price_book(brand=one.repair.brand, on=now.date())
    book.lines.filter(code="VISIT").update(code="visit")
    for code in ("FREIGHT", "INSTALL"):
        PriceLine.objects.create(book=book, code=code, name=code, kind="fee", amount_fen=1500, category="")
    draft = queries.draft(one.repair, wanted={}, on=now.date())
    assert [line.code for line in draft.lines if line.quantity] == ["visit"]
    assert "INSTALL" in {line.code for line in draft.lines}
    one.do(lambda: actions.quote(repair=one.repair, lines=[], by=one.by(one.technician), now=one.now))
    assert [line.line.code for line in one.repair.quotes.get().lines.all()] == ["visit"]


def test_no_call_out_is_asked_where_nobody_comes(now: datetime) -> None:
    one = builders.at_a_bench(now=now, at="at_bench")
    draft = queries.draft(one.repair, wanted={"VISIT": DraftedLine()}, on=now.date())
    assert draft.total_fen == 0
    assert "VISIT" not in {line.code for line in draft.lines}
