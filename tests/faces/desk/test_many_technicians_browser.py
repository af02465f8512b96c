"""In the browser, by keyboard: many technicians are chosen, what that would do is read, done, and taken back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.network.models import Absence
from tests import builders
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[object], Client]


def test_leave_for_many_frees_a_window_at_a_second_press_and_is_taken_back(
    sits: Sits, visitor: Callable[..., Visitor]
) -> None:
    walked = builders.a_repair(now=timezone.now(), at="booked")
    day = f"{timezone.localdate(walked.visit.wanted_from_at)}"
    seen = visitor(DESK).sits_down(sits(cast.ADMIN))
    page = seen.goes("/desk/network/technicians/")
    seen.looks_over("many-list")
    page.locator(f"input[name=number][value={cast.MASTER_LUO.number}]").focus()
    page.keyboard.press("Space")
    page.locator("button[name=do][value=leaves]").focus()
    page.keyboard.press("Enter")
    page.locator("[name=from_date]").fill(day)
    page.locator("[name=to_date]").fill(day)
    seen.looks_over("many-asked")
    page.get_by_role("button", name="看看会发生什么").click()
    seen.sees("会释放的已约时段")
    seen.looks_over("many-read")
    page.locator("button[name=how][value=all]").click()
    seen.sees("会释放 1 个已约时段")
    with posted(page):
        page.locator("button[name=how][value=all]").click()
    assert walked.visit.state == "open"
    seen.looks_over("many-done")
    page.locator("details:has(form.ask) summary").first.click()
    with posted(page):
        page.locator("form.ask button").first.click()
    assert not Absence.objects.filter(ended_at=None).exists()
