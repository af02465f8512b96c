"""Money of a paid bill that waits to go back: no invoice is issued before finance has said yes or no."""

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.invoices.models import Invoice
from anxin.domain.ledger import actions as ledger
from tests.domain.invoices.scenes import Scene
from tests.domain.ledger.test_money import FINANCE

pytestmark = pytest.mark.django_db


class TestMoneyThatIsToGoBack:
    @pytest.mark.parametrize(("says", "left"), [("yes", 9900), ("no", 10000)])
    def test_holds_the_invoice_until_finance_has_said(self, scene: Scene, says: str, left: int) -> None:
        told = {"reason": "too_much", "why": "多收了 1 元", "by": SYSTEM, "now": scene.now}
        acting(lambda: ledger.propose_repayment(bill=scene.bill, amount_fen=100, **told))  # type: ignore[arg-type]
        assert scene.ask(seconds=60).state == "requested"

        repayment = scene.bill.repayments.get()
        if says == "yes":
            acting(lambda: ledger.agree_to_repayment(repayment=repayment, by=FINANCE, now=scene.now))
        else:
            acting(lambda: ledger.refuse_repayment(repayment=repayment, why="没有多收", by=FINANCE, now=scene.now))
        for seconds in (0, 60, 60):
            scene.run(seconds)
        assert (scene.blue.official != "", scene.blue.amount_fen) == (True, left)
        assert not Invoice.objects.exclude(blue=None).exists()
