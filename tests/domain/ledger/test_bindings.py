"""A refund made in the provider's back office becomes its bill's, once; what came twice is kept or given back."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger.models import Bill, Difference, Payment
from anxin.domain.ledger.providers import ProviderLine
from anxin.domain.ledger.queries.bindings import NoBillOf, bill_named
from tests.claim_builders import a_claim, a_purchase
from tests.domain.ledger.differences import FINANCE, SECOND, THIRD, bind, found, give, keep
from tests.domain.ledger.test_money import paid_elsewhere
from tests.domain.ledger.test_reconciliation import DAY
from tests.domain.ledger.test_reconciliation import keep as stated

pytestmark = pytest.mark.django_db


def a_paid_bill(fen: int = 10000) -> Bill:
    """Return a bill that was paid by WeChat."""
    number = f"4200002345{uuid4().int % 10**18:018d}"
    return paid_elsewhere(number, now=DAY, fen=fen)


def told(row: Difference) -> ProviderLine:
    """Return the statement's line of a refund."""
    at = DAY + timedelta(hours=12)
    return ProviderLine(
        direction="back", number=row.number, reference="5", amount_fen=row.theirs_fen or 0, fee_fen=0, at=at
    )


class TestBinding:
    def test_of_two_has_the_bill_count_it_as_given_back(self) -> None:
        bill = a_paid_bill()
        before = queries.balance("provider:wechat")
        row = found("missing_here", 4000, at=DAY)
        row = give("binding", row, now=DAY, number=bill.number, why="后台退的")
        assert (row.correction, row.voucher, row.ended_at) == ("bill", bill.number, None)
        bill.refresh_from_db()
        assert bill.refunded_fen == 0
        row = give("agreement", row, now=DAY, by=SECOND)
        bill.refresh_from_db()
        assert (row.end, row.ended_by, bill.state, bill.refunded_fen) == ("bound", SECOND.key, "paid", 4000)
        assert queries.balance("provider:wechat") - before == -4000
        assert queries.view(bill).said[-1] == "已退 ¥40.00"
        codes = [one.code for one in timeline.read(bill.stream())]
        assert "ledger.refund_bound" in codes
        assert not list(timeline.verify())

    def test_of_the_whole_sum_ends_the_bill(self) -> None:
        bill = a_paid_bill()
        bind(found("missing_here", 10000, at=DAY), bill.number, now=DAY)
        bill.refresh_from_db()
        assert (bill.state, bill.refunded_fen) == ("refunded", 10000)

    def test_needs_another_to_agree(self) -> None:
        bill, row = a_paid_bill(), found("missing_here", 4000, at=DAY)
        both = FINANCE
        row = give("binding", row, now=DAY, by=both, number=bill.number, why="后台退的")
        with pytest.raises(AnxinError):
            give("agreement", row, now=DAY, by=both)
        with pytest.raises(actions.SecondPerson):
            acting(lambda: actions.correct(difference=row, by=both, now=DAY))

    def test_is_never_of_more_than_is_left_whoever_was_quicker(self) -> None:
        bill = a_paid_bill()
        with pytest.raises(actions.MoreThanLeft) as refused:
            give("binding", found("missing_here", 10001, at=DAY), now=DAY, number=bill.number, why="后台退的")
        assert (refused.value.field, refused.value.facts["left"]) == ("number", "¥100.00")
        rows = [found("missing_here", 6000, at=DAY) for _ in range(2)]
        for row in rows:
            give("binding", row, now=DAY, number=bill.number, why="后台退的")
        give("agreement", rows[0], now=DAY, by=SECOND)
        with pytest.raises(actions.MoreThanLeft):
            give("agreement", rows[1], now=DAY, by=SECOND)
        bill.refresh_from_db()
        assert bill.refunded_fen == 6000

    def test_is_never_twice(self) -> None:
        bill = a_paid_bill()
        row = found("missing_here", 2000, at=DAY, number="BACK1")
        again = found("missing_here", 2000, at=DAY, number="BACK2")
        Difference.objects.filter(pk=again.pk).update(number="BACK1", day=DAY.date() + timedelta(days=1))
        bind(row, bill.number, now=DAY)
        with pytest.raises(actions.BoundAlready):
            give("binding", again, now=DAY, number=bill.number, why="再一次")
        with pytest.raises(IntegrityError), transaction.atomic():
            Difference.objects.filter(pk=again.pk).update(end="bound")
        with pytest.raises(AnxinError):
            give("agreement", row, now=DAY, by=SECOND)

    def test_refuses_a_bill_paid_another_way_and_numbers_of_no_bill(self) -> None:
        other = paid_elsewhere("2026112822001412345678901234", now=DAY)
        row = found("missing_here", 2000, at=DAY)
        with pytest.raises(actions.OtherWay):
            give("binding", row, now=DAY, number=other.number, why="后台退的")
        with pytest.raises(NoBillOf) as refused:
            give("binding", row, now=DAY, number="nothing", why="后台退的")
        assert refused.value.field == "number"

    def test_finds_the_bill_by_its_order_and_by_its_claim(self, now: datetime) -> None:
        claim = a_claim(now=now).claim
        bill = queries.latest(actions_stream(claim))
        assert bill is not None
        assert bill_named(claim.number) == bill_named(claim.purchase.order_key) == bill_named(bill.number) == bill

    def test_is_the_refund_that_finance_made_by_hand_and_moves_nothing_twice(self) -> None:
        bill = a_paid_bill()
        back = acting(lambda: actions.refund(bill=bill, amount_fen=3000, reason="r", by=FINANCE, now=DAY))
        later.run_due(DAY)
        back.refresh_from_db()
        assert back.state == "unclear"
        row = bind(found("missing_here", 3000, at=DAY), bill.number, now=DAY)
        back.refresh_from_db()
        bill.refresh_from_db()
        assert (row.payment_id, back.state, bill.refunded_fen, bill.reserved_fen) == (back.pk, "succeeded", 3000, 0)
        stated([], DAY - timedelta(days=1))
        stated([told(row)], DAY)
        stated([], DAY + timedelta(days=1))
        assert not Difference.objects.filter(ended_at=None, direction="back").exists()
        assert next(one for one in queries.statements() if one.day == DAY.date()).our_back_fen == 3000

    def test_is_the_refund_that_failed_and_that_finance_made_there(self) -> None:
        bill, before = a_paid_bill(), queries.balance("provider:wechat")
        back = a_failed_refund(bill, 3000)
        bind(found("missing_here", 3000, at=DAY), bill.number, now=DAY)
        back.refresh_from_db()
        bill.refresh_from_db()
        assert (back.state, bill.refunded_fen, bill.reserved_fen) == ("succeeded", 3000, 0)
        assert queries.balance("provider:wechat") - before == -3000
        assert not list(timeline.verify())

    def test_is_no_failed_refund_of_which_too_little_is_left(self) -> None:
        bill = a_paid_bill()
        a_failed_refund(bill, 6000)
        bind(found("missing_here", 5000, at=DAY), bill.number, now=DAY)
        with pytest.raises(actions.MoreThanLeft):
            give("binding", found("missing_here", 6000, at=DAY), now=DAY, number=bill.number, why="后台退的")


