"""In the browser: a promise that was read first and then published leaves no draft for the next one."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.conftest import DESK, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "Object.keys(sessionStorage).filter(one => one.startsWith('anxin.draft:')).length"
AT = "/desk/network/promises/?brand={}&do=promise"


def test_a_published_promise_leaves_nothing_in_the_next_form(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor]
) -> None:
    desk = visitor(DESK).sits_down(sits(cast.ADMIN))
    page = desk.goes(AT.format(cast.HEYAN.slug))
    for name, value in {
        "name": "夜里",
        "acknowledge": "20",
        "assign": "300",
        "call": "30",
        "hours": "22:00-8:00",
    }.items():
        page.fill(f"#command [name={name}]", value)
    assert page.evaluate(KEPT) == 1
    assert desk.goes(AT.format(cast.QINGFENG.slug)).input_value("#command [name=hours]") == "", "of another brand"
    page = desk.goes(AT.format(cast.HEYAN.slug))
    assert page.input_value("#command [name=hours]") == "22:00-8:00", "nothing typed is lost"
    page.get_by_role("button", name="预览客户看到的内容").click()
    page.locator("button[value=publish]").click()
    desk.sees("的承诺已发布")
    assert page.evaluate(KEPT) == 0
    assert desk.goes(AT.format(cast.HEYAN.slug)).input_value("#command [name=hours]") == ""
