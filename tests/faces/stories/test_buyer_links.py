"""A buyer whose platform hides his phone: the shop sends him a link, he proves one, and his order lies open."""

import pytest

from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.outbox.models import Message
from anxin.demo import cast
from anxin.domain.goods.models import BuyerLink, Purchase
from anxin.domain.goods.queries import buyer_links as links
from tests.attacks.test_buyer_links import a_masked_order
from tests.faces.conftest import posted
from tests.faces.stories.stage import PHONE, Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


class TestABuyerOfAPlatformThatHidesPhones:
    def test_is_sent_a_link_proves_his_phone_and_finds_his_order(self, stage: Stage) -> None:
        row = a_masked_order(stage.now)
        page = stage.staff(cast.MERCHANT_OWNER, "/merchant/purchases/")
        stage.seen(page, "link-orders")
        page.get_by_role("link", name="没有手机号：发链接").click()
        stage.seen(page, "link-none")
        with posted(page):
            page.get_by_role("button", name="生成买家售后链接").click()
        link = BuyerLink.objects.get()
        assert links.token_of(link) in page.locator("code").inner_text()
        stage.seen(page, "link-made")
        stage.windows["buyer"] = stage.opens(PHONE)
        page = stage.windows["buyer"].goes("/claim/")
        assert "在平台聊天里向店铺要您的售后链接" in page.locator("body").inner_text()
        page = stage.windows["buyer"].goes(f"/o/{links.token_of(link)}/")
        assert links.token_of(link) not in page.url
        page.fill("[name=order]", "TM-9")
        page.fill("[name=phone]", "13900000071")
        with posted(page):
            page.get_by_role("button", name="发验证码").click()
        assert "不是这个订单的编号" in page.locator("main").inner_text()
        stage.seen(page, "link-wrong")
        page.fill("[name=order]", "TM-1")
        with posted(page):
            page.get_by_role("button", name="发验证码").click()
        stage.seen(page, "link-code")
        page.fill("[name=code]", outbox.carried(Message.objects.get(template="people.new_phone_code")))
        with posted(page):
            page.get_by_role("button", name="打开我的订单").click()
        assert "TM-1" in page.locator("body").inner_text()
        stage.seen(page, "link-order")
        page = stage.windows["buyer"].goes(f"/o/{links.token_of(link)}/")
        assert "这个链接已失效" in page.locator("body").inner_text()
        stage.seen(page, "link-over")
        row = Purchase.objects.select_related("buyer").get(pk=row.pk)
        assert row.buyer is not None
        assert row.buyer.phone_masked.startswith("139")
        assert acting(lambda: links.is_wanted(row)) is False
