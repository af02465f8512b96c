"""A refund that its provider refused: what finance reads, the second person, the buyer and the merchant."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import by_hand
from anxin.domain.notices.models import Notice
from anxin.faces.words import day
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.evidence_builders import drawn, jpeg
from tests.faces.desk.test_money import Sits
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ACCOUNT = {"name": "陈晓燕", "bank": "招商银行深圳分行", "number": "6214830112345678"}
RECEIVED, SLIP = "/desk/money/received/", "ICBC20261130001"
FROM_THERE = "请人工从原渠道退"


@pytest.fixture
def refused(live_now: datetime) -> Walked:
    """Give a claim whose refund WeChat Pay refused for good: the account may give nothing back."""
    now = live_now - timedelta(hours=2)
    purchase = a_purchase(now=now)
    Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_unclear")
    purchase.refresh_from_db()
    one = a_claim(now=now, purchase=purchase)
    one.agree()
    one.run()
    Payment.objects.filter(direction="back").update(provider="wechat")
    answer = PaymentAnswer(outcome="failed", fault="NO_AUTH")
    acting(lambda: payments.finish_call(payment=back_of(), answer=answer, now=live_now))
    assert (one.claim.state, back_of().state) == ("executing", "unclear")
    return one


def back_of() -> Payment:
    return Payment.objects.get(direction="back")


def page_of(client: Client) -> str:
    return flat(client.get(f"/desk/money/payments/{back_of().pk}/"))


def say_account(client: Client) -> int:
    return client.post(f"/desk/money/payments/{back_of().pk}/account/", ACCOUNT | {"sure": "1"}).status_code


def write_down(client: Client, live_now: datetime, **other: str | SimpleUploadedFile) -> int:
    say_account(client)
    return pay_out(client, live_now, **other).status_code


def pay_out(client: Client, live_now: datetime, **other: str | SimpleUploadedFile) -> HttpResponse:
    """Read to which account it goes, and say that a transfer went there."""
    at = f"/desk/money/payments/{back_of().pk}/"
    told = {
        "way": "bank",
        "moved_date": live_now.astimezone(SHANGHAI).date().isoformat(),
        "reference": SLIP,
        "sure": "1",
    }
    return client.post(f"{at}payout/", told | shown(client, f"{at}?do=payout") | other)


class TestFinance:
    def test_reads_that_it_was_refused_and_once_it_is_written_down_what_waits(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        qian = sits(cast.QIAN)
        page = page_of(qian)
        for told in ("支付平台已拒绝", "NO_AUTH", FROM_THERE):
            assert told in page
        assert "结果不明" not in page
        assert f"{refused.claim.seller.name}的钱：记入店铺的账" in page
        was = {"provider": back_of().provider, "fault": back_of().fault}
        Payment.objects.filter(direction="back").update(provider="fake", fault=by_hand("no number"))
        assert f"{refused.claim.seller.name}自己的钱" in page_of(qian)
        Payment.objects.filter(direction="back").update(**was)
        assert write_down(qian, live_now) == 302
        page = page_of(qian)
        for told in ("待第二人同意", SLIP, "请不要再退一次"):
            assert told in page
        assert FROM_THERE not in page
        listed = flat(qian.get("/desk/money/"))
        assert "已登记转账，待第二人同意" in listed
        assert FROM_THERE not in listed

    def test_is_told_which_day_is_too_early(self, sits: Sits, refused: Walked, live_now: datetime) -> None:
        early = (live_now - timedelta(days=3)).astimezone(SHANGHAI).date().isoformat()
        qian = sits(cast.QIAN)
        assert write_down(qian, live_now, moved_date=early) in (400, 422)
        page = flat(pay_out(qian, live_now, moved_date=early))
        assert "不早于" in page
        assert "or later" not in page
        assert not Remittance.objects.exists()


class TestSecondPerson:
    def test_is_led_to_where_he_agrees_and_then_buyer_and_merchant_read_of_a_transfer(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        assert write_down(sits(cast.QIAN), live_now) == 302
        row, admin = Remittance.objects.get(), sits(cast.ADMIN)
        assert f'href="{RECEIVED}{row.pk}/"' in page_of(admin)
        assert "您可以作为第二人核对同意" in flat(admin.get("/desk/money/"))
        at = f"{RECEIVED}{row.pk}/"
        assert f'href="{at}?do=agreement#command"' in page_of(admin)
        asked = flat(admin.get(f"{at}?do=agreement"))
        assert "同意：这笔款已转出" in asked
        assert "已在账户或回单上看到转出" in asked
        assert "预先" not in asked
        assert "预收款" not in asked
        assert admin.post(f"{at}agreement/", {"sure": "1"} | shown(admin, f"{at}?do=agreement")).status_code == 302
        later.run_due(live_now)
        buyer = Client()
        buyer.get(f"/c/{refused.token}/")
        page = flat(buyer.get(f"/customer/claims/{refused.claim.number}/"))
        assert "已通过银行转账退给您" in page
        assert "已转账给您" in page
        assert f"{day(back_of().moved_at)}</span></span><b" in page, "a slip says the day and no hour"
        assert "原路退回" not in page
        seller = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{refused.claim.number}/"))
        assert "已用银行转账退回" in seller
        assert "原路退回" not in seller

    def test_opens_the_slip_where_he_agrees_and_is_led_there_by_his_notice(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        slip = SimpleUploadedFile("回单.pdf", PDF, content_type="application/pdf")
        assert write_down(sits(cast.QIAN), live_now, photo_files=slip) == 302
        row, admin = Remittance.objects.get(), sits(cast.ADMIN)
        at = f"{RECEIVED}{row.pk}/"
        assert f'action="{at}slip/"' in flat(admin.get(f"{at}?do=agreement"))
        assert f'action="{at}slip/"' not in flat(sits(cast.QIAN).get(at))
        told = Notice.objects.filter(code="remittance_asked", account__username=cast.ADMIN.username).get()
        assert admin.post(f"/notices/{told.pk}/opening/").headers["Location"] == at


class TestWaiting:
    def test_merchant_and_desk_read_that_finance_sends_it(self, sits: Sits, refused: Walked) -> None:
        seller = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{refused.claim.number}/"))
        assert "等财务人工退款" in seller
        assert "正在退款" not in seller


class TestCash:
    def test_is_handed_back_with_the_signed_receipt_and_asks_for_no_number_of_a_provider(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        Payment.objects.filter(direction="back").update(fault="by hand", provider="cash", method="cash")
        qian, at = sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        page = page_of(qian)
        assert "已退现金" in page
        assert "?do=paid" not in page
        form = flat(qian.get(f"{at}?do=handing-back"))
        for asked in ("谁交给客户的", "请附上这张收据"):
            assert asked in form
        assert "支付平台的单号" not in form

        told = {"handed_by": "钱财务，办公室", "handed_date": live_now.astimezone(SHANGHAI).date().isoformat()}
        told |= {"receipt": "S-7", "sure": "1"}
        assert qian.post(f"{at}handing-back/", told).status_code == 422
        signed = SimpleUploadedFile("receipt.jpg", jpeg(drawn(3)), content_type="image/jpeg")
        assert qian.post(f"{at}handing-back/", {**told, "photo_files": signed}).status_code == 302
        assert (back_of().state, back_of().refund_reference) == ("succeeded", "S-7")
        assert "打开收据" in page_of(qian)
        assert qian.post(f"{at}receipt/", {"sure": "1"}).headers["Content-Type"] == "image/jpeg"
