"""Who agrees to a transfer reads who said its account and what was said before, and nobody reads a number whole."""

from datetime import datetime

import pytest

from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.ledger.models import Remittance
from anxin.domain.ledger.queries.payees import Payee
from tests.claim_builders import Walked
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.test_money import Sits
from tests.faces.desk.test_refund_accounts import chooses_transfer
from tests.faces.desk.test_refund_by_hand import ACCOUNT, RECEIVED, back_of, page_of, pay_out
from tests.faces.desk.test_refund_by_hand import refused as refused
from tests.flat import flat

pytestmark = pytest.mark.django_db
WALLET = {"name": "王晓红", "bank": "支付宝 13800000003", "number": "13800000003", "sure": "1"}


def test_an_account_that_finance_wrote_over_the_buyers_is_seen_by_who_agrees(
    sits: Sits, refused: Walked, live_now: datetime
) -> None:
    at = f"/customer/refunds/{back_of().pk}/account/"
    qian = sits(cast.QIAN)
    chooses_transfer(qian)
    assert by_phone(refused).post(at, ACCOUNT | {"sure": "1"}).status_code == 302
    assert "付款人自己填写" in page_of(qian)
    assert qian.post(f"/desk/money/payments/{back_of().pk}/account/", WALLET).status_code == 302
    qian.post(f"/desk/money/payments/{back_of().pk}/payee/", {"sure": "1"})
    assert pay_out(qian, live_now).status_code == 302
    second = flat(sits(cast.ADMIN).get(f"{RECEIVED}{Remittance.objects.get().pk}/?do=agreement"))
    assert f"{cast.QIAN.called}替付款人填写" in second
    assert "之前是：陈** · 招商银行深圳分行 ****5678" in second
    assert "13800000003" not in second
    pages = queries.dossier(refused.claim, now=live_now).pages
    assert "13800000003" not in str(pages["money"])


def test_a_number_typed_beside_the_banks_name_is_masked_too() -> None:
    typed = ("支付宝 13800000003", "微信 138-0000-0003", "PayPal a@b.example", "支付宝 138.0000.0003")
    for bank in (*typed, "招行 6214_8301/1234·5678"):
        shown = Payee(name="陈小明", bank=bank, number="13800000003").masked
        assert shown.endswith("**** ****0003")
