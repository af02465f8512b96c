"""A refund that its buyer misses and its shop's list tells of: finance reads so, and owes it to nobody again."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from tests.domain.shops.test_one_book import denies
from tests.domain.shops.test_shop_pays_its_debt import lists, owed, pays
from tests.flat import flat

type Sits = Callable[[cast.Member], Client]
pytestmark = pytest.mark.django_db


def test_finance_reads_that_its_list_tells_of_what_is_missed(sits: Sits, live_now: datetime) -> None:
    one = owed(live_now, 3000)
    pays(one)
    back = denies(one)
    page = f"/desk/money/payments/{back.pk}/"
    finance = sits(cast.QIAN)
    before = flat(finance.get(page))
    assert "只有店铺说已退" in before
    assert "do=shop-unpaid" in before
    lists(one, 3000)
    after = flat(finance.get(page))
    assert "TK-8" in after
    assert "店铺在平台的售后列表里有这笔退款" in after
    assert "只有店铺说已退" not in after
    assert "do=shop-unpaid" not in after
