"""Pieces of one line on the buyer's page: some are claimed, the others are free still."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from anxin.core.money import format_fen
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from tests.claim_builders import Walked, a_purchase
from tests.domain.shops.test_one_book import said
from tests.faces.customer.claims.test_filing import CUP, ORDER, PLATES, answers, by_phone, files
from tests.flat import flat

pytestmark = pytest.mark.django_db


def test_another_piece_of_a_line_is_claimed_beside_an_open_claim_and_the_same_one_leads_to_it() -> None:
    a_purchase(now=timezone.now(), lines=(CUP, PLATES))
    buyer = by_phone()
    first = files(buyer, line=["2"], **{"pieces-2": "2"})
    goods_page = flat(buyer.post("/claim/order/", {"order": ORDER, "seller": "", "phone": cast.BUYER.phone}))
    there = f'href="{reverse("buyer:claim", args=[first.number])}"'
    assert there in goods_page
    assert re.findall(r'<option\s+value="(\d)"', goods_page.split('name="pieces-2"')[1].split("</select>")[0]) == ["1"]
    again = answers(consent="on", once="k-2", line=["2"], **{"pieces-2": "2"})
    refused = buyer.post("/claim/submission/", again)
    assert refused.status_code == 409
    text = flat(refused)
    assert f"售后申请 {first.number} 还在处理中" in text
    assert there in text
    second = buyer.post("/claim/submission/", again | {"pieces-2": "1"})
    assert second.status_code == 302
    assert sorted(Claim.objects.values_list("lines__quantity", flat=True)) == [1, 2]


def test_goods_whose_money_the_shop_says_it_gave_lead_to_that_claim() -> None:
    a_purchase(now=timezone.now(), lines=(CUP, PLATES))
    buyer = by_phone()
    first = files(buyer, line=["2"], **{"pieces-2": "3"})
    one = Walked(claim=first, token="", now=timezone.now())
    said(one, first.asked_fen, "QK-1")
    goods_page = flat(buyer.post("/claim/order/", {"order": ORDER, "seller": "", "phone": cast.BUYER.phone}))
    words = f"店铺说已按申请 {first.number} 退还 {format_fen(first.asked_fen)}。如果没收到，请在那件申请里说明。"
    there = f'href="{reverse("buyer:claim", args=[first.number])}"'
    assert words in goods_page
    assert there in goods_page
    assert 'name="pieces-2"' not in goods_page
    again = answers(consent="on", once="k-2", line=["2"], **{"pieces-2": "3"})
    refused = buyer.post("/claim/submission/", again)
    assert refused.status_code == 409
    assert words in flat(refused)
    assert Claim.objects.count() == 1
