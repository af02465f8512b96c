"""The row of days in a browser: another day opens with its first window chosen, with or without script."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.network.models import Outlet
from tests.faces.conftest import ON_A_PHONE, Visitor
from tests.faces.customer.test_reports import FORM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _laid(django_db_setup: None, transactional_db: None) -> None:
    ground.lay(now=timezone.now())


def fills(anna: Visitor) -> None:
    page = anna.goes(FORM)
    page.locator("label.chip:has([name=symptoms])").first.click()
    page.fill("#id_name", cast.MS_ZHANG.name)
    page.fill("#id_phone", cast.MS_ZHANG.phone)
    page.fill("#id_address", cast.MS_ZHANG.address)


@ON_A_PHONE
def test_another_day_opens_with_its_first_window(size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
    anna = visitor(size)
    fills(anna)
    page = anna.page
    page.click("button[form=report]")
    anna.sees("请选一个方便的时间")
    assert page.locator("[name=window]:checked").count() == 1, "the first free one is chosen beforehand"
    anna.looks_over("report-days")
    page.locator(".days > label").nth(8).click()
    chosen = page.locator("[name=window]:checked")
    day = page.locator("[name=day]:checked").input_value()
    assert chosen.is_enabled()
    assert (chosen.input_value()[:10], page.locator("fieldset:has([name=window]:checked)").is_visible()) == (day, True)
    page.click("button[form=report]")
    anna.sees("都对吗")


@ON_A_PHONE
def test_says_where_all_days_are_full(size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
    Outlet.objects.filter(code="AX-CD-01").update(capacity=0)
    anna = visitor(size)
    fills(anna)
    page = anna.page
    page.locator(".days > label").last.click()
    page.click("button[form=report]")
    anna.sees("都约满了")
    anna.looks_over("report-full")


@ON_A_PHONE
def test_reports_without_a_window_where_the_brand_takes_that(
    size: dict[str, object], visitor: Callable[..., Visitor]
) -> None:
    now = timezone.now()
    name = "network.without_window"
    acting(lambda: settings.propose(name=name, value=True, valid_from=now, by=SYSTEM, now=now))
    Outlet.objects.filter(code="AX-CD-01").update(capacity=0)
    anna = visitor(size)
    fills(anna)
    page = anna.page
    page.locator(".days > label").last.click()
    page.click("button[form=report]")
    page.locator("button[name=soon]").focus()
    anna.looks_over("report-full-soon")
    page.keyboard.press("Enter")
    anna.sees("都对吗")
    anna.looks_over("report-soon-check")
