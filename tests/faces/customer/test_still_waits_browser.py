"""In the browser: the page behind the link asks on a phone whether somebody still waits, and he says no."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.faces.conftest import Visitor
from tests.faces.customer.test_still_waits import asked

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_link_asks_and_a_no_takes_him_off_at_once(visitor: Callable[..., Visitor]) -> None:
    row, client = asked(timezone.now())
    seen = visitor().sits_down(client)
    page = seen.goes(f"/customer/waiting/{row.number}/")
    seen.looks_over("still-waits")
    page.get_by_role("button", name="不等了").click()
    seen.sees("姓名和电话已在这里删除")
    seen.looks_over("waits-no-more")
    row.refresh_from_db()
    assert row.state == "dropped"
