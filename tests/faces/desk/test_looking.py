"""The desk in a real browser: it looks right, the keys walk the queue, what is shown for a reason hides again."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from tests import builders
from tests.faces.conftest import DESK, NARROW, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def sits_down(visitor: Visitor, client: Client) -> Visitor:
    """Give a browser window the session of a signed-in client."""
    visitor.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.base}]
    )
    return visitor


class TestDesk:
    def test_shows_the_queue_and_a_case_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        builders.a_repair(now=live_now, at="booked", customer=cast.NEIGHBOUR)
        builders.a_repair(now=live_now, at="submitted", customer=cast.BUYER_HERE)
        walked = builders.a_repair(now=live_now, at="triaged")
        for name, size in (("desk", DESK), ("phone", PHONE), ("narrow", NARROW)):
            window = sits_down(visitor(size), client)
            window.goes("/desk/repairs/")
            window.looks(f"queue-{name}")
            window.finds_nothing_serious()
            window.goes(f"/desk/repairs/{walked.repair.number}/")
            window.looks(f"case-{name}")
            window.finds_nothing_serious()
            window.goes(f"/desk/repairs/{walked.repair.number}/?do=offer")
            window.looks(f"offer-{name}")
            window.finds_nothing_serious()
            window.goes("/desk/repairs/new/")
            window.looks(f"new-{name}")
            window.finds_nothing_serious()
            if name == "narrow":
                assert window.page.evaluate("document.documentElement.scrollWidth") <= 320
