"""Where nobody may be sent, a repair isn't among a reviewer's remedies, and his page says why."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from tests.domain.claims.test_decided_repairs import reviewed, words_end
from tests.faces.desk.claims.test_claim import RULING, url
from tests.faces.test_claim_statements import TABS, statements
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
REPAIR = 'name="remedy" value="repair"'
ASKED_MORE = 5
"""Whose goods and place are known costs so many statements more: who serves there, and who of them may be sent."""


class TestRemedies:
    def test_leave_a_repair_out_where_nobody_is_vouched_for_and_say_why(self, sits: Sits, live_now: datetime) -> None:
        one, lin = reviewed(live_now - timedelta(hours=2)), sits(cast.LIN)
        assert REPAIR in flat(lin.get(url(one)))
        words_end(live_now)
        html = flat(lin.get(url(one)))
        assert REPAIR not in html
        assert "不能决定维修:买家所在地没有能修且有授权的师傅" in html.replace("：", ":")

    def test_refuse_a_repair_that_was_typed_before(self, sits: Sits, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        words_end(live_now)
        html = flat(sits(cast.LIN).post(url(one, "decision/"), {**RULING, "remedy": "repair", "how": "give"}))
        assert 'name="read"' not in html

    def test_cost_few_statements_more_where_it_is_known_what_and_where(self, sits: Sits, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        assert statements(sits(cast.LIN), url(one)) <= TABS["evidence"] + ASKED_MORE
