"""Goods that came back to the merchant, on their buyer's page: whose number it is, whose time, what counts for now."""

from datetime import datetime, timedelta

import pytest

from tests.domain.claims.test_returned_goods import part, stands, wanting
from tests.faces.customer.claims.claimed import entered, page

pytestmark = pytest.mark.django_db


def test_what_was_agreed_is_said_to_count_no_more_once_the_merchant_found_the_goods_wanting(live_now: datetime) -> None:
    one = wanting(live_now - timedelta(hours=3))
    text = page(entered(one), one)
    assert "双方说定的" in text
    assert "这个结果暂时不作数：审核员正在重新裁定" in text


def test_the_buyer_s_own_waybill_is_called_his_and_who_would_be_late_is_the_merchant(live_now: datetime) -> None:
    one = stands(wanting(live_now - timedelta(hours=3)), part())
    text = page(entered(one), one)
    steps = text.partition('id="steps"')[2].partition('id="wish"')[0]
    assert "商品寄还给您" in steps
    assert "您已寄给商家，运单号" in steps
    assert "商家没有按时寄出，就由审核员重新裁定" in steps
    assert "我们要是超时" not in steps
    assert "这个结果暂时不作数" not in text
