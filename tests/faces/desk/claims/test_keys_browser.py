"""A reviewer works by keys: a letter opens a form and stands in it, what is typed there is text, one key decides."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import queries
from tests.claim_builders import a_claim
from tests.faces.conftest import DESK, Visitor
from tests.faces.desk.claims.test_claim import bare, url
from tests.patience import until

pytestmark = [pytest.mark.django_db(transaction=True)]
Sits = Callable[[cast.Member], Client]
NAMED = "document.activeElement.name"


@pytest.mark.browser
def test_a_letter_opens_a_form_and_what_is_typed_is_text(
    visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
) -> None:
    lin = sits(cast.LIN)
    one = bare(live_now)
    page = visitor(DESK).sits_down(lin).goes(url(one))
    page.keyboard.press("m")
    page.wait_for_url("**#command")
    until(lambda: page.evaluate(NAMED) == "text", "the field of the note")
    page.keyboard.type("abc j")
    assert page.input_value("#command [name=text]") == "abc j"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("kd")
    assert page.input_value("#command [name=text]") == "abc jkd"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda there: "do=" not in there)
    page.keyboard.press("d")
    until(lambda: page.evaluate(NAMED) == "remedy", "the first remedy")


def test_the_queue_begins_with_what_this_reviewer_can_act_on(sits: Sits, live_now: datetime) -> None:
    lin = sits(cast.LIN)
    mine = bare(live_now)
    other = a_claim(now=live_now - timedelta(hours=30), order="OTHER-9")
    by = mine.by(cast.LIN)
    found = queries.queue(by, now=live_now)
    assert [row.number for row in found.rows] == [mine.claim.number, other.claim.number]
    assert found.total == 2
    assert [row.number for row in queries.queue(by, now=live_now, offset=1).rows] == [other.claim.number]
    assert lin.get("/desk/claims/").content.decode().index(mine.claim.number) > 0