class TestAClaim:
    def test_whose_refund_failed_closes_once_it_is_bound_and_pays_nothing_again(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        Purchase.objects.filter(pk=purchase.pk).update(paid_reference=f"4200002345{uuid4().int % 10**18:018d}")
        purchase.refresh_from_db()
        one = a_claim(now=now, purchase=purchase)
        one.agree()
        one.run()
        back = Payment.objects.get(direction="back")
        one.do(lambda: actions.clear(payment=back, succeeded=False, reference="", by=FINANCE, now=one.now))
        one.run()
        assert one.claim.state == "executing"
        bind(found("missing_here", back.amount_fen, at=one.now), one.claim.number, now=one.now)
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        with pytest.raises(WrongState):
            one.do(lambda: claims.pay_again(claim=one.claim, by=one.by(cast.QIAN), now=one.now))
        back.bill.refresh_from_db()
        assert back.bill.refunded_fen == back.amount_fen


def a_failed_refund(bill: Bill, fen: int) -> Payment:
    """Have a refund begun that the provider did not carry out."""
    back = acting(lambda: actions.refund(bill=bill, amount_fen=fen, reason="r", by=FINANCE, now=DAY))
    later.run_due(DAY)
    acting(lambda: actions.clear(payment=back, succeeded=False, reference="", by=FINANCE, now=DAY))
    return back


def actions_stream(claim: object) -> timeline.StreamKey:
    return timeline.StreamKey("purchase", str(claim.purchase_id))  # type: ignore[attr-defined]


class TestAStatement:
    def test_agrees_once_the_refund_is_bound_and_stays_so_read_again(self) -> None:
        bill = a_paid_bill()
        Payment.objects.update(moved_at=None)
        row = found("missing_here", 4000, at=DAY + timedelta(hours=12))
        bind(row, bill.number, now=DAY)
        for _ in range(2):
            stated([told(row)], DAY)
        view = queries.statements()[0]
        assert (view.back_fen, view.our_back_fen, view.open) == (4000, 4000, 0)

    def test_that_no_longer_has_it_or_has_another_sum_says_so(self) -> None:
        bill = a_paid_bill()
        row = found("missing_here", 4000, at=DAY + timedelta(hours=12))
        bind(row, bill.number, now=DAY)
        row.theirs_fen = 4100
        stated([told(row)], DAY)
        assert Difference.objects.get(ended_at=None, direction="back").kind == "wrong_sum"
        stated([], DAY)
        assert Difference.objects.get(ended_at=None, direction="back").kind == "refund_missing"

    def test_that_has_the_refund_of_ours_by_both_numbers_says_it_went_twice(self) -> None:
        bill = a_paid_bill()
        back = acting(lambda: actions.refund(bill=bill, amount_fen=3000, reason="r", by=FINANCE, now=DAY))
        later.run_due(DAY)
        row = bind(found("missing_here", 3000, at=DAY), bill.number, now=DAY)
        twice = ProviderLine(
            direction="back", number=back.id.hex, reference="6", amount_fen=3000, fee_fen=0, at=DAY + timedelta(hours=1)
        )
        stated([told(row), twice], DAY)
        assert Difference.objects.get(ended_at=None, direction="back").kind == "double"


class TestRelease:
    def test_takes_back_what_was_bound_and_the_difference_is_work_again(self) -> None:
        bill, before = a_paid_bill(), queries.balance("provider:wechat")
        row = bind(found("missing_here", 10000, at=DAY), bill.number, now=DAY)
        row = give("release", row, now=DAY + timedelta(days=1), by=THIRD, why="是另一单的")
        bill.refresh_from_db()
        assert (row.ended_at, row.end, row.correction) == (None, "", "")
        assert (bill.state, bill.refunded_fen, queries.balance("provider:wechat") - before) == ("paid", 0, 0)
        other = a_paid_bill()
        row = bind(row, other.number, now=DAY + timedelta(days=1))
        other.refresh_from_db()
        assert (row.end, other.refunded_fen) == ("bound", 10000)
        assert not list(timeline.verify())

    def test_and_binding_it_again_to_the_same_bill_counts_once(self) -> None:
        bill = a_paid_bill()
        row = found("missing_here", 4000, at=DAY)
        for _ in range(3):
            row = bind(row, bill.number, now=DAY)
            bill.refresh_from_db()
            assert bill.refunded_fen == 4000
            row = give("release", row, now=DAY, by=THIRD, why="再看")
        bill.refresh_from_db()
        assert bill.refunded_fen == 0
        assert not list(timeline.verify())

    def test_of_a_refund_of_ours_has_that_one_stand_as_missing_until_it_is_found(self) -> None:
        bill = a_paid_bill()
        back = acting(lambda: actions.refund(bill=bill, amount_fen=3000, reason="r", by=FINANCE, now=DAY))
        later.run_due(DAY)
        row = found("missing_here", 3000, at=DAY)
        for _ in range(2):
            row = bind(row, bill.number, now=DAY)
            assert not Difference.objects.filter(kind="refund_missing", ended_at=None).exists()
            row = give("release", row, now=DAY, by=THIRD, why="是另一单的")
            missing = Difference.objects.get(kind="refund_missing")
            assert (missing.payment_id, missing.ours_fen, missing.ended_at, missing.day) == (
                *(back.pk, 3000, None),
                DAY.date(),
            )
            assert (row.ended_at, row.payment_id) == (None, None)
        other = a_paid_bill()
        assert bind(row, other.number, now=DAY).end == "bound"
        bind(found("missing_here", 3000, at=DAY), bill.number, now=DAY)
        bill.refresh_from_db()
        missing.refresh_from_db()
        assert (bill.refunded_fen, missing.end) == (3000, "itself")
        assert not list(timeline.verify())

    def test_is_refused_to_who_agreed_and_after_thirty_days(self) -> None:
        row = bind(found("missing_here", 1000, at=DAY), a_paid_bill().number, now=DAY)
        for by, days in ((SECOND, 1), (THIRD, 31)):
            with pytest.raises((WrongState, Forbidden)):
                give("release", row, now=DAY + timedelta(days=days), by=by, why="再看")


class TestPaidTwice:
    def a_double(self, fen: int = 5000) -> Difference:
        bill = a_paid_bill(fen)
        return found("double", fen, at=DAY, paid=bill.payments.get(direction="in"))

    def test_is_kept_as_an_advance_by_two_and_can_go_back_later(self) -> None:
        row, before = self.a_double(), queries.balance("provider:wechat")
        row = keep(row, now=DAY)
        assert (row.end, row.note) == ("kept", "客户同意抵下次")
        assert (queries.balance("provider:wechat") - before, queries.balance("house:advances")) == (5000, -5000)
        with pytest.raises(AnxinError):
            give("return", row, now=DAY, why="退回")
        row = give("release", row, now=DAY, by=THIRD, why="客户要退")
        assert (queries.balance("provider:wechat") - before, queries.balance("house:advances")) == (0, 0)
        row = give("return", row, now=DAY, why="客户要退")
        assert row.returning_at is not None
        assert not list(timeline.verify())

    def test_that_a_later_statement_no_longer_has_is_kept_no_more(self) -> None:
        row = self.a_double()
        line = ProviderLine(
            direction="in", number=row.number, reference="4", amount_fen=5000, fee_fen=0, at=DAY + timedelta(hours=9)
        )
        Payment.objects.filter(pk=row.payment_id).update(moved_at=DAY + timedelta(hours=9))
        stated([line, line], DAY)
        keep(row, now=DAY)
        stated([line], DAY)
        row.refresh_from_db()
        assert (row.end, queries.balance("house:advances")) == ("replaced", 0)

    def test_of_a_refund_or_of_an_order_can_not_be_kept(self) -> None:
        with pytest.raises(AnxinError):
            give("advance", found("missing_here", 1000, at=DAY), now=DAY, why="留着")


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["line", "bind", "agree", "refuse", "release", "refund", "cleared", "double", "keep"]),
            st.integers(1, 6000),
            st.integers(0, 3),
        ),
        max_size=14,
    )
)
def test_the_ledger_balances_whatever_is_bound_kept_and_taken_back(steps: list[tuple[str, int, int]]) -> None:
    bill = a_paid_bill()
    paid, rows = bill.payments.get(direction="in"), list[Difference]()
    before = queries.balance("provider:wechat"), queries.balance("house:advances")
    for step, fen, nth in steps:
        row = rows[nth % len(rows)] if rows else None
        with suppress(AnxinError):
            _step(step, fen, bill, row, paid, rows)
        bill.refresh_from_db()
        assert 0 <= bill.refunded_fen + bill.reserved_fen <= bill.paid_fen
    ended = Difference.objects.filter(pk__in=[one.pk for one in rows])
    bound = sum(one.theirs_fen or 0 for one in ended.filter(end="bound", payment=None))
    kept = sum(one.theirs_fen or 0 for one in ended.filter(end="kept"))
    own = sum(one.amount_fen for one in bill.payments.filter(direction="back", state="succeeded"))
    assert bill.refunded_fen == bound + own
    assert bill.state == ("refunded" if bill.refunded_fen == bill.paid_fen else "paid")
    assert queries.balance("provider:wechat") - before[0] == kept - bound - own
    assert queries.balance("house:advances") - before[1] == -kept
    assert queries.balance(bill.payer) == 0
    assert not list(timeline.verify())


def _step(step: str, fen: int, bill: Bill, row: Difference | None, paid: Payment, rows: list[Difference]) -> None:
    if step == "line":
        rows.append(found("missing_here", fen, at=DAY))
    elif step == "double":
        rows += [] if any(one.kind == "double" for one in rows) else [found(step, paid.amount_fen, at=DAY, paid=paid)]
    elif step == "refund":
        acting(lambda: actions.refund(bill=bill, amount_fen=fen, reason="r", by=FINANCE, now=DAY))
        later.run_due(DAY)
    elif step == "cleared":
        back = bill.payments.filter(state="unclear").order_by("id").first()
        if back is not None:
            acting(lambda: actions.clear(payment=back, succeeded=bool(fen % 2), reference="", by=FINANCE, now=DAY))
    elif row is not None:
        names = {"bind": "binding", "agree": "agreement", "refuse": "refusal", "keep": "advance"}
        fields = {"bind": {"number": bill.number, "why": "w"}, "keep": {"why": "w"}, "release": {"why": "w"}}
        by = {"agree": SECOND, "refuse": SECOND, "release": THIRD}.get(step, FINANCE)
        give(names.get(step, step), row, now=DAY, by=by, **fields.get(step, {}))
