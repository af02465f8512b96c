"""Cash at a door or counter: booked by the customer's code alone, held by who took it, never beside a code to pay."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from anxin.core import later, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.ledger import actions, queries, rules
from anxin.domain.ledger.actions import bills, payments
from anxin.domain.ledger.actions.cash import ReceiptKnown
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.models import Bill, Difference, Payment, Transfer
from anxin.domain.ledger.queries import cash
from anxin.domain.network.models import Technician
from tests.domain.ledger.test_money import CUSTOMER, FINANCE, a_bill
from tests.evidence_builders import drawn, jpeg, sealed

LUO = Actor(kind="technician", id="l", roles=frozenset({"technician"}))
HOLDERS = ("technician", "outlet")


def holder(kind: str) -> queries.Holder:
    """Return who takes cash: Master Luo at the door, or his outlet at its counter."""
    return queries.holder_of(kind, {"technician": cast.MASTER_LUO.number, "outlet": "AX-CD-01"}[kind])


@pytest.fixture
def luo(now: datetime, db: None) -> Technician:
    ground.lay(now=now)
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def agreed(now: datetime, fen: int = 10000) -> Bill:
    bill = a_bill(now=now, fen=fen)
    acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
    return bill


def takes(bill: Bill, luo: queries.Holder, now: datetime) -> str:
    """Begin to take cash; return the code that stands on the customer's page."""
    acting(lambda: actions.take_cash(bill=bill, holder=luo, by=LUO, now=now))
    return queries.code_of(queries.view(bill).cash)


def confirms(bill: Bill, code: str, now: datetime) -> None:
    acting(lambda: actions.confirm_cash(bill=bill, code=code, by=LUO, now=now))
    bill.refresh_from_db()


def other_than(code: str) -> str:
    return "000000" if code != "000000" else "111111"


