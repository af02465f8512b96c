"""What the keyboard meets on every page: where a refused form leads it, that its ring is seen, what Enter does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.opening import actions as opening
from tests.faces.conftest import DESK
from tests.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACTIVE = "document.activeElement.name"
RING = "getComputedStyle(document.activeElement).outlineColor"
TEAL = "rgb(12, 91, 92)"
UNDER_NO_BAR = """(bar => document.activeElement.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top)(
    document.querySelector("fieldset.sticky"))"""


class TestARefusedForm:
    def test_leads_to_what_is_wrong_not_to_the_first_field_beside_it(
        self,
        visitor: Callable[..., Any],
        settings,  # type: ignore[no-untyped-def]
        tmp_path,  # type: ignore[no-untyped-def]
    ) -> None:
        settings.DATA = tmp_path
        code = acting(lambda: opening.make_code(now=timezone.now()))
        page = visitor(DESK).goes(f"/setup/?code={code}")
        for name, text in (("operator", "青禾"), ("site", "青禾"), ("called", "周敏"), ("username", "zhou")):
            page.fill(f"[name={name}]", text)
        page.fill("[name=new]", "a long walk home 7")
        page.fill("[name=again]", "another walk")
        with page.expect_navigation():
            page.press("[name=again]", "Enter")
        until(lambda: page.evaluate(ACTIVE) == "again", "the field that is wrong")


class TestTheRing:
    def test_of_a_ticked_box_is_seen_and_no_bar_lies_over_it(
        self, visitor: Callable[..., Any], sits: Callable[[object], Client]
    ) -> None:
        page = visitor(DESK).sits_down(sits(cast.HEYAN_OWNER)).goes("/merchant/authorisations/")
        page.set_viewport_size({"width": 1366, "height": 480})
        boxes = page.locator("input[name=number]")
        boxes.first.focus()
        page.keyboard.press("Space")
        until(lambda: page.evaluate(RING) == TEAL, "a ring in the colour of action")
        for _box in range(boxes.count() - 1):
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            until(lambda: page.evaluate(UNDER_NO_BAR), "what was reached beside the bar", within_s=20)


class TestEnter:
    def test_looks_a_caller_up_and_writes_no_call_down(
        self, visitor: Callable[..., Any], sits: Callable[[object], Client]
    ) -> None:
        page = visitor(DESK).sits_down(sits(cast.XIAO_CHEN)).goes("/desk/contacts/new/")
        page.fill("[name=phone]", cast.MS_ZHANG.phone)
        with page.expect_response(lambda answer: answer.url.endswith(reverse("desk:caller"))):
            page.press("[name=phone]", "Enter")
        assert page.url.endswith("/desk/contacts/new/")
        assert page.evaluate(ACTIVE) != "phone"
