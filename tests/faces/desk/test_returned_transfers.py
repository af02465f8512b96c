"""A refund that its bank sent back: finance writes it down, the buyer is asked anew; and a word that nothing came."""

from datetime import datetime

import pytest
from django.test import Client

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.ledger.actions.tables import bring
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Organisation, Person
from tests.claim_builders import Walked
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.test_money import Sits
from tests.faces.desk.test_refund_by_hand import ACCOUNT, RECEIVED, back_of, write_down
from tests.faces.desk.test_refund_by_hand import refused as refused
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db


def agrees(client: Client, row: Remittance) -> int:
    at = f"{RECEIVED}{row.pk}/"
    return client.post(f"{at}agreement/", {"sure": "1"} | shown(client, f"{at}?do=agreement")).status_code


@pytest.fixture
def sent(sits: Sits, refused: Walked, live_now: datetime) -> Walked:
    """Give a claim whose refund went out by a transfer that two agreed on."""
    assert write_down(sits(cast.QIAN), live_now) == 302
    assert agrees(sits(cast.ADMIN), Remittance.objects.get()) == 302
    later.run_due(live_now)
    return refused


class TestSentBack:
    def test_is_written_down_by_one_and_once_another_agrees_the_buyer_is_asked_for_the_account(
        self, sits: Sits, sent: Walked, live_now: datetime
    ) -> None:
        qian, out, first = sits(cast.QIAN), Remittance.objects.get(), back_of()
        page = flat(qian.get(f"{RECEIVED}{out.pk}/"))
        assert "?do=return" in page
        told = {"moved_date": live_now.astimezone(SHANGHAI).date().isoformat(), "reference": "CMB-9", "sure": "1"}
        assert qian.post(f"{RECEIVED}{out.pk}/return/", told).status_code == 302
        came = Remittance.objects.get(direction="in")
        asked = flat(sits(cast.ADMIN).get(f"{RECEIVED}{came.pk}/?do=agreement"))
        assert "同意：这笔款已退回" in asked
        assert "请收款人重新填写账户" in asked
        assert "预收款" not in asked
        assert agrees(sits(cast.ADMIN), came) == 302
        later.run_due(live_now)
        buyer = flat(by_phone(sent).get(f"/customer/claims/{sent.claim.number}/"))
        anew = Payment.objects.get(direction="back", state="unclear")
        assert "银行退回了" in buyer
        assert f'href="/customer/refunds/{anew.pk}/account/"' in buyer
        assert "已退给您" not in buyer
        old = flat(qian.get(f"/desk/money/payments/{first.pk}/"))
        assert "已被银行退回" in old
        assert f"/desk/money/payments/{anew.pk}/" in old
        assert "转出后被退回" in flat(qian.get(f"{RECEIVED}{out.pk}/"))
        assert "待转账退款" in flat(qian.get(f"/desk/money/payments/{anew.pk}/"))
        assert "买家的银行退回了" in flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{sent.claim.number}/"))