class TestTaken:
    def test_is_booked_by_the_customers_code_and_held_until_handed_in(self, luo: Technician, now: datetime) -> None:
        bill = agreed(now)
        code = takes(bill, luo, now)
        assert (bill.state, queries.held_by(luo)) == ("agreed", 0)
        confirms(bill, code, now)
        assert (bill.state, bill.paid_fen, queries.held_by(luo)) == ("paid", 10000, 10000)
        assert [one.provider for one in queries.view(bill).came] == [rules.CASH]
        assert not list(timeline.verify())

    def test_of_a_part_leaves_the_rest_to_pay_and_never_more_than_is_open(self, luo: Technician, now: datetime) -> None:
        bill = agreed(now)
        for fen in (-1, 0, 10001):
            with pytest.raises(actions.CashBeyondBill):
                acting(lambda fen=fen: actions.take_cash(bill=bill, holder=luo, amount_fen=fen, by=LUO, now=now))
        acting(lambda: actions.take_cash(bill=bill, holder=luo, amount_fen=4000, by=LUO, now=now))
        assert (queries.view(bill).cash_fen, queries.view(bill).due_fen) == (4000, 10000)
        confirms(bill, queries.code_of(queries.view(bill).cash), now)
        assert (bill.state, queries.still_due(bill), queries.held_by(luo)) == ("agreed", 6000, 4000)
        confirms(bill, takes(bill, luo, now), now)
        assert (bill.state, queries.held_by(luo), queries.balance(bill.payer)) == ("paid", 10000, 0)
        assert [(one.fen, one.provider) for one in queries.view(bill).receipts] == [(4000, "cash"), (6000, "cash")]
        assert not list(timeline.verify())

    def test_by_a_wrong_code_is_nothing_and_after_three_there_is_no_cash_for_this_bill(
        self, luo: Technician, now: datetime
    ) -> None:
        bill = agreed(now)
        code = takes(bill, luo, now)
        for _try in range(3):
            with pytest.raises(actions.WrongCashCode):
                confirms(bill, other_than(code), now)
        with pytest.raises(actions.CashNotNeeded):
            confirms(bill, code, now)
        with pytest.raises(actions.NoCash):
            takes(bill, luo, now)
        assert (bill.state, queries.held_by(luo)) == ("agreed", 0)

    def test_dropped_and_taken_anew_leaves_no_more_tries_than_before(self, luo: Technician, now: datetime) -> None:
        bill = agreed(now)
        for _time in range(3):
            code = takes(bill, luo, now)
            with pytest.raises(actions.WrongCashCode):
                confirms(bill, other_than(code), now)
            if _time < 2:
                acting(lambda: actions.drop_cash(bill=bill, by=LUO, now=now))
        with pytest.raises(actions.NoCash):
            takes(bill, luo, now)

    def test_is_refused_beyond_what_may_be_taken_or_held(self, luo: Technician, now: datetime) -> None:
        with pytest.raises(actions.NoCash):
            takes(agreed(now, fen=100_001), luo, now)
        for _bill in range(3):
            bill = agreed(now, fen=100_000)
            confirms(bill, takes(bill, luo, now), now)
        with pytest.raises(actions.NoCash):
            takes(agreed(now, fen=100), luo, now)
        assert cash.may_take(agreed(now, fen=100), luo, now=now) == "full"

    def test_is_none_where_the_house_wants_none(self, luo: Technician, now: datetime) -> None:
        by = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
        told: dict[str, Any] = {"name": "ledger.cash_most_yuan", "value": 0, "valid_from": now}
        acting(lambda: settings.propose(**told, by=by, now=now))
        with pytest.raises(actions.NoCash):
            takes(agreed(now), luo, now)

    def test_that_goes_back_is_work_for_finance_by_hand(self, luo: Technician, now: datetime) -> None:
        bill = agreed(now)
        confirms(bill, takes(bill, luo, now), now)
        row = acting(lambda: actions.refund(bill=bill, amount_fen=3000, reason="r", by=FINANCE, now=now))
        later.run_due(now)
        row.refresh_from_db()
        assert (row.state, row.fault) == ("unclear", "by hand")
        acting(lambda: actions.clear(payment=row, succeeded=True, reference="hand", by=FINANCE, now=now))
        assert Transfer.objects.get(payment=row).credit == rules.HOUSE_CASH
        assert not list(timeline.verify())

    def test_is_handed_back_against_a_signed_receipt_by_one_and_asks_for_no_providers_number(
        self, luo: Technician, now: datetime
    ) -> None:
        bill = agreed(now)
        confirms(bill, takes(bill, luo, now), now)
        row = acting(lambda: actions.refund(bill=bill, amount_fen=100, reason="r", by=FINANCE, now=now))
        later.run_due(now)
        row.refresh_from_db()
        offered = PAYMENTS.allowed(queries.payment_situation(row, by=FINANCE, now=now), FINANCE).names
        assert "handing-back" in offered
        assert "paid" not in offered

        receipt = sealed(jpeg(drawn(7)), now=now)
        told = {"handed_by": "李店长，佛山网点柜台", "handed_date": now.date(), "receipt": "", "files": (receipt,)}
        with pytest.raises(Invalid):
            acting(lambda: PAYMENTS.give("handing-back", row=row, by=FINANCE, now=now, fields={**told, "files": ()}))
        early = {**told, "handed_date": now.date() - timedelta(days=1)}
        with pytest.raises(Invalid) as refused:
            acting(lambda: PAYMENTS.give("handing-back", row=row, by=FINANCE, now=now, fields=early))
        assert refused.value.field == "handed_date"
        acting(lambda: PAYMENTS.give("handing-back", row=row, by=FINANCE, now=now, fields=told))
        row.refresh_from_db()
        bill.refresh_from_db()
        assert (row.state, row.proof, bill.refunded_fen) == ("succeeded", receipt.sha256, 100)
        assert Transfer.objects.get(payment=row).credit == rules.HOUSE_CASH
        [said] = [one for one in timeline.read(bill.stream(), opened=("why",)) if one.facts.get("went_back")]
        assert said.private["why"].text == "李店长，佛山网点柜台"
        opened = acting(lambda: PAYMENTS.give("receipt", row=row, by=FINANCE, now=now, fields={}))
        assert opened.sha256 == receipt.sha256
        assert not list(timeline.verify())
        Payment.objects.filter(pk=row.pk).update(proof="0" * 64)
        assert list(timeline.verify())

    def test_a_signed_receipt_stands_for_one_refund_by_its_file_and_by_its_number(
        self, luo: Technician, now: datetime
    ) -> None:
        bill = agreed(now)
        confirms(bill, takes(bill, luo, now), now)
        rows = []
        for fen in (4000, 6000):
            rows.append(
                acting(lambda fen=fen: actions.refund(bill=bill, amount_fen=fen, reason="r", by=FINANCE, now=now))
            )
            later.run_due(now)
            bill.refresh_from_db()
        first, other = (sealed(jpeg(drawn(one)), now=now) for one in (7, 8))
        told = {"handed_by": "柜台", "handed_date": now.date()}
        for row in rows:
            row.refresh_from_db()
        gives = partial(PAYMENTS.give, "handing-back", by=FINANCE, now=now)
        acting(lambda: gives(row=rows[0], fields={**told, "receipt": "R-1", "files": (first,)}))
        for receipt, file, field in (("R-2", first, "files"), ("", first, "files"), ("R-1", other, "receipt")):
            with pytest.raises(ReceiptKnown) as refused:
                acting(lambda r=receipt, f=file: gives(row=rows[1], fields={**told, "receipt": r, "files": (f,)}))
            assert (refused.value.field, refused.value.facts["number"]) == (field, bill.number)
        acting(lambda: gives(row=rows[1], fields={**told, "receipt": "R-2", "files": (other,)}))
        bill.refresh_from_db()
        assert bill.refunded_fen == 10000
        assert not list(timeline.verify())


