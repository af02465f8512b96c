"""In the browser: who pays for a merchant that is gone, said and booked at phone and desk size."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.actions.gone_payers import charge_nobody
from tests.domain.claims.test_gone_payers import decided, paid, stands_at
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def test_who_pays_is_put_right_and_what_he_paid_booked(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor]
) -> None:
    one = decided(timezone.now() - timedelta(days=20))
    desk = visitor(DESK).sits_down(sits(cast.QIAN))
    page = desk.goes("/desk/money/")
    desk.looks_over("paid-for-listed")
    page.get_by_role("link", name=one.claim.number).click()
    desk.looks_over("paid-for")
    page.get_by_role("link", name="说明由谁付").click()
    page.locator("label.chip", has_text="它所在的电商平台").click()
    page.locator("[name=why]").fill("保证金由平台代管")
    desk.looks_over("paid-for-saying")
    with posted(page):
        page.get_by_role("button", name="说明由谁付").click()
    assert desk.sees("平台承担的费用")


def test_what_was_paid_too_much_is_said_to_have_gone_back(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor]
) -> None:
    one = decided(timezone.now() - timedelta(days=20))
    paid(one)
    acting(lambda: charge_nobody(one.claim.payouts.get(), now=one.now))
    desk = visitor(DESK).sits_down(sits(cast.ADMIN))
    page = desk.goes("/desk/money/")
    desk.looks_over("paid-for-over-listed")
    page.get_by_role("link", name=one.claim.number).click()
    desk.looks_over("paid-for-over")
    page.get_by_role("link", name="多付的已退给他").click()
    page.locator("[name=moved_date]").fill(one.now.date().isoformat())
    page.locator("[name=reference]").fill("BACK-1")
    desk.looks_over("paid-for-over-saying")
    with posted(page):
        page.get_by_role("button", name="多付的已退给他").click()
    assert stands_at("house:bank") == 0
