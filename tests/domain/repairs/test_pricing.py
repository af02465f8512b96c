"""What a quote would cost before it is sent: the same sums as the quote itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.demo.walk import LOCK_LINES, Walked, quoted
from anxin.demo.walk import agreed as agreed_to
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceBook, PriceLine
from anxin.domain.repairs import actions, queries
from anxin.domain.repairs.actions import QuoteLineGiven
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries import DraftedLine
from anxin.faces.ground.repair_parts import quote_of
from tests import builders
from tests.domain.rows import every_row

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


def test_a_newer_edition_changes_neither_the_fee_that_was_told_nor_what_was_agreed_but_what_comes_anew(
    now: datetime,
) -> None:
    one = builders.a_repair(now=now, at="quoted")
    agreed_to(one)
    dearer(one)
    agreed = {line.line.code: line.full_fen for line in one.repair.quotes.get(state="agreed").lines.all()}
    again = [*LOCK_LINES, QuoteLineGiven(code="HY3-NEW-01")]
    wanted = WANTED | {"HY3-NEW-01": DraftedLine()}
    draft = queries.draft(one.repair, wanted=wanted, on=one.now.date())
    one.do(lambda: actions.quote(repair=one.repair, lines=again, by=one.by(one.technician), now=one.now))
    sent = {line.line.code: line.full_fen for line in one.repair.quotes.get(state="sent").lines.all()}
    assert sent == agreed | {"HY3-NEW-01": 9900}
    assert {line.code: line.unit_fen * line.quantity for line in draft.lines if line.quantity} == sent
    assert draft.earlier


def test_what_a_customer_refused_is_quoted_by_the_edition_of_the_day_and_its_fee_as_it_was_told(now: datetime) -> None:
    one = builders.a_repair(now=now, at="quoted")
    quote = one.repair.quotes.get()
    Quote.objects.filter(pk=quote.pk).update(state="refused")
    dearer(one)
    one.do(lambda: actions.quote(repair=one.repair, lines=LOCK_LINES, by=one.by(one.technician), now=one.now))
    before = {line.line.code: line.full_fen for line in quote.lines.all()}
    sent = {line.line.code: line.full_fen for line in one.repair.quotes.get(state="sent").lines.all()}
    assert sent == {code: fen if code == "VISIT" else 2 * fen for code, fen in before.items()}


def dearer(one: Walked) -> None:
    """Publish an edition that counts from the day on which the repair stands: all is twice as dear, one line is new."""
    book = goods.price_book(brand=one.repair.brand, on=one.now.date())
    PriceBook.objects.filter(pk=book.pk).update(from_date=one.now.date() - timedelta(days=9))
    newer = PriceBook.objects.create(
        brand=one.repair.brand, edition="dearer", from_date=one.now.date(), published_at=one.now
    )
    for line in book.lines.all():
        same = {"category": line.category, "code": line.code, "name": line.name, "kind": line.kind}
        PriceLine.objects.create(book=newer, amount_fen=2 * line.amount_fen, **same)
    new = {"category": one.repair.product.category, "code": "HY3-NEW-01", "name": "新件", "kind": "part"}
    PriceLine.objects.create(book=newer, amount_fen=9900, **new)


class TestWhatTheWarrantyLeavesOut:
    def test_is_charged_for_a_reason_alone_which_the_customer_and_the_dossier_read(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        by, was = one.by(cast.MASTER_LUO), {"covered": one.repair.covered, "warranty_why": one.repair.warranty_why}
        Repair.objects.filter(pk=one.repair.pk).update(covered=True, warranty_why="")
        one.repair.refresh_from_db()
        bare = (QuoteLineGiven(code="HY3-BAT-01", excluded=True),)
        with pytest.raises(Invalid) as refused:
            one.do(lambda: actions.quote(repair=one.repair, lines=bare, by=by, now=one.now))
        assert refused.value.field == "excluded_why"

        said = (replace(bare[0], excluded_why="铜管弯折漏液，人为损坏"),)
        one.do(lambda: actions.quote(repair=one.repair, lines=said, by=by, now=one.now))
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        view = queries.view(row, actor=one.customer, now=one.now)
        assert view.quote is not None
        shown = {line["key"]: str(line["why"]) for line in quote_of(view.quote)["lines"]}  # type: ignore[index,attr-defined]
        assert shown["HY3-BAT-01"].endswith("铜管弯折漏液，人为损坏")
        draft = queries.draft(row, wanted={}, on=now.date())
        assert (draft.covered, bool(draft.excludes)) == (True, True)
        assert not [table for table, told in every_row() if "铜管弯折" in told]
        Repair.objects.filter(pk=one.repair.pk).update(**was)
        assert not list(timeline.verify())
