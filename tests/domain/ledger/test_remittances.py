"""Money outside of every provider: written down by one, booked by two, once; the rest is kept, and goes back by two."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anxin.core import later, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger.actions import bills
from anxin.domain.ledger.commands import PAYMENTS, REMITTANCES, TILL, NoPayee
from anxin.domain.ledger.models import Bill, Payment, Remittance, Transfer
from anxin.domain.ledger.queries import payees, remittances
from anxin.domain.ledger.rules.remittances import ACCOUNT, numbers_in
from anxin.domain.people.models import Organisation
from tests.domain.ledger.test_money import CUSTOMER, a_bill

pytestmark = pytest.mark.django_db
QIAN = Actor(kind="staff", id="qian", organisation="o", roles=frozenset({"finance"}))
SECOND = Actor(kind="staff", id="second", organisation="o", roles=frozenset({"finance"}))


@pytest.fixture(autouse=True)
def _over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bills._OVER, "claim", lambda _key: True)


def told(now: datetime, **fields: Any) -> dict[str, Any]:
    """Return what finance reads off the account."""
    said = {"way": "bank", "amount_fen": 10000, "moved_date": now.date(), "payer": "张伟", "reference": "HX0001"}
    return {**said, **fields}


def receives(till: Organisation, bill: Bill, now: datetime, *, by: Actor = QIAN, **fields: Any) -> Remittance:
    """Write down money that came for a bill."""
    given = {**told(now, **fields), "number": bill.number}
    made: Remittance = acting(lambda: TILL.give("receipt", row=till, by=by, now=now, fields=given))
    return made


def gives(row: Remittance, name: str, now: datetime, *, by: Actor = SECOND, **fields: Any) -> Any:
    """Give a command of a remittance."""
    fresh = Remittance.objects.select_related("bill", "payment").get(pk=row.pk)
    found = acting(lambda: REMITTANCES.give(name, row=fresh, by=by, now=now, fields=fields))
    row.refresh_from_db()
    return found


def comes(till: Organisation, bill: Bill, now: datetime, **fields: Any) -> Remittance:
    """Have money booked by two."""
    row = receives(till, bill, now, **fields)
    gives(row, "agreement", now)
    bill.refresh_from_db()
    return row


def an_agreed_bill(now: datetime) -> Bill:
    """Return a bill that its payer agreed to."""
    bill = a_bill(now=now)
    acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
    return bill


def balances() -> Mapping[str, int]:
    """Return what stands on the house's accounts of money outside of providers."""
    names = ("house:bank", "house:cash", "house:elsewhere", "house:advances")
    return {name: fen for name in names if (fen := queries.balance(name))}


def unclear_refund(bill: Bill, fen: int, now: datetime) -> Payment:
    """Have a refund of a bill wait for a person to make it."""
    row = acting(lambda: actions.refund(bill=bill, amount_fen=fen, reason="r", by=QIAN, now=now))
    later.run_due(now)
    row.refresh_from_db()
    assert row.state == "unclear"
    return row


