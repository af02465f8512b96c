"""A wrong bill of a repair is put right, and money that was paid goes back: by two persons, never twice."""

from datetime import datetime, timedelta

import pytest

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Forbidden
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as money
from anxin.domain.ledger.models import Bill, Payment, Repayment, Transfer
from anxin.domain.ledger.queries import repayments
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Role
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from tests import builders

pytestmark = pytest.mark.django_db
FINANCE = Actor(kind="staff", id="fin", organisation="o", roles=frozenset({"finance"}))


def bill_of(one: builders.Walked) -> Bill:
    bill = money.latest(one.repair.stream())
    assert bill is not None
    return bill


def offered(one: builders.Walked) -> set[str]:
    """Return what the desk may do about the money of a repair."""
    chen = one.by(cast.XIAO_CHEN)
    one.repair.refresh_from_db()
    allowed = TABLE.allowed(TABLE.situation(one.repair, by=chen, now=one.now), chen)
    return {one for one in ("lowering", "waiver", "repayment") if one in allowed}


def lower(one: builders.Walked, fen: int) -> Bill:
    chen = one.by(cast.XIAO_CHEN)
    acting(lambda: repairs.lower_bill(repair=one.repair, to_fen=fen, why="少换了一件", by=chen, now=one.now))
    return bill_of(one)


def proposed(one: builders.Walked, fen: int) -> Repayment:
    asked = {"amount_fen": fen, "reason": "too_much", "why": "多收了一节电池"}
    chen = one.by(cast.XIAO_CHEN)
    (row,) = acting(lambda: repairs.propose_repayment(repair=one.repair, **asked, by=chen, now=one.now))
    return row


