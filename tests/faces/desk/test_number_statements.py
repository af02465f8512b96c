"""What the pages of reported numbers and of who waits ask the database: once, however many there are."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.demo import cast
from anxin.domain.network.models import ReportedNumber
from tests.domain.network.test_waitlist import URUMQI, waits
from tests.faces.desk.test_numbers import LIST, reported

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[object], Client]


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as told:
        assert client.get(path).status_code == 200
    return len(told)


def test_a_reported_number_is_judged_once_for_all_its_buttons(sits: Sits, live_now: datetime) -> None:
    row = reported(live_now)
    assert asked(sits(cast.XIAO_CHEN), f"{LIST}{row.number}/") <= 45


def test_who_waits_is_listed_with_his_place_in_the_same_breath(sits: Sits, live_now: datetime) -> None:
    chen = sits(cast.XIAO_CHEN)
    waits(URUMQI, live_now)
    alone = asked(chen, "/desk/waiting/")
    for n in range(3):
        waits(URUMQI, live_now, name=f"买{n}", phone=f"1380000008{n}")
    assert asked(chen, "/desk/waiting/") == alone


def test_of_looked_at_numbers_the_reports_are_counted_of_those_shown(sits: Sits, live_now: datetime) -> None:
    row = reported(live_now)
    chen = sits(cast.XIAO_CHEN)
    chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"})
    assert ReportedNumber.objects.get().state == "confirmed"
    with CaptureQueriesContext(connection) as told:
        page = chen.get(LIST).content.decode()
    assert cast.LOOK_ALIKE in page
    counted = [one["sql"] for one in told if 'COUNT("network_report"."id")' in one["sql"]]
    assert all("'received'" in one or "IN (" in one for one in counted), counted