class TestReceived:
    def test_is_booked_once_a_second_person_agrees_and_the_bill_is_paid(
        self, till: Organisation, now: datetime
    ) -> None:
        bill = a_bill(now=now)
        row = receives(till, bill, now)
        bill.refresh_from_db()
        assert (row.state, bill.paid_fen, balances()) == ("proposed", 0, {})
        gives(row, "agreement", now)
        bill.refresh_from_db()
        assert (row.state, bill.state, bill.paid_fen) == ("booked", "paid", 10000)
        assert (balances(), queries.balance(bill.payer)) == ({"house:bank": 10000}, 0)
        assert not list(timeline.verify())

    def test_is_never_booked_by_who_wrote_it_down(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        row = receives(till, bill, now)
        with pytest.raises(actions.SecondPerson):
            gives(row, "agreement", now, by=QIAN)
        with pytest.raises(Forbidden):
            gives(row, "agreement", now, by=CUSTOMER)

    def test_is_refused_with_a_reference_that_is_known(self, till: Organisation, now: datetime) -> None:
        comes(till, a_bill(now=now), now)
        with pytest.raises(actions.ReferenceKnown) as refused:
            receives(till, a_bill(now=now), now)
        assert refused.value.field == "reference"

    def test_of_the_same_sum_and_day_for_one_bill_is_said_to_have_come_twice(
        self, till: Organisation, now: datetime
    ) -> None:
        bill = a_bill(now=now, fen=30000)
        receives(till, bill, now)
        with pytest.raises(actions.CameAlike) as refused:
            receives(till, bill, now, way="office", reference="SJ-1")
        assert (refused.value.field, Remittance.objects.count()) == ("again", 1)
        receives(till, bill, now, way="office", reference="SJ-1", again=True)
        assert Remittance.objects.count() == 2

    def test_is_booked_once_however_often_it_is_agreed_to(self, till: Organisation, now: datetime) -> None:
        row = comes(till, a_bill(now=now), now)
        with pytest.raises(WrongState):
            gives(row, "agreement", now)
        assert balances() == {"house:bank": 10000}

    @pytest.mark.parametrize(
        ("field", "value"),
        [("amount_fen", 0), ("moved_date", None), ("reference", "1"), ("way", "gold"), ("payer", "")],
    )
    def test_says_which_field_is_wrong(self, till: Organisation, now: datetime, field: str, value: Any) -> None:
        ahead = now.date() + timedelta(days=2)
        with pytest.raises(Invalid) as refused:
            receives(till, a_bill(now=now), now, **{field: value if field != "moved_date" else ahead})
        assert field in str(refused.value.field)

    def test_is_of_no_bill_of_another_house(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        Bill.objects.filter(pk=bill.pk).update(payee="organisation:other")
        with pytest.raises(AnxinError) as refused:
            receives(till, bill, now)
        assert refused.value.code == "ledger.no_bill_of"

    def test_refused_waits_for_its_bill_again_and_is_then_put_aside(self, till: Organisation, now: datetime) -> None:
        row = receives(till, a_bill(now=now), now)
        gives(row, "refusal", now, why="金额不对")
        assert (row.state, row.bill, remittances.why_not(row), balances()) == ("noted", None, "金额不对", {})
        gives(row, "apart", now, by=QIAN, why="不是本店的款")
        gives(row, "again", now, by=QIAN)
        other = a_bill(now=now)
        gives(row, "bill", now, by=QIAN, number=other.number)
        gives(row, "agreement", now)
        other.refresh_from_db()
        assert other.state == "paid"
        assert not list(timeline.verify())

    def test_of_whom_is_sealed_and_a_look_at_it_is_told(self, till: Organisation, now: datetime) -> None:
        row = receives(till, a_bill(now=now), now)
        assert "张伟" not in row.payer_sealed
        assert remittances.masked_payer(row) == "张*"
        assert gives(row, "payer", now, reason="transfer_matched").name == "张伟"
        assert [one.code for one in timeline.read(row.stream())][-1] == "ledger.payer_seen"


def test_who_paid_what_was_of_no_bill_is_forgotten_after_its_days(till: Organisation, now: datetime) -> None:
    said = actions.Received(
        way="bank", amount_fen=7, moved_date=now.date(), reference="N9", payer="王五", remark="货款"
    )
    row = acting(lambda: actions.take_down(said, by=QIAN, now=now))
    gives(row, "apart", now, by=QIAN, why="不是本店的款")
    assert acting(lambda: actions.forget_aside(now=now + timedelta(days=89))) == 0
    assert acting(lambda: actions.forget_aside(now=now + timedelta(days=91))) == 1
    row.refresh_from_db()
    assert (row.payer_sealed, row.remark_sealed, remittances.masked_payer(row)) == ("", "", "")
    assert acting(lambda: actions.forget_aside(now=now + timedelta(days=92))) == 0
    assert not list(timeline.verify())


class TestParts:
    def test_say_nothing_of_the_rest_of_a_bill_nobody_agreed_to(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        row = receives(till, bill, now, amount_fen=4000)
        with pytest.raises(actions.FirstAgreed):
            gives(row, "agreement", now)
        bill.refresh_from_db()
        assert (bill.state, balances()) == ("shown", {})

    def test_leave_the_rest_to_pay_and_the_last_settles_the_bill(self, till: Organisation, now: datetime) -> None:
        bill = an_agreed_bill(now)
        comes(till, bill, now, amount_fen=4000)
        assert (bill.state, queries.view(bill).due_fen) == ("agreed", 6000)
        assert queries.view(bill).said == ("还应付 ¥60.00", "已付 ¥40.00")
        comes(till, bill, now, amount_fen=6000, way="office", reference="SJ-17")
        assert (bill.state, balances()) == ("paid", {"house:bank": 4000, "house:cash": 6000})
        assert not list(timeline.verify())

    def test_give_the_code_to_pay_up_that_asked_for_all(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        code = acting(lambda: actions.pay(bill=bill, by=CUSTOMER, now=now, provider="fake"))
        comes(till, bill, now, amount_fen=4000)
        code.refresh_from_db()
        assert (code.state, code.fault) == ("failed", "transfer")
        again = acting(lambda: actions.pay(bill=bill, by=CUSTOMER, now=now, provider="fake"))
        later.run_due(now)
        bill.refresh_from_db()
        assert (again.amount_fen, bill.state) == (6000, "paid")
        assert not list(timeline.verify())

    def test_wait_until_it_is_said_what_became_of_an_unclear_payment(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        acting(lambda: actions.pay(bill=bill, by=CUSTOMER, now=now, provider="fake", method="fake_unclear"))
        later.run_due(now)
        row = receives(till, bill, now)
        with pytest.raises(actions.FirstSayWhat):
            gives(row, "agreement", now)
        assert balances() == {}

    def test_go_back_over_the_way_that_has_as_much_else_by_transfer(self, till: Organisation, now: datetime) -> None:
        bill = an_agreed_bill(now)
        comes(till, bill, now, amount_fen=4000)
        acting(lambda: actions.pay(bill=bill, by=CUSTOMER, now=now, provider="fake"))
        later.run_due(now)
        bill.refresh_from_db()
        ways = []
        for fen in (5000, 4000):
            ways.append(acting(lambda fen=fen: actions.refund(bill=bill, amount_fen=fen, reason="r", by=QIAN, now=now)))
        assert [one.provider for one in ways] == ["fake", "bank"]
        whole = an_agreed_bill(now)
        comes(till, whole, now, amount_fen=4000, reference="HX0002")
        acting(lambda: actions.pay(bill=whole, by=CUSTOMER, now=now, provider="fake"))
        later.run_due(now)
        whole.refresh_from_db()
        assert unclear_refund(whole, 10000, now).provider == "bank"


class TestTooMuch:
    def test_is_kept_as_an_advance_and_goes_back_by_two(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        row = comes(till, bill, now, amount_fen=12000)
        assert (row.over_fen, bill.paid_fen, balances()) == (
            2000,
            10000,
            {"house:bank": 12000, "house:advances": -2000},
        )
        sent = {"way": "bank", "moved_date": now.date(), "reference": "HX-OUT-1"}
        back = gives(row, "rest", now, by=QIAN, **sent)
        with pytest.raises(WrongState):
            gives(row, "rest", now, by=QIAN, **{**sent, "reference": "HX-OUT-2"})
        assert balances()["house:advances"] == -2000
        with pytest.raises(actions.SecondPerson):
            gives(back, "agreement", now, by=QIAN)
        gives(back, "agreement", now)
        assert (balances(), bill.paid_fen) == ({"house:bank": 10000}, 10000)
        assert not list(timeline.verify())

    def test_is_all_that_comes_for_a_bill_that_is_paid(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now, at="paid")
        row = comes(till, bill, now)
        assert (row.over_fen, row.payment_id, bill.paid_fen) == (10000, None, 10000)
        assert not list(timeline.verify())


TOLD_ACCOUNT = {"name": "张伟", "bank": "工商银行成都分行", "number": "6222 0210 0100 1234"}


def says_account(refund: Payment, now: datetime) -> None:
    acting(lambda: PAYMENTS.give("account", row=refund, by=QIAN, now=now, fields=TOLD_ACCOUNT))


class TestGoneBack:
    def test_names_to_whom_or_is_not_written_down(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        comes(till, bill, now)
        refund = unclear_refund(bill, 3000, now)
        sent = {"way": "bank", "moved_date": now.date(), "reference": "HX-OUT-9"}
        with pytest.raises(NoPayee):
            acting(lambda: PAYMENTS.give("payout", row=refund, by=QIAN, now=now, fields=sent))
        with pytest.raises(Invalid, match="account number"):
            acting(
                lambda: PAYMENTS.give(
                    "account", row=refund, by=QIAN, now=now, fields={**TOLD_ACCOUNT, "number": "6222-x1"}
                )
            )
        says_account(refund, now)
        told = payees.payee_of(refund)
        assert told is not None
        assert (told.name, told.number) == ("张伟", "6222021001001234")
        assert "张伟" not in refund.payee_sealed
        row = acting(lambda: PAYMENTS.give("payout", row=refund, by=QIAN, now=now, fields=sent))
        assert remittances.masked_payer(row) == "张* · 工商银行成都分行 ****1234"
        with pytest.raises(AnxinError):
            says_account(refund, now)
        gives(row, "agreement", now)
        refund.refresh_from_db()
        assert refund.payee_sealed == ""
        assert not list(timeline.verify())

    def test_is_booked_by_two_with_its_reference(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        comes(till, bill, now)
        refund = unclear_refund(bill, 3000, now)
        with pytest.raises(WrongState):
            acting(lambda: PAYMENTS.give("paid", row=refund, by=QIAN, now=now, fields={"reference": "HX-OUT"}))
        sent = {"way": "bank", "moved_date": now.date(), "reference": "HX-OUT-9"}
        says_account(refund, now)
        row = acting(lambda: PAYMENTS.give("payout", row=refund, by=QIAN, now=now, fields=sent))
        with pytest.raises(WrongState):
            acting(lambda: PAYMENTS.give("payout", row=refund, by=QIAN, now=now, fields={**sent, "reference": "X-2"}))
        with pytest.raises(actions.SecondPerson):
            gives(row, "agreement", now, by=QIAN)
        gives(row, "agreement", now)
        refund.refresh_from_db()
        bill.refresh_from_db()
        assert (refund.state, refund.reference, bill.refunded_fen, bill.reserved_fen) == (
            "succeeded",
            "HX-OUT-9",
            3000,
            0,
        )
        assert balances() == {"house:bank": 7000}
        assert not list(timeline.verify())

    def test_refused_can_be_told_rightly_with_the_same_reference(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        comes(till, bill, now)
        refund = unclear_refund(bill, 10000, now)
        sent = {"way": "bank", "moved_date": now.date(), "reference": "HX-OUT-9"}
        says_account(refund, now)
        row = acting(lambda: PAYMENTS.give("payout", row=refund, by=QIAN, now=now, fields=sent))
        gives(row, "refusal", now, why="日期错了")
        assert row.state == "aside"
        again = acting(lambda: PAYMENTS.give("payout", row=refund, by=QIAN, now=now, fields=sent))
        gives(again, "agreement", now)
        bill.refresh_from_db()
        assert (bill.state, balances()) == ("refunded", {})
        assert not list(timeline.verify())


class TestRows:
    def test_one_written_past_the_actions_is_found(self, till: Organisation, now: datetime) -> None:
        row = comes(till, a_bill(now=now), now, amount_fen=12000)
        Remittance.objects.filter(pk=row.pk).update(over_fen=1)
        assert list(timeline.verify())
        Remittance.objects.filter(pk=row.pk).update(over_fen=2000)
        Transfer.objects.filter(reason="advance").update(amount_fen=1)
        assert list(timeline.verify())

    def test_the_database_keeps_one_of_a_reference(self, till: Organisation, now: datetime) -> None:
        row = receives(till, a_bill(now=now), now)
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            Remittance.objects.create(
                direction=row.direction,
                way=row.way,
                amount_fen=1,
                moved_date=row.moved_date,
                reference=row.reference,
                plain=row.plain,
                state="noted",
                created_at=now,
                updated_at=now,
            )


def test_a_number_is_found_in_what_a_payer_wrote_also_without_its_dashes(now: datetime) -> None:
    number = a_bill(now=now).number
    assert numbers_in(f"维修费{number}谢谢") == [number]
    assert numbers_in(f"张三 {number.replace('-', '')}") == [number]
    wide = number.translate({ord(one): ord(one) + 0xFEE0 for one in "B-0123456789"})
    assert numbers_in(f"维修费{wide}") == [number], "typed on a phone in letters of full width"
    wrong = "1" if number[-1] != "1" else "2"
    assert numbers_in(f"{number[:-1]}{wrong}") == []


def test_the_account_takes_two_to_change_and_is_whole(now: datetime) -> None:
    account = {"name": "合宴服务有限公司", "bank": "工商银行成都分行", "number": "4402 0801 0910 0001"}
    with pytest.raises(Invalid):
        settings.propose(name=ACCOUNT, value={"name": "合宴"}, valid_from=now, by=QIAN, now=now)
    row = settings.propose(name=ACCOUNT, value=account, valid_from=now, by=QIAN, now=now)
    bill = queries.view(a_bill(now=now))
    assert queries.transfer_account(bill, now=now) is None
    with pytest.raises(AnxinError):
        settings.confirm(row, by=QIAN, now=now)
    settings.confirm(row, by=SECOND, now=now)
    told = queries.transfer_account(bill, now=now)
    assert told is not None
    assert (told.number, told.reference, told.fen) == (account["number"], bill.number, 10000)
