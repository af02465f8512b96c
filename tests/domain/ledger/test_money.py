"""Bills and payments: outcomes of every kind, refunds never above what was paid, a ledger that balances."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions, queries, rules
from anxin.domain.ledger.actions import Charge, bills
from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.ledger.queries import online
from anxin.domain.network.models import Outlet
from tests.evidence_builders import a_purchase

FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance", "agent"}))
CUSTOMER = Actor(kind="customer_link", id="c", roles=frozenset({"customer"}))


STEPS = (
    *("pay", "fail", "unclear", "refund", "reduce", "waive"),
    *("take_cash", "cash_code", "wrong_code", "drop_cash", "hand_in", "by_hand"),
)


ELSEWHERE = {
    "ordered": "YT-20261124-1",
    "numbered": "4200002345202611241234567890",
    "told_later": "YT-20261124-2",
}
TOLD = {"ordered": "", "numbered": "", "told_later": "4200002345202611241234567891"}
"""What an order paid before the case is known by: its own number only, or that of its payment."""


@pytest.fixture(autouse=True)
def _over(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these bills are for is over."""
    monkeypatch.setitem(bills._OVER, "claim", lambda _key: True)


def a_bill(*, now: datetime, fen: int = 10000, at: str = "shown") -> Bill:
    stream = StreamKey("claim", str(uuid4()))
    line = Charge(code="X", name="检修", full_fen=fen, amount_fen=fen)

    def draw() -> Bill:
        bill = actions.charge(
            stream=stream, lines=[line], payer=f"customer:{stream.key}", payee="organisation:o", by=SYSTEM, now=now
        )
        actions.show(bill=bill, by=SYSTEM, now=now)
        return bill

    bill = acting(draw)
    if at == "paid":
        pay(bill, now=now)
    return bill


def paid_elsewhere(reference: str, *, now: datetime, fen: int = 10000, told: str = "") -> Bill:
    """Write down what was paid for an order before there was a case; the payment's number may be `told` later."""
    lines = [Charge(code="X", name="锁", full_fen=fen, amount_fen=fen)]
    sides = {"payer": f"customer:{UUID(int=1)}", "payee": "organisation:o", "reference": reference}
    key = str(uuid4())
    if told:
        key = str(a_purchase(now=now).pk)
        Purchase.objects.filter(pk=key).update(paid_reference=told)
    stream = StreamKey("purchase", key)
    return acting(lambda: actions.record_paid(stream=stream, lines=lines, **sides, by=SYSTEM, now=now))


def pay(bill: Bill, *, now: datetime, method: str = "fake") -> None:
    acting(lambda: actions.pay(bill=bill, method=method, by=CUSTOMER, now=now))
    later.run_due(now)
    bill.refresh_from_db()


