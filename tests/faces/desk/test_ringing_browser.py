"""In the browser: the number of before is rung before its days to object run."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from tests.domain.people.asked import Desk
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_desk_writes_a_call_down_and_then_the_days_run(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor], live_now: datetime
) -> None:
    agent = sits(cast.XIAO_CHEN)
    row = Desk(live_now - timedelta(hours=1)).announced()
    seen = visitor(DESK).sits_down(agent)
    seen.goes("/desk/persons/")
    assert seen.sees("请拨打原号码")
    seen.looks_over("persons-list")
    seen.goes(f"/desk/persons/requests/{row.number}/")
    assert seen.sees("短信还没有发出。")
    seen.looks_over("persons-untold")
    assert seen.sees("由另一位同事拨打")
    seen = visitor(DESK).sits_down(sits(cast.SUN))
    seen.goes(f"/desk/persons/requests/{row.number}/")
    seen.page.get_by_role("link", name="登记回拨").click()
    seen.page.get_by_text("接通，已告知").click()
    seen.looks_over("persons-ringing")
    with posted(seen.page):
        seen.page.get_by_role("button", name="登记回拨").click()
    assert seen.sees("起算作已告知")
    seen.looks_over("persons-told")
