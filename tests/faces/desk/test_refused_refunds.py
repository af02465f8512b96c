"""Money of a claim that its provider did not take waits on finance's page, with what it is looked up by."""

from datetime import datetime, timedelta

import pytest

from anxin.demo import cast
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import queries as ledger
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.faces.desk.test_money import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(live_now: datetime) -> Walked:
    """Give a claim whose refund its provider did not take."""
    now = live_now - timedelta(hours=2)
    purchase = a_purchase(now=now)
    Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_failing")
    purchase.refresh_from_db()
    one = a_claim(now=now, purchase=purchase)
    one.agree()
    one.run()
    assert one.claim.state == "executing"
    return one


class TestRefusedRefund:
    def test_waits_for_finance_until_it_is_sent_again(self, sits: Sits, refused: Walked) -> None:
        page = flat(sits(cast.QIAN).get("/desk/money/"))
        assert "没有款项等您处理" not in page
        assert f"重新退：{refused.claim.number}" in page
        assert f"/desk/claims/{refused.claim.number}/" in page

    def test_names_claim_and_order_and_how_it_was_paid(self, sits: Sits, refused: Walked) -> None:
        bill = ledger.latest(stream_of(refused.claim.purchase))
        assert bill is not None
        bill.payments.filter(direction="in").update(reference="WX-4200-77")
        back = bill.payments.get(direction="back")
        bill.payments.filter(pk=back.pk).update(state="unclear")
        page = flat(sits(cast.QIAN).get(f"/desk/money/payments/{back.pk}/"))
        for told in (refused.claim.number, refused.claim.purchase.order_key, "WX-4200-77"):
            assert told in page
