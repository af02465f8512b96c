"""What a shop gave back by itself, or is to: the merchant's page, the buyer's and finance's say the same of it."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import localdate

from anxin.core import later
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import Received, payments, remittances
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import by_hand
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.faces.customer.claims.claimed import by_phone, entered
from tests.faces.desk.test_money import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(live_now: datetime) -> Walked:
    """Give a claim that its merchant agreed to, of an order without the number of its payment."""
    now = live_now - timedelta(hours=2)
    purchase = a_purchase(now=now)
    Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_unclear")
    one = a_claim(now=now, purchase=Purchase.objects.get(pk=purchase.pk))
    one.agree()
    one.run()
    answer = PaymentAnswer(outcome="by_hand", fault=by_hand("no number"))
    acting(lambda: payments.finish_call(payment=back_of(), answer=answer, now=live_now))
    one.read()
    return one


def back_of() -> Payment:
    return Payment.objects.get(direction="back")


class TestGivenBackInShop:
    def test_is_said_on_the_claim_with_sum_and_number_and_the_buyer_can_say_that_it_is_not_so(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one = a_claim(now=live_now - timedelta(hours=2))
        boss, at = sits(cast.MERCHANT_OWNER), f"/merchant/claims/{one.claim.number}/"
        page = flat(boss.get(f"{at}?do=shop-refund"))
        for told in (
            "退了，在店铺里",
            "在店铺里退了多少（元）",
            "店铺里的退款单号",
            "请附上凭证",
            "multipart/form-data",
        ):
            assert told in page
        given = {"amount_fen": "268.00", "reference": "TK-1", "sure": "1"}
        assert boss.post(f"{at}shop-refund/", given | {"reference": " "}).status_code in (400, 422)
        assert boss.post(f"{at}shop-refund/", given).status_code == 302
        assert "据称平台或店铺已退款" in flat(boss.get(at))
        read = flat(entered(one).get(f"/customer/claims/{one.claim.number}/"))
        assert "店铺说已自行退您 ¥268.00" in read
        assert "contradiction" in read


class TestOwedByShop:
    def test_reads_the_same_to_shop_buyer_and_finance_and_ends_by_the_shop_s_number(
        self, sits: Sits, owed: Walked
    ) -> None:
        boss, at = sits(cast.MERCHANT_OWNER), f"/merchant/claims/{owed.claim.number}/"
        page = flat(boss.get(at))
        assert "请在店铺后台退 ¥268.00。" in page
        assert "等财务人工退款" not in page
        buyer = entered(owed)
        read = flat(buyer.get(f"/customer/claims/{owed.claim.number}/"))
        assert "等店铺把 ¥268.00 退给您" in read
        assert "前自己退；请等，其间不要退" in flat(sits(cast.QIAN).get("/desk/money/"))
        assert "由财务人工退给您本人" not in read
        qian = sits(cast.QIAN)
        assert f"{owed.claim.number}：¥268.00 没有支付机构代退，由店铺自己退" in flat(qian.get("/notices/"))
        money = flat(qian.get(f"/desk/money/payments/{back_of().pk}/"))
        assert "由财务人工退" not in money
        assert "店铺退了会自己登记" not in money
        assert "由店铺退；店铺已收到通知" in money
        assert money.index("店铺已退，登记单号") < money.index("登记退款的转账")
        assert boss.post(f"{at}shop-payment/", {"reference": "TK-8", "sure": "1"}).status_code == 302
        owed.read()
        assert (owed.claim.state, back_of().state) == ("closed", "succeeded")

    def test_is_written_down_by_finance_too(self, sits: Sits, owed: Walked) -> None:
        at = f"/desk/money/payments/{back_of().pk}/"
        qian = sits(cast.QIAN)
        assert "已到账" not in flat(qian.get(at))
        assert qian.post(f"{at}shop-refund/", {"reference": "TK-88", "sure": "1"}).status_code == 302
        owed.read()
        assert (owed.claim.state, back_of().state) == ("closed", "succeeded")

    def test_is_sent_by_finance_in_its_place_and_it_is_told_not_to_pay_any_more(
        self, sits: Sits, owed: Walked, live_now: datetime
    ) -> None:
        at = live_now
        told = Received(way="office", amount_fen=26800, moved_date=localdate(at), reference="S-1", proof=None)
        first, second = owed.by(cast.QIAN), owed.by(cast.ADMIN)
        row = acting(lambda: remittances.pay_out(payment=back_of(), told=told, by=first, now=at))
        acting(lambda: remittances.book_remittance(remittance=row, by=second, now=at))
        later.run_due(at + timedelta(minutes=5))
        read = flat(sits(cast.MERCHANT_OWNER).get("/notices/"))
        assert f"{owed.claim.number}：财务已代您店退 ¥268.00，记入您店铺的账；请不要再退" in read

    def test_is_only_said_to_its_buyer_who_can_say_that_it_did_not_arrive_and_finance_that_it_is_so(
        self, sits: Sits, owed: Walked
    ) -> None:
        at = f"/merchant/claims/{owed.claim.number}/shop-payment/"
        boss = sits(cast.MERCHANT_OWNER)
        refused = boss.post(at, {"reference": "TK 12 34", "sure": "1"})
        assert refused.status_code == 422
        assert "不含空格" in flat(refused)
        assert boss.post(at, {"reference": "TK-8", "sure": "1"}).status_code == 302
        read = flat(by_phone(owed).get(f"/customer/claims/{owed.claim.number}/"))
        assert "商家说已在店铺退 ¥268.00" in read
        assert "单号 TK-8" in read
        missing = f"/customer/refunds/{back_of().pk}/missing/"
        assert missing in read
        assert "前在这里说明" in read
        Payment.objects.update(updated_at=owed.now - timedelta(days=91))
        over = flat(by_phone(owed).get(f"/customer/claims/{owed.claim.number}/"))
        assert "现已过期。仍没收到的，请问退款的一方" in over
        assert missing not in over
        Payment.objects.update(updated_at=owed.now)
        assert by_phone(owed).post(missing, {"text": "没到"}).status_code == 302
        qian, money = sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        assert "只有店铺说已退" in flat(qian.get(money))
        assert qian.post(f"{money}shop-unpaid/", {"sure": "1"}).status_code == 302
        owed.read()
        assert (owed.claim.state, back_of_state("failed"), back_of_state("unclear")) == ("executing", 1, 1)


def back_of_state(state: str) -> int:
    return Payment.objects.filter(direction="back", state=state).count()
