"""A house that sends no codes yet: whoever is owed money, or lost his link, is led to a person, not to a wall."""

import pytest
from django.test import Client
from django.urls import reverse

from anxin.demo import cast
from anxin.domain.contacts.models import Contact
from tests.claim_builders import Walked
from tests.faces.customer.claims.claimed import entered
from tests.faces.desk.test_money import Sits
from tests.faces.desk.test_refund_accounts import chooses_transfer
from tests.faces.desk.test_refund_by_hand import back_of, page_of, say_account
from tests.faces.desk.test_refund_by_hand import refused as refused
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestABuyerOwedATransfer:
    def test_comes_by_his_link_asks_for_a_call_and_finance_writes_the_account_down(
        self, sits: Sits, refused: Walked, settings
    ) -> None:  # type: ignore[no-untyped-def]
        chooses_transfer(sits(cast.QIAN))
        settings.PLAY = False
        buyer = entered(refused)
        at = f"/customer/refunds/{back_of().pk}/account/"
        assert f'href="{at}"' in flat(buyer.get(f"/customer/claims/{refused.claim.number}/"))
        door = flat(buyer.get(at, follow=True))
        assert "填写收款账户" in door
        assert "留言里不要写账号" in door
        assert f'href="{reverse("contact:customer")}"' in door
        words = {"about": refused.claim.number, "topic": "claim", "text": "请回电记下收款账户"}
        assert buyer.post(reverse("contact:customer"), words).status_code == 302
        assert Contact.objects.get().about_key == refused.claim.pk
        qian = sits(cast.QIAN)
        assert say_account(qian) == 302
        assert "招商银行深圳分行 ****5678" in page_of(qian)

    def test_reads_with_codes_that_it_is_about_his_money(self, sits: Sits, refused: Walked) -> None:
        chooses_transfer(sits(cast.QIAN))
        door = flat(entered(refused).get(f"/customer/refunds/{back_of().pk}/account/", follow=True))
        assert "这关系到您的钱" in door
        assert "单子的链接也能打开" not in door


def test_who_lost_his_link_leaves_a_message_and_no_page_offers_the_sign_in(refused: Walked, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PLAY = False
    client = Client()
    door = flat(client.get(reverse("sign_in:phone")))
    assert "找不到就留言，我们打给您" in door
    assert f'href="{reverse("contact:stranger")}"' in door
    for path in ("/claim/", "/contact/"):
        assert "手机号登录" not in flat(client.get(path)), path
    assert "/customer/contact/" not in flat(client.get("/contact/"))