class TestLowering:
    def test_waits_during_the_service_until_its_customer_says_that_the_bill_is_wrong(self, now: datetime) -> None:
        billed = builders.a_repair(now=now, at="billed")
        assert offered(billed) == set()
        with pytest.raises(ledger.NotOver):
            lower(billed, 1)
        told = {"what": "bill_wrong", "why": "电池没换", "by": billed.customer, "now": billed.now}
        acting(lambda: repairs.object_to(repair=billed.repair, **told))
        assert offered(billed) == {"lowering"}
        bill = lower(billed, bill_of(billed).total_fen - 100)
        assert bill.state == "shown"
        assert timeline.verify() == []

    def test_of_what_was_agreed_to_is_owed_at_once_and_can_be_paid(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        bill = bill_of(one)
        assert (bill.state, offered(one)) == ("agreed", {"lowering", "waiver"})
        fen = bill.total_fen - 1000
        bill = lower(one, fen)
        assert (bill.state, bill.total_fen, money.balance(bill.payer)) == ("agreed", fen, fen)
        acting(lambda: ledger.pay(bill=bill, method="fake", by=one.customer, now=one.now))
        later.run_due(one.now)
        bill.refresh_from_db()
        one.repair.refresh_from_db()
        assert (bill.state, bill.paid_fen, one.repair.state) == ("paid", fen, "closed")

    def test_to_nothing_settles_it_and_closes_the_repair(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        bill = lower(one, 0)
        later.run_due(one.now)
        one.repair.refresh_from_db()
        assert (bill.state, one.repair.state) == ("paid", "closed")

    @pytest.mark.parametrize("more", [0, 1])
    def test_only_ever_lowers(self, more: int, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        with pytest.raises(ledger.NothingToReduce):
            lower(one, bill_of(one).total_fen + more)


class TestRepayment:
    def test_moves_nothing_until_another_of_finance_agrees_and_then_goes_once(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        assert offered(one) == {"repayment"}
        row, bill = proposed(one, 500), bill_of(one)
        assert (bill.reserved_fen, bill.refunded_fen, repayments.why_repayment(row)) == (0, 0, "多收了一节电池")
        assert [one.key for one in repayments.open_payments(FINANCE, most=9)] == [row.pk]
        acting(lambda: ledger.agree_to_repayment(repayment=row, by=FINANCE, now=one.now))
        with pytest.raises(ledger.RepaymentEnded):
            acting(lambda: ledger.agree_to_repayment(repayment=row, by=FINANCE, now=one.now))
        later.run_due(one.now)
        bill.refresh_from_db()
        assert (bill.refunded_fen, bill.reserved_fen, bill.state) == (500, 0, "paid")
        assert Payment.objects.filter(bill=bill, direction="back", state="succeeded").count() == 1
        assert money.balance(bill.payer) == 0
        assert timeline.verify() == []

    def test_of_what_was_paid_before_a_rework_is_found_behind_its_bill_of_nothing(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        paid, chen = bill_of(one), one.by(cast.XIAO_CHEN)
        acting(lambda: repairs.rework(repair=one.repair, why="又坏了", by=one.customer, now=one.now))
        owed = {"stream": one.repair.stream(), "payer": paid.payer, "payee": paid.payee, "lines": ()}
        acting(lambda: ledger.charge(**owed, by=chen, now=one.now))
        assert bill_of(one) != paid
        assert "repayment" in offered(one)
        assert proposed(one, 500).bill == paid

    def test_of_what_was_paid_of_its_first_bill_is_offered_beside_a_second_quotes_bill(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        first, chen = bill_of(one), one.by(cast.XIAO_CHEN)
        more = [ledger.Charge(code="HY3-PCB-02", name="主板", full_fen=30000, amount_fen=30000)]
        owed = {"stream": one.repair.stream(), "payer": first.payer, "payee": first.payee, "lines": more}
        acting(lambda: ledger.charge(**owed, by=chen, now=one.now))
        assert "repayment" in offered(one)
        assert queries.situation(one.repair, by=chen, now=one.now).paid_fen == first.paid_fen
        assert proposed(one, first.paid_fen).bill == first

    def test_keys_its_money_so_that_every_column_takes_it(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row = proposed(one, 500)
        payment = acting(lambda: ledger.agree_to_repayment(repayment=row, by=FINANCE, now=one.now))
        longest = max(len(f"{before}{payment.key}") for before in ("credit:", "laid:", ""))
        assert longest <= (Transfer._meta.get_field("key").max_length or 0)

    def test_of_all_of_it_leaves_the_bill_given_back(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row = proposed(one, bill_of(one).paid_fen)
        acting(lambda: ledger.agree_to_repayment(repayment=row, by=FINANCE, now=one.now))
        later.run_due(one.now)
        assert (bill_of(one).state, offered(one)) == ("refunded", set())

    def test_is_agreed_to_by_nobody_who_proposed_it_and_by_nobody_but_finance(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row, chen = proposed(one, 500), one.by(cast.XIAO_CHEN)
        with pytest.raises(Forbidden):
            acting(lambda: ledger.agree_to_repayment(repayment=row, by=chen, now=one.now))
        Repayment.objects.update(proposed_by=FINANCE.key)
        row.refresh_from_db()
        with pytest.raises(ledger.SecondPerson):
            acting(lambda: ledger.agree_to_repayment(repayment=row, by=FINANCE, now=one.now))

    def test_is_never_above_what_was_paid_nor_asked_twice(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        with pytest.raises(ledger.MoreThanPaid):
            proposed(one, bill_of(one).paid_fen + 1)
        proposed(one, 500)
        with pytest.raises(ledger.RepaymentWaits):
            proposed(one, 100)

    def test_that_is_refused_moves_nothing_and_may_be_asked_anew(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row = proposed(one, 500)
        acting(lambda: ledger.refuse_repayment(repayment=row, why="单据不齐", by=FINANCE, now=one.now))
        assert not Payment.objects.filter(direction="back").exists()
        assert repayments.open_payments(FINANCE, most=9) == []
        assert proposed(one, 300).ended_at is None


def called_wrong(now: datetime) -> builders.Walked:
    """Walk to a bill that its customer calls wrong before he gives the code."""
    return calls_wrong(builders.a_repair(now=now, at="billed"))


def calls_wrong(one: builders.Walked) -> builders.Walked:
    told = {"what": "bill_wrong", "why": "电池没换", "by": one.customer, "now": one.now}
    acting(lambda: repairs.object_to(repair=one.repair, **told))
    return one


def may(one: builders.Walked, name: str, member: cast.Member) -> bool:
    by = one.by(member)
    one.repair.refresh_from_db()
    return name in TABLE.allowed(TABLE.situation(one.repair, by=by, now=one.now), by)


class TestThatABillIsRight:
    def test_is_said_by_somebody_without_a_part_and_told_the_customer_with_the_reason(self, now: datetime) -> None:
        one = called_wrong(now)
        sun = one.by(cast.SUN)
        assert (may(one, "bill-right", cast.SUN), may(one, "bill-right", cast.XIAO_CHEN)) == (True, False)
        with pytest.raises(AnxinError):
            acting(lambda: repairs.call_right(repair=one.repair, why="核过", by=one.by(cast.XIAO_CHEN), now=one.now))

        acting(
            lambda: TABLE.give("bill-right", row=one.repair, by=sun, now=one.now, fields={"why": "电池换过，有照片"})
        )

        assert offered(one) == set(), "it is answered: lowered only once he says again that it is wrong"
        assert Notice.objects.filter(code="repair_bill_right").exists()
        read = queries.timeline_of(one.repair, actor=one.customer)
        assert "电池换过，有照片" in str(read)

    def test_is_said_or_it_is_lowered_before_a_recorded_call_agrees_to_it(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        assert may(one, "completion", cast.XIAO_CHEN)
        calls_wrong(one)
        assert not may(one, "completion", cast.XIAO_CHEN)
        one.now += timedelta(minutes=1)
        lower(one, bill_of(one).total_fen - 100)
        assert may(one, "completion", cast.XIAO_CHEN)

    def test_is_said_by_anybody_where_everybody_had_a_part_and_the_customer_reads_that(self, now: datetime) -> None:
        one = called_wrong(now)
        Role.objects.filter(role__in=["agent", "quality", "operator"]).exclude(
            account=builders.account(cast.XIAO_CHEN)
        ).update(to_at=one.now)
        chen = one.by(cast.XIAO_CHEN)
        acting(lambda: TABLE.give("bill-right", row=one.repair, by=chen, now=one.now, fields={"why": "核过"}))
        assert Entry.objects.get(code="repairs.bill_right").facts == {"how": "alone"}
