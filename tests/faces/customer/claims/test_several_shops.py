"""An order number that two shops have: who proves it is asked which, and nobody is told of another's order."""

from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.cast import Customer
from tests.evidence_builders import a_purchase

pytestmark = pytest.mark.django_db
KEY = "2026-0001"


def both(now: datetime, *, other: Customer = cast.BUYER) -> None:
    a_purchase(now=now, order=KEY, customer=cast.BUYER)
    a_purchase(now=now, order=KEY, customer=other, shop=cast.HEYAN)


def asked(phone: str, *, seller: str = "") -> tuple[int, str]:
    answer = Client().post("/claim/order/", {"order": KEY, "phone": phone, "seller": seller})
    text = answer.content.decode()
    return answer.status_code, text.split("<main")[1].split("<footer")[0]


def test_who_ordered_in_both_is_asked_which_and_goes_on(live_now: datetime) -> None:
    both(live_now)
    status, text = asked(cast.BUYER.phone)
    assert status == 422
    assert "请说明是哪一家" in text
    for shop in (cast.MERCHANT, cast.HEYAN):
        assert f'<option value="{shop.slug}"' in text
        assert shop.name in text
    status, text = asked(cast.BUYER.phone, seller=cast.HEYAN.slug)
    assert (status, cast.HEYAN.name in text) == (200, True)


def test_a_stranger_without_the_phone_reads_of_no_shop(live_now: datetime) -> None:
    both(live_now)
    for seller in ("", cast.HEYAN.slug):
        status, text = asked("13911112222", seller=seller)
        assert status == 404
        assert not any(shop.name in text for shop in (cast.MERCHANT, cast.HEYAN))


def test_where_another_ordered_in_the_second_shop_the_phone_says_which(live_now: datetime) -> None:
    both(live_now, other=cast.STRANGER)
    status, text = asked(cast.BUYER.phone)
    assert (status, cast.MERCHANT.name in text, cast.HEYAN.name in text) == (200, True, False)
