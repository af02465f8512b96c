"""What waits for finance is told to it and has a clock; a customer hears that his special invoice is refused."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, later, timeline
from anxin.core.acting import acting
from anxin.core.clocks import Clock
from anxin.demo import cast
from anxin.domain.invoices import actions, queries
from anxin.domain.invoices.actions.issuance import MoneyAskedBack
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.rules import may_issue
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as money
from anxin.domain.ledger.models import Bill
from anxin.domain.notices.models import Notice
from tests import builders
from tests.domain.invoices.scenes import ANNA, FIRM

pytestmark = pytest.mark.django_db


class Scene:
    """A paid repair where no provider issues invoices."""

    def __init__(self, now: datetime) -> None:
        self.walk = builders.a_repair(now=now, at="closed")
        self.now, self.finance = self.walk.now, self.walk.by(cast.QIAN)

    @property
    def bill(self) -> Bill:
        found = money.latest(self.walk.repair.stream())
        assert found is not None
        return found

    def ask(self, *, special: bool = False) -> Invoice:
        asked = {"buyer": FIRM if special else ANNA, "by": self.walk.customer, "special": special}
        return acting(lambda: actions.ask_for(bill=self.bill, **asked, now=self.now))  # type: ignore[arg-type]

    def issue(self, row: Invoice, official: str = "2" * 20) -> None:
        acting(lambda: actions.issue(invoice=row, official=official, at=self.now, by=self.finance, now=self.now))

    def read(self, row: Invoice) -> Invoice:
        return Invoice.objects.select_related("bill", "blue").get(pk=row.pk)

    def send_red(self, official: str) -> None:
        """Issue the red one that waits, and send it."""
        red = Invoice.objects.select_related("bill", "blue").get(official="", blue__isnull=False)
        self.issue(red, official)
        acting(lambda: actions.deliver(invoice=self.read(red), by=self.finance, now=self.now))

    def customer_told(self) -> list[str]:
        rows = Notice.objects.filter(person=self.walk.repair.customer, code__startswith="invoice")
        return list(rows.order_by("at", "id").values_list("code", flat=True))

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)
        clocks.sweep(self.now)
        later.run_due(self.now)


@pytest.fixture
def scene(now: datetime) -> Scene:
    return Scene(now)


def told(member: cast.Member = cast.QIAN) -> list[str]:
    rows = Notice.objects.filter(account=builders.account(member), code__startswith="invoice")
    return list(rows.order_by("at", "id").values_list("code", flat=True))


def running() -> int:
    return Clock.objects.filter(kind="invoices.by_hand", stopped_at=None, missed_at=None).count()


class TestByHand:
    def test_is_told_to_finance_and_again_once_it_is_late(self, scene: Scene) -> None:
        row = scene.ask()
        assert (told(), running(), queries.needs_a_hand(row)) == (["invoice_by_hand"], 1, True)
        scene.pass_days(6)
        assert told() == ["invoice_by_hand", "invoice_late"]
        scene.pass_days(6)
        assert told() == ["invoice_by_hand", "invoice_late"]

    def test_that_is_written_in_time_is_late_no_more(self, scene: Scene) -> None:
        scene.issue(scene.ask())
        assert running() == 0
        scene.pass_days(9)
        assert told() == ["invoice_by_hand"]

    def test_that_is_done_without_waits_for_nobody(self, scene: Scene) -> None:
        scene.ask()
        acting(lambda: actions.take_back(bill=scene.bill, by=scene.walk.customer, now=scene.now))
        assert running() == 0
        assert not Notice.objects.filter(code="invoice_refused").exists()

    def test_of_a_red_one_is_told_too(self, scene: Scene) -> None:
        scene.issue(scene.ask())
        acting(lambda: ledger.refund(bill=scene.bill, amount_fen=100, reason="r", by=scene.finance, now=scene.now))
        later.run_due(scene.now)
        red = Invoice.objects.exclude(blue=None).get()
        assert (told(), running()) == (["invoice_by_hand"] * 2, 1)
        scene.issue(red, "3" * 20)
        assert running() == 0

    def test_of_two_each_has_its_own_clock(self, scene: Scene) -> None:
        scene.issue(scene.ask())
        for fen in (100, 200):
            acting(
                lambda fen=fen: ledger.refund(
                    bill=scene.bill, amount_fen=fen, reason="r", by=scene.finance, now=scene.now
                )
            )
            later.run_due(scene.now)
        assert running() == 2
        scene.issue(Invoice.objects.exclude(blue=None).earliest("created_at"), "4" * 20)
        assert running() == 1


class TestSpecial:
    def test_that_finance_refuses_is_told_to_its_customer(self, scene: Scene) -> None:
        row = scene.ask(special=True)
        assert (told(), running()) == (["invoice_by_hand"], 1)
        acting(lambda: actions.refuse(invoice=row, reason="mismatch", by=scene.finance, now=scene.now))
        assert running() == 0
        assert Notice.objects.get(code="invoice_refused").person == scene.walk.repair.customer

    def test_that_was_looked_at_waits_to_be_written(self, scene: Scene) -> None:
        row = scene.ask(special=True)
        acting(lambda: actions.clear(invoice=row, by=scene.finance, now=scene.now))
        assert running() == 1

    def test_whose_number_is_wrong_is_taken_back_told_and_asked_for_anew_then_follows_what_goes_back(
        self, scene: Scene
    ) -> None:
        row, paid = scene.ask(special=True), scene.bill.paid_fen
        acting(lambda: actions.clear(invoice=row, by=scene.finance, now=scene.now))
        scene.issue(row)
        acting(lambda: actions.deliver(invoice=scene.read(row), by=scene.finance, now=scene.now))
        acting(lambda: actions.correct(invoice=scene.read(row), why="税号错了", by=scene.finance, now=scene.now))
        assert scene.customer_told() == ["invoice_ready"], "nothing is taken back before its red one is issued"
        scene.send_red("3" * 20)
        assert scene.read(row).state == "reversed"
        assert scene.customer_told() == ["invoice_ready", "invoice_wrong"], "a red one is no invoice that is ready"
        again = scene.ask(special=True)
        assert (again.pk != row.pk, again.to_check, again.amount_fen) == (True, True, paid)
        acting(lambda: actions.clear(invoice=again, by=scene.finance, now=scene.now))
        scene.issue(again, "4" * 20)
        for part, number in ((paid // 3, "5" * 20), (paid - paid // 3, "6" * 20)):
            told = {"bill": scene.bill, "amount_fen": part, "reason": "r", "by": scene.finance, "now": scene.now}
            acting(lambda told=told: ledger.refund(**told))
            later.run_due(scene.now)
            scene.send_red(number)
        assert (scene.read(again).state, scene.read(again).reversed_fen) == ("reversed", paid)
        assert scene.customer_told() == ["invoice_ready", "invoice_wrong"], "what went back he reads as money"
        assert queries.differing(scene.finance, now=scene.now) == 0


class TestMoneyThatIsToGoBack:
    def test_is_decided_before_the_invoice_is_issued_which_is_over_what_stays(self, scene: Scene) -> None:
        row = scene.ask()
        paid = scene.bill.paid_fen
        told = {"reason": "too_much", "why": "多收了 1 元", "by": scene.walk.by(cast.XIAO_CHEN), "now": scene.now}
        acting(lambda: ledger.propose_repayment(bill=scene.bill, amount_fen=100, **told))
        assert ("asked_back", 100) in [(one.code, one.fen) for one in money.view(scene.bill).standing]
        before = queries.invoice_situation(scene.read(row), by=scene.finance, now=scene.now)
        assert (before.asked_back, may_issue(before)) == (True, False)
        with pytest.raises(MoneyAskedBack):
            scene.issue(scene.read(row))

        repayment = scene.bill.repayments.get()
        acting(lambda: ledger.agree_to_repayment(repayment=repayment, by=scene.finance, now=scene.now))
        later.run_due(scene.now)
        after = queries.invoice_situation(scene.read(row), by=scene.finance, now=scene.now)
        assert (may_issue(after), after.over_fen) == (True, paid - 100)
        scene.issue(scene.read(row))
        assert scene.read(row).amount_fen == paid - 100
        assert not Invoice.objects.exclude(blue=None).exists()
        assert "asked_back" not in [one.code for one in money.view(scene.bill).standing]
        assert not list(timeline.verify())