@pytest.mark.django_db
class TestPay:
    def test_settles_the_bill_once_the_provider_answered(self, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        assert (bill.state, bill.paid_fen, queries.balance(bill.payer)) == ("paid", 10000, 0)

    def test_takes_nothing_when_the_provider_fails_and_lets_try_again(self, now: datetime) -> None:
        bill = a_bill(now=now)
        pay(bill, now=now, method="fake_failing")
        assert (bill.state, bill.paid_fen) == ("agreed", 0)
        assert queries.balance(bill.payer) == 10000
        pay(bill, now=now)
        assert (bill.state, bill.paid_fen, queries.balance(bill.payer)) == ("paid", 10000, 0)

    def test_asks_a_person_when_the_answer_is_unclear(self, now: datetime) -> None:
        bill = a_bill(now=now)
        pay(bill, now=now, method="fake_unclear")
        (payment,) = online.unclear()
        again = acting(lambda: actions.pay(bill=bill, method="fake", by=CUSTOMER, now=now))
        assert again == payment
        acting(lambda: actions.clear(payment=payment, succeeded=True, reference="F1", by=FINANCE, now=now))
        bill.refresh_from_db()
        assert bill.state == "paid"

    def test_settles_a_bill_of_nothing_without_a_payment(self, now: datetime) -> None:
        bill = a_bill(now=now, fen=0)
        acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
        assert (bill.state, bill.payments.count()) == ("paid", 0)

    def test_lets_a_lowered_bill_be_agreed_anew(self, now: datetime) -> None:
        bill = a_bill(now=now)
        acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
        acting(lambda: actions.reduce(bill=bill, to_fen=6000, why="少换一件", by=FINANCE, now=now))
        assert (bill.state, queries.balance(bill.payer)) == ("shown", 0)
        pay(bill, now=now)
        assert (bill.state, bill.paid_fen, queries.balance("organisation:o")) == ("paid", 6000, -6000)

    def test_cannot_be_waived_while_money_is_on_its_way(self, now: datetime) -> None:
        bill = a_bill(now=now)
        acting(lambda: actions.pay(bill=bill, method="fake", by=CUSTOMER, now=now))
        with pytest.raises(actions.NothingToReduce):
            acting(lambda: actions.waive(bill=bill, why="x", by=FINANCE, now=now))

    @pytest.mark.parametrize("unknown", [False, True])
    def test_cannot_be_waived_before_what_it_is_for_is_over(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch, unknown: bool
    ) -> None:
        bill = a_bill(now=now)
        monkeypatch.setattr(bills, "_OVER", {} if unknown else {"claim": lambda _key: False})
        with pytest.raises(actions.NotOver):
            acting(lambda: actions.waive(bill=bill, why="x", by=FINANCE, now=now))


@pytest.mark.django_db
class TestRefund:
    def test_goes_back_in_parts_up_to_what_was_paid(self, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        for fen in (4000, 6000):
            acting(lambda fen=fen: actions.refund(bill=bill, amount_fen=fen, reason="r", by=FINANCE, now=now))  # type: ignore[misc]
            later.run_due(now)
        bill.refresh_from_db()
        assert (bill.state, bill.refunded_fen, bill.reserved_fen) == ("refunded", 10000, 0)
        assert queries.balance(bill.payer) == queries.balance("provider:fake") == 0

    def test_refuses_more_while_another_is_under_way(self, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        acting(lambda: actions.refund(bill=bill, amount_fen=7000, reason="r", by=FINANCE, now=now))
        with pytest.raises(actions.MoreThanPaid) as refused:
            acting(lambda: actions.refund(bill=bill, amount_fen=3001, reason="r", by=FINANCE, now=now))
        assert refused.value.facts["most_fen"] == 3000

    def test_is_finances_only(self, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        with pytest.raises(actions.NotYourPayment):
            acting(lambda: actions.refund(bill=bill, amount_fen=1, reason="r", by=CUSTOMER, now=now))

    def test_with_a_key_happens_once(self, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        both = [
            acting(lambda: actions.refund(bill=bill, amount_fen=5000, reason="r", by=FINANCE, now=now, key="k"))
            for _ in range(2)
        ]
        assert both[0] == both[1]

    def test_is_refused_by_the_database_too(self, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        with pytest.raises(IntegrityError), transaction.atomic():
            Bill.objects.filter(pk=bill.pk).update(refunded_fen=10001)


@pytest.mark.django_db
class TestLedger:
    def test_books_where_it_lies_what_went_back_by_a_number_told_later(self, now: datetime) -> None:
        bill = paid_elsewhere(ELSEWHERE["told_later"], now=now, told=TOLD["told_later"])
        for fen in (3000, 7000):
            acting(lambda fen=fen: actions.refund(bill=bill, amount_fen=fen, reason="r", by=FINANCE, now=now))
            back = bill.payments.filter(direction="back").latest("id")
            assert back.provider == "wechat"
            acting(lambda back=back: actions.clear(payment=back, succeeded=True, reference="h", by=FINANCE, now=now))
            bill.refresh_from_db()
        posted = Transfer.objects.filter(bill=bill, state="posted")
        assert (lies(posted, "provider:wechat"), lies(posted, "provider:fake")) == (0, 0)
        assert not list(timeline.verify())

    @settings(max_examples=15)
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(STEPS), st.integers(1, 12000)),
            max_size=12,
        ),
        kind=st.sampled_from(["technician", "outlet"]),
        begins=st.sampled_from(["here", "ordered", "numbered", "told_later"]),
    )
    def test_balances_whatever_happens(self, steps: list[tuple[str, int]], kind: str, begins: str) -> None:
        now = datetime.fromisoformat("2026-11-24T04:00:00+00:00")
        if not Outlet.objects.exists():  # every example looks at the same house
            ground.lay(now=now)
        holder = queries.holder_of(kind, {"technician": cast.MASTER_LUO.number, "outlet": "AX-CD-01"}[kind])
        held_before, till_before = queries.held_by(holder), queries.balance(rules.HOUSE_CASH)
        bill = a_bill(now=now) if begins == "here" else paid_elsewhere(ELSEWHERE[begins], now=now, told=TOLD[begins])
        for step, fen in steps:
            _try(bill, step, fen, now, holder)
        bill.refresh_from_db()
        posted = Transfer.objects.filter(bill=bill, state="posted")
        accounts = {name for row in posted for name in (row.debit, row.credit)}
        mine = sum(
            (posted.filter(debit=name).aggregate(n=Sum("amount_fen"))["n"] or 0)
            - (posted.filter(credit=name).aggregate(n=Sum("amount_fen"))["n"] or 0)
            for name in accounts
        )
        assert mine == 0
        if begins != "here":  # each account holds what came in by it and didn't go back, to the fen
            first = bill.payments.get(direction="in")
            there = rules.provider_account(first.provider)
            for name in (one for one in accounts if one.startswith("provider:")):
                assert lies(posted, name) == (bill.paid_fen - bill.refunded_fen if name == there else 0)
        assert 0 <= bill.refunded_fen + bill.reserved_fen <= bill.paid_fen <= bill.total_fen
        if bill.state in ("paid", "waived", "refunded"):
            assert queries.balance(bill.payer) == 0
        held, till = queries.held_by(holder), queries.balance(rules.HOUSE_CASH) - till_before
        took = sum(one.amount_fen for one in posted.filter(payment__provider="cash", reason="payment"))
        gave = sum(one.amount_fen for one in posted.filter(payment__provider="cash", reason="refund"))
        assert held >= 0
        assert held - held_before + till == took - gave
        assert took <= bill.total_fen
        assert not list(timeline.verify())


def lies(posted: QuerySet[Transfer], name: str) -> int:
    """Return what the transfers of a bill leave on an account."""
    came, went = (
        posted.filter(**{side: name}).aggregate(n=Sum("amount_fen"))["n"] or 0 for side in ("debit", "credit")
    )
    return came - went


def _try(bill: Bill, step: str, fen: int, now: datetime, holder: queries.Holder) -> None:
    code = queries.code_of(queries.view(bill).cash)
    other = "000000" if code != "000000" else "111111"
    works = {
        "take_cash": lambda: actions.take_cash(bill=bill, holder=holder, by=SYSTEM, now=now),
        "cash_code": lambda: actions.confirm_cash(bill=bill, code=code, by=SYSTEM, now=now),
        "wrong_code": lambda: actions.confirm_cash(bill=bill, code=other, by=SYSTEM, now=now),
        "drop_cash": lambda: actions.drop_cash(bill=bill, by=SYSTEM, now=now),
        "hand_in": lambda: actions.hand_in(holder=holder, counted_fen=fen, by=FINANCE, now=now),
        "by_hand": lambda: [
            actions.clear(payment=one, succeeded=bool(fen % 2), reference="hand", by=FINANCE, now=now)
            for one in bill.payments.filter(state="unclear")
        ],
        "pay": lambda: actions.pay(bill=bill, method="fake", by=CUSTOMER, now=now),
        "fail": lambda: actions.pay(bill=bill, method="fake_failing", by=CUSTOMER, now=now),
        "unclear": lambda: actions.pay(bill=bill, method="fake_unclear", by=CUSTOMER, now=now),
        "refund": lambda: actions.refund(bill=bill, amount_fen=fen, reason="r", by=FINANCE, now=now),
        "reduce": lambda: actions.reduce(bill=bill, to_fen=fen, why="w", by=FINANCE, now=now),
        "waive": lambda: actions.waive(bill=bill, why="w", by=FINANCE, now=now),
    }
    with suppress(AnxinError):
        acting(works[step])
    later.run_due(now)
    bill.refresh_from_db()
