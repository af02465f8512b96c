"""The reviewer's desk in a real browser: it looks right at every size, and the keyboard reaches everything."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from tests import cups
from tests.capture_builders import answers, asked, takes
from tests.claim_builders import a_claim, refuse
from tests.faces.conftest import DESK, ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


class TestDesk:
    @ON_A_DESK
    def test_shows_queue_and_claims_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        lin = sits(cast.LIN)
        shut = cups.faked(now=live_now)
        open_ = cups.faked(now=live_now, at="review", order="YT-20261118-7731", pictures=(cups.CRACKED, cups.HONEST))
        bare = a_claim(now=live_now - timedelta(hours=30), reason="not_received", order="YT-20261118-7732")
        said = cups.faked(now=live_now, at="review", order="YT-20261118-7733")
        said.propose(refuse("本单照片与商品图重合"), by=cast.QIAO)
        given = cups.faked(now=live_now, at="review", order="YT-20261118-7734", pictures=(cups.HONEST,))
        given.propose()
        taken, made = asked(live_now - timedelta(hours=3), order="YT-20261118-7735")
        takes(taken, made.code, "overview", "closeup")
        answers(taken, made.code)
        taken.run()
        window = visitor(size).sits_down(lin)
        pages = {
            "queue": "",
            "locked": f"{shut.claim.number}/",
            "open": f"{open_.claim.number}/",
            "side": f"{open_.claim.number}/?look=B1&with=S1&view=side",
            "ask": f"{open_.claim.number}/?do=challenge",
            "message": f"{open_.claim.number}/?tab=talk&do=message",
            "order": f"{open_.claim.number}/?tab=order",
            "sides": f"{open_.claim.number}/?tab=sides",
            "record": f"{open_.claim.number}/?tab=record&check=chain",
            "bare": f"{bare.claim.number}/",
            "second": f"{said.claim.number}/",
            "given": f"{given.claim.number}/",
            "taken": f"{taken.claim.number}/",
        }
        for what, path in pages.items():
            window.goes(f"/desk/claims/{path}")
            window.looks_over(f"claims-{what}")

    def test_takes_in_what_happens_until_something_is_given_and_then_says_so(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        one = a_claim(now=live_now - timedelta(hours=2), at="review", reason="not_received")
        window = visitor(DESK).sits_down(sits(cast.LIN))
        fact = json.dumps({"code": "claim.changed", "claim": str(one.claim.pk)})
        told = f"retry: 1500\nid: 1.1\nevent: fact\ndata: {fact}\n\n"
        window.page.route("**/live/**", lambda it: it.fulfill(content_type="text/event-stream", body=told))
        with window.page.expect_request(lambda it: it.url.endswith("?part=decide")):
            window.goes(f"/desk/claims/{one.claim.number}/")
        with window.page.expect_request(lambda it: it.url.endswith("?part=changed")):
            window.page.evaluate("document.querySelector('#decide [name=fraud_said]').checked = true")