class TestHandedIn:
    @pytest.mark.parametrize("kind", HOLDERS)
    def test_in_part_leaves_the_rest_with_the_holder_and_says_so(
        self, kind: str, luo: Technician, now: datetime
    ) -> None:
        bill, own = agreed(now), holder(kind)
        confirms(bill, takes(bill, own, now), now)
        left = acting(lambda: actions.hand_in(holder=own, counted_fen=9000, by=FINANCE, now=now))
        (shown,) = queries.cash_accounts()
        assert (left, shown.fen, shown.kind, shown.last) == (1000, 1000, kind, now)
        assert queries.holder_of(shown.kind, shown.number) == own
        for wrong in (0, 1001):
            with pytest.raises(Invalid):
                acting(lambda wrong=wrong: actions.hand_in(holder=own, counted_fen=wrong, by=FINANCE, now=now))
        acting(lambda: actions.hand_in(holder=own, counted_fen=1000, by=FINANCE, now=now))
        assert ([one.fen for one in queries.cash_accounts()], queries.balance(rules.HOUSE_CASH)) == ([0], 10000)
        assert not list(timeline.verify())

    @pytest.mark.parametrize("kind", HOLDERS)
    def test_by_a_row_that_no_fact_tells_of_is_found(self, kind: str, luo: Technician, now: datetime) -> None:
        about = {"debit": rules.HOUSE_CASH, "credit": rules.cash_account(str(holder(kind).pk)), "amount_fen": 5}
        Transfer.objects.create(**about, state="posted", key="hand_in:x", reason="hand_in", created_at=now)
        assert len(list(timeline.verify())) == 1


class TestCounter:
    def test_holds_its_own_beside_its_technician_and_up_to_its_own_limit(self, luo: Technician, now: datetime) -> None:
        own = holder("outlet")
        for fen in (100_000,) * 3:
            bill = agreed(now, fen=fen)
            confirms(bill, takes(bill, luo, now), now)
        one = agreed(now, fen=100)
        assert (cash.may_take(one, luo, now=now), cash.may_take(one, own, now=now)) == ("full", "may")
        for fen in (100_000,) * 10:
            bill = agreed(now, fen=fen)
            confirms(bill, takes(bill, own, now), now)
        assert cash.may_take(one, own, now=now) == "full"
        with pytest.raises(actions.NoCash):
            takes(one, own, now)
        assert [(held.kind, held.fen) for held in queries.cash_accounts()] in (
            [("technician", 300_000), ("outlet", 1_000_000)],
            [("outlet", 1_000_000), ("technician", 300_000)],
        )

    def test_takes_a_bill_that_was_lowered_which_the_customer_agrees_to_by_his_code(
        self, luo: Technician, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(bills._OVER, "claim", lambda _key: True)
        bill, own = agreed(now), holder("outlet")
        acting(lambda: actions.reduce(bill=bill, to_fen=6000, why="少换一件", by=FINANCE, now=now))
        code = takes(bill, own, now)
        assert (bill.state, queries.balance(bill.payer)) == ("shown", 0)
        confirms(bill, code, now)
        assert (bill.state, bill.paid_fen, queries.held_by(own)) == ("paid", 6000, 6000)
        assert queries.balance(bill.payer) == 0
        assert not list(timeline.verify())

    def test_shows_a_code_but_agrees_to_nothing_for_the_customer(self, luo: Technician, now: datetime) -> None:
        bill = a_bill(now=now)
        he = Actor(kind="staff", id="h", organisation="o", roles=frozenset({"outlet_manager"}))
        with pytest.raises(payments.NotPayable):
            acting(lambda: actions.pay(bill=bill, method="fake", by=he, now=now))
        acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
        acting(lambda: actions.pay(bill=bill, method="fake", by=he, now=now))
        later.run_due(now)
        bill.refresh_from_db()
        assert bill.state == "paid"


class TestBesideTheCode:
    def test_what_comes_by_the_code_after_cash_was_taken_goes_back_by_itself(self, wechat: Any) -> None:
        ground.lay(now=wechat.now)
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        code_paid = wechat.begin()
        confirms(wechat.bill, takes(wechat.bill, luo, wechat.now), wechat.now)
        assert wechat.bill.state == "paid"
        wechat.bank.pay(code_paid.number)
        assert wechat.hear(wechat.bank.told(code_paid.number)) == 200
        wechat.run(60)
        found = Difference.objects.get()
        assert (found.kind, found.end, wechat.bank.returned_fen) == ("not_settled", "returned", 10000)
        assert (wechat.bill.paid_fen, queries.held_by(luo)) == (10000, 10000)

    def test_paid_by_the_code_first_no_cash_is_booked(self, wechat: Any) -> None:
        ground.lay(now=wechat.now)
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        wechat.begin()
        code = takes(wechat.bill, luo, wechat.now)
        number = wechat.bill.payments.exclude(provider="cash").get().number
        wechat.bank.pay(number)
        assert wechat.hear(wechat.bank.told(number)) == 200
        with pytest.raises(actions.CashNotNeeded):
            confirms(wechat.bill, code, wechat.now)
        assert (wechat.bill.state, wechat.bill.paid_fen, queries.held_by(luo)) == ("paid", 10000, 0)
