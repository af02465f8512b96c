"""What can be had at an address is shown as it is typed, by keyboard too, before anybody goes on."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.network.models import Territory
from tests.faces.conftest import ON_A_PHONE, Visitor
from tests.faces.customer.test_reports import FORM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _laid(django_db_setup: None, transactional_db: None) -> None:
    ground.lay(now=timezone.now())


def types(anna: Visitor, address: str) -> None:
    """Type an address, and leave the field by the keyboard."""
    page = anna.page
    page.locator("#id_address").focus()
    page.keyboard.insert_text(address)
    page.keyboard.press("Tab")


@ON_A_PHONE
def test_the_windows_of_the_place_are_counted(size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
    anna = visitor(size)
    page = anna.goes(FORM)
    assert "位师傅" not in page.locator("[data-there]").inner_text()
    types(anna, cast.MS_ZHANG.address)
    page.locator("[data-there] .days >> text=位师傅").first.wait_for(state="attached")
    assert page.locator("[name=window]:checked").count() == 0, "nobody chooses for him unseen"
    anna.looks_over("report-there-windows")


def test_a_draft_that_comes_back_shows_the_windows_of_its_address(visitor: Callable[..., Visitor]) -> None:
    anna = visitor()
    page = anna.goes(FORM)
    types(anna, cast.MS_ZHANG.address)
    page.locator("[data-there] .days >> text=位师傅").first.wait_for(state="attached")
    page.reload()
    assert page.locator("#id_address").input_value() == cast.MS_ZHANG.address
    page.locator("[data-there] .days >> text=位师傅").first.wait_for(state="attached")


@ON_A_PHONE
def test_where_nobody_goes_that_is_said_and_no_window_is_listed(
    size: dict[str, object], visitor: Callable[..., Visitor]
) -> None:
    Territory.objects.exclude(outlet__code="AX-CD-01").delete()
    anna = visitor(size)
    page = anna.goes(FORM)
    page.locator("label.chip:has([name=symptoms])").first.click()
    page.fill("#id_name", cast.MS_ZHANG.name)
    page.fill("#id_phone", cast.MS_ZHANG.phone)
    types(anna, "西藏自治区拉萨市城关区八廓街道宇拓路 1 号")
    page.locator("[data-there] >> text=现在没有师傅去这个地址").wait_for()
    assert page.locator("[name=window]").count() == 0
    anna.looks_over("report-there-nobody")
    page.click("button[form=report]")
    anna.sees("还没有禾砚的师傅上门")


@ON_A_PHONE
@pytest.mark.parametrize("mode", ["drop_off", "mail_in"])
def test_the_outlets_that_take_it_in_are_listed_and_one_is_chosen_before_going_on(
    mode: str, size: dict[str, object], visitor: Callable[..., Visitor]
) -> None:
    anna = visitor(size)
    page = anna.goes(FORM)
    page.locator("label.chip:has([name=symptoms])").first.click()
    page.locator(f"[name=mode][value={mode}]").focus()
    page.keyboard.press("Space")
    page.fill("#id_name", cast.MS_ZHANG.name)
    page.fill("#id_phone", cast.MS_ZHANG.phone)
    types(anna, cast.MS_ZHANG.address)
    page.locator("[data-there] [name=outlet]").first.wait_for(state="attached")
    anna.looks_over(f"report-there-{mode}")
    page.locator("[data-there] label:has([name=outlet])").first.click()
    page.locator("[name=outlet]:checked").wait_for(state="attached")
    page.click("button[form=report]")
    anna.sees("都对吗")


def test_an_address_set_by_a_script_is_looked_at_at_the_next_step_of_the_keyboard(
    visitor: Callable[..., Visitor],
) -> None:
    anna = visitor()
    page = anna.goes(FORM)
    page.evaluate("text => { document.querySelector('#id_address').value = text }", cast.MS_ZHANG.address)
    page.locator("#id_name").focus()
    page.keyboard.press("Tab")
    page.locator("[data-there] .days >> text=位师傅").first.wait_for(state="attached")
