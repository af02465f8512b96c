"""A bill that is paid in part is lowered, let go or replaced to the fen: what was paid beyond goes back by two."""

from datetime import datetime

import pytest

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger.actions import Charge, bills
from anxin.domain.ledger.models import Bill, Payment, Repayment
from anxin.domain.people.models import Organisation
from tests.domain.ledger.test_money import CUSTOMER, FINANCE, a_bill
from tests.domain.ledger.test_remittances import SECOND, comes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bills._OVER, "claim", lambda _key: True)


@pytest.fixture
def part(till: Organisation, now: datetime) -> Bill:
    """Return an agreed bill of 100 yuan of which 60 came by transfer."""
    bill = a_bill(now=now)
    acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
    comes(till, bill, now, amount_fen=6000)
    assert (bill.state, bill.paid_fen) == ("agreed", 6000)
    return bill


def agreed(bill: Bill, now: datetime) -> Payment:
    """Have a second person send what waits to go back, and the refund made by hand."""
    row = bill.repayments.get(ended_at=None)
    back = acting(lambda: actions.agree_to_repayment(repayment=row, by=SECOND, now=now))
    assert back is not None
    later.run_due(now)
    acting(lambda: actions.clear(payment=back, succeeded=True, reference="HX-OUT", by=SECOND, now=now))
    bill.refresh_from_db()
    return back


def test_lowered_to_more_than_was_paid_it_asks_for_the_rest(part: Bill, now: datetime) -> None:
    acting(lambda: actions.reduce(bill=part, to_fen=8000, why="少换一件", by=FINANCE, now=now))
    assert (part.state, queries.still_due(part)) == ("shown", 2000)
    rest = acting(lambda: actions.pay(bill=part, by=CUSTOMER, now=now, provider="fake"))
    later.run_due(now)
    part.refresh_from_db()
    assert (rest.amount_fen, part.state, queries.balance(part.payer)) == (2000, "paid", 0)
    assert not list(timeline.verify())


@pytest.mark.parametrize("to_fen", [6000, 4000])
def test_lowered_to_what_was_paid_or_less_it_is_settled_and_the_rest_goes_back(
    part: Bill, now: datetime, to_fen: int
) -> None:
    acting(lambda: actions.reduce(bill=part, to_fen=to_fen, why="少换一件", by=FINANCE, now=now))
    assert (part.state, part.total_fen, queries.balance(part.payer)) == ("paid", 6000, 0)
    waits = Repayment.objects.filter(bill=part).values_list("amount_fen", flat=True)
    assert list(waits) == ([] if to_fen == 6000 else [2000])
    if to_fen == 4000:
        agreed(part, now)
        assert (part.refunded_fen, queries.balance(part.payer), queries.balance("house:bank")) == (2000, 0, 4000)
    assert not list(timeline.verify())


def test_waived_it_asks_for_nothing_and_all_that_was_paid_goes_back(part: Bill, now: datetime) -> None:
    acting(lambda: actions.waive(bill=part, why="不收了", by=FINANCE, now=now))
    assert queries.still_due(part) == 0
    agreed(part, now)
    assert (part.state, part.refunded_fen) == ("refunded", 6000)
    assert (queries.balance(part.payer), queries.balance(part.payee), queries.balance("house:bank")) == (0, 0, 0)
    assert not list(timeline.verify())


def test_waived_after_all_that_was_paid_went_back_it_has_ended(part: Bill, now: datetime) -> None:
    back = acting(lambda: actions.refund(bill=part, amount_fen=6000, reason="r", by=FINANCE, now=now))
    later.run_due(now)
    acting(lambda: actions.clear(payment=back, succeeded=True, reference="HX-OUT", by=SECOND, now=now))
    part.refresh_from_db()
    acting(lambda: actions.waive(bill=part, why="不收了", by=FINANCE, now=now))
    assert (part.state, part.repayments.count(), queries.balance(part.payer)) == ("refunded", 0, 0)
    assert not list(timeline.verify())


def test_is_not_lowered_while_its_money_waits_to_go_back(part: Bill, now: datetime) -> None:
    said = {"amount_fen": 1000, "reason": "goodwill", "why": "x"}
    acting(lambda: actions.propose_repayment(bill=part, **said, by=FINANCE, now=now))
    with pytest.raises(actions.RepaymentWaits):
        acting(lambda: actions.waive(bill=part, why="不收了", by=FINANCE, now=now))
    part.refresh_from_db()
    assert (part.state, part.total_fen) == ("agreed", 10000)


def test_another_takes_its_place_for_what_is_open_and_it_stays_for_what_was_paid(part: Bill, now: datetime) -> None:
    def redone() -> Bill:
        lines = [*actions.lines_of(part), Charge(code="Y", name="换压缩机", full_fen=30000, amount_fen=30000)]
        actions.replace(bill=part, by=SYSTEM, now=now)
        sides = {"payer": part.payer, "payee": part.payee}
        bill = actions.charge(stream=part.stream(), lines=lines, **sides, by=SYSTEM, now=now)
        actions.show(bill=bill, by=SYSTEM, now=now)
        return bill

    bill = acting(redone)
    assert (part.state, part.total_fen, bill.total_fen) == ("paid", 6000, 34000)
    assert [(one.full_fen, one.amount_fen) for one in bill.lines.order_by("position")] == [(4000, 4000), (30000, 30000)]
    assert queries.latest(part.stream()) == bill
    acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
    assert queries.balance(part.payer) == 34000
    assert not list(timeline.verify())


def test_an_agreed_bill_that_is_replaced_stands_in_the_record(now: datetime) -> None:
    bill = a_bill(now=now)
    acting(lambda: actions.agree(bill=bill, by=CUSTOMER, now=now))
    acting(lambda: actions.replace(bill=bill, by=SYSTEM, now=now))
    assert (bill.state, queries.balance(bill.payer)) == ("replaced", 0)
    assert not list(timeline.verify())
