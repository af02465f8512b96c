"""A brand lead ticks the goods of a word in a real browser, and signs anew all words that leave a doubt."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.conftest import DESK, Visitor, posted
from tests.faces.desk.test_scope_readings import LIST, LUO, a_word

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
type Sits = Callable[[object], Client]


def test_goods_are_ticked_and_words_signed_anew(visitor: Callable[..., Visitor], sits: Sits) -> None:
    owner = visitor(DESK).sits_down(sits(cast.HEYAN_OWNER))
    number = a_word("智能锁维修（不含安装）")
    page = owner.goes(LIST)
    owner.looks_over("goods-list")
    owner.goes(f"{LIST}{number}/?do=goods")
    owner.looks_over("goods-form")
    owner.goes(f"{LIST}brands/{cast.HEYAN.slug}/?do=technician")
    owner.looks_over("goods-new")
    page = owner.goes(LIST)
    with posted(page):
        page.get_by_role("button", name="定授权产品 · 1").click()
    owner.looks_over("goods-several")
    with posted(page):
        page.get_by_role("button", name="定授权产品 · 1").click()
    owner.goes(f"/verify/?kind=technician&code={LUO}")
    owner.sees("智能锁")
    owner.looks_over("goods-check")