class TestKept:
    def test_refund_of_an_erased_buyer_is_kept_as_owed_until_he_comes(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        Payment.objects.filter(direction="back").update(provider="bank", method="bank", fault="by hand")
        Person.objects.filter(pk=refused.claim.buyer_id).update(erased_at=live_now)
        qian, at = sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        page = flat(qian.get(at))
        assert "客户已删除个人信息，无人可问账户" in page
        assert "会再次询问" not in page
        assert qian.post(f"{at}keep/", {"sure": "1"}).status_code == 302
        later.run_due(live_now)
        listed = flat(qian.get("/desk/money/"))
        assert "挂账待领" in listed
        assert f'href="{at}"' in listed
        assert "件等您处理" not in listed
        assert "挂账待领" in flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{refused.claim.number}/"))
        assert qian.post(f"{at}account/", ACCOUNT | {"sure": "1"}).status_code == 302
        assert "有 1 件等您处理" in flat(qian.get("/desk/money/"))


class TestGoneShop:
    def test_refund_it_owed_is_to_be_sent_another_way_and_charged_to_who_pays_for_it(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        Payment.objects.filter(direction="back").update(provider="fake", method="fake", fault="by hand: no number")
        qian, at = sits(cast.QIAN), f"/desk/money/payments/{back_of().pk}/"
        assert "店铺已收到通知" in flat(qian.get(at))
        Organisation.objects.filter(pk=refused.claim.seller_id).update(silent_at=live_now, paid_by="deposit")
        page = flat(qian.get(at))
        assert "店铺已退出或不再答复" in page
        assert "店铺已收到通知" not in page
        assert "不要用本方的钱垫付" not in page


class TestMistyped:
    def test_reference_is_offered_to_be_set_right_before_it_is_called_a_second_transfer(
        self, sits: Sits, sent: Walked, live_now: datetime
    ) -> None:
        out, qian = Remittance.objects.get(), sits(cast.QIAN)
        day = live_now.astimezone(SHANGHAI).date().isoformat()
        told = {
            "reference": "ICBC20261130007",
            "date": day,
            "side": "back",
            "amount": out.amount_fen,
            "remark": out.bill.number if out.bill else "",
        }
        acting(lambda: bring(values=told, by=SYSTEM, now=live_now))
        row = Remittance.objects.get(repeats=out)
        at = f"{RECEIVED}{row.pk}/"
        page = flat(qian.get(at))
        assert -1 < page.find("?do=same") < page.find("?do=twice")
        assert "再次转出" not in page
        assert "重复转出，或流水号填错" in flat(qian.get(RECEIVED))
        assert qian.post(f"{at}same/", {"sure": "1"}).status_code == 302
        assert "ICBC20261130007" in flat(qian.get(f"/desk/money/payments/{back_of().pk}/"))
        assert "?do=again" not in flat(qian.get(at))
        later.run_due(live_now)
        buyer = flat(by_phone(sent).get(f"/customer/claims/{sent.claim.number}/"))
        assert "ICBC20261130007" in buyer


class TestMissing:
    def test_is_a_word_of_the_buyer_s_that_finance_answers_on_his_page(
        self, sits: Sits, sent: Walked, live_now: datetime
    ) -> None:
        buyer, page = by_phone(sent), f"/customer/claims/{sent.claim.number}/"
        at, qian = f"/customer/refunds/{back_of().pk}/missing/", sits(cast.QIAN)
        assert f'href="{at}"' in flat(buyer.get(page))
        assert buyer.post(at, {"text": "招行没有这笔"}).status_code == 302
        assert "财务正在查" in flat(buyer.get(page))
        listed = flat(qian.get("/desk/money/"))
        assert "客户说没收到" in listed
        assert "有 1 件等您处理" in listed
        desk = f"/desk/money/payments/{back_of().pk}/"
        assert "招行没有这笔" in flat(qian.get(desk))
        told = Notice.objects.filter(code="refund_missed", account__username=cast.QIAN.username).get()
        assert qian.post(f"/notices/{told.pk}/opening/").headers["Location"] == desk
        assert qian.post(f"{desk}answer/", {"text": "银行回单已查到，今天到账"}).status_code == 302
        later.run_due(live_now)
        read = flat(buyer.get(page))
        assert "银行回单已查到，今天到账" in read
        assert f'href="{at}"' in read, "it can be said again"
        assert buyer.post(at, {"text": ""}).status_code == 302, "and without a word"

    def test_is_said_of_nobody_else_s_refund(self, sits: Sits, sent: Walked) -> None:
        other = Client()
        assert other.post(f"/customer/refunds/{back_of().pk}/missing/", {"text": "x"}).status_code in (302, 403, 404)
        assert back_of().missed_at is None


class TestCount:
    def test_is_of_what_somebody_can_do_not_of_his_own_proposal(
        self, sits: Sits, refused: Walked, live_now: datetime
    ) -> None:
        qian = sits(cast.QIAN)
        assert "有 1 件等您处理" in flat(qian.get("/desk/money/"))
        assert write_down(qian, live_now) == 302
        assert "件等您处理" not in flat(qian.get("/desk/money/"))
        assert "有 1 件等财务处理" in flat(sits(cast.ADMIN).get("/desk/money/"))


def test_what_the_shop_gave_back_meanwhile_is_said_before_and_after_the_second_yes(
    sits: Sits, sent: Walked, live_now: datetime
) -> None:
    qian, out, first = sits(cast.QIAN), Remittance.objects.get(), back_of()
    told = {"moved_date": live_now.astimezone(SHANGHAI).date().isoformat(), "reference": "CMB-9", "sure": "1"}
    assert qian.post(f"{RECEIVED}{out.pk}/return/", told).status_code == 302
    came = Remittance.objects.get(direction="in")
    gave = first.amount_fen - 10000
    for fen, said in ((gave, "其中 ¥100.00 重新待退"), (10000, "这笔款已无需再退")):
        facts = {"positions": [1], "fen": fen, "reference": f"T{fen}", "by": SYSTEM, "now": live_now}
        acting(lambda: claims.take_shop_refund(purchase=sent.claim.purchase, **facts))  # noqa: B023
        assert said in flat(sits(cast.ADMIN).get(f"{RECEIVED}{came.pk}/?do=agreement"))
    assert agrees(sits(cast.ADMIN), came) == 302
    later.run_due(live_now)
    assert "已无需再退：期间已通过其他方式退还" in flat(qian.get(f"/desk/money/payments/{first.pk}/"))
    buyer = flat(by_phone(sent).get(f"/customer/claims/{sent.claim.number}/"))
    assert "此前已通过其他方式退还" in buyer
    assert "银行退回了；这笔钱此前已用别的方式退给您" in buyer
    assert "下面重新退" not in buyer, "nothing follows"
    assert "/account/" not in buyer
