"""A customer's list of his cases: what waits for him stands out, and for what."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.demo import cast
from anxin.domain.repairs.models import Repair
from tests.builders import Walked, a_repair
from tests.faces.customer.claims.test_filing import by_phone
from tests.faces.customer.test_suspended import suspend, word
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


def listed(client: Client, one: Walked) -> str:
    """Return what the list says of a repair."""
    page = flat(client.get("/customer/"))
    return page.partition(f"/customer/repairs/{one.repair.number}/")[2].partition("</li>")[0]


class TestList:
    @pytest.mark.parametrize(
        ("at", "said"),
        [("quoted", "等您：同意"), ("billed", "等您：验收码"), ("coded", "等您：付款"), ("booked", ""), ("closed", "")],
    )
    def test_says_what_is_his_to_do(self, at: str, said: str, live_now: datetime) -> None:
        one = a_repair(now=live_now - timedelta(hours=6), at=at)
        a_repair(now=live_now - timedelta(hours=7), at="submitted")
        row = listed(by_phone(cast.MS_ZHANG), one)
        assert said in row
        assert ("等您" in row) == bool(said)

    def test_calls_who_is_waited_for_you_and_never_the_customer(self, live_now: datetime) -> None:
        one = a_repair(now=live_now - timedelta(hours=6), at="booked")
        a_repair(now=live_now - timedelta(hours=7), at="submitted")
        Repair.objects.filter(pk=one.repair.pk).update(state="waiting_customer", outcome="customer_absent")
        row = listed(by_phone(cast.MS_ZHANG), one)
        assert "等您：选上门时间" in row
        assert "等客户" not in row

    def test_warns_in_red_of_who_is_at_the_door(self, live_now: datetime) -> None:
        one = a_repair(now=live_now - timedelta(minutes=40), at="on_site")
        a_repair(now=live_now - timedelta(hours=7), at="submitted")
        suspend(word("technician", one.visit.technician.number), live_now)
        row = listed(by_phone(cast.MS_ZHANG), one)
        assert 'data-tone="red"' in row
        assert "请马上打开看" in row

    def test_asks_as_much_for_one_as_for_many(self, live_now: datetime) -> None:
        a_repair(now=live_now - timedelta(hours=6), at="quoted")
        a_repair(now=live_now - timedelta(hours=7), at="submitted")
        client = by_phone(cast.MS_ZHANG)
        client.get("/customer/")
        with CaptureQueriesContext(connection) as few:
            client.get("/customer/")
        a_repair(now=live_now - timedelta(hours=8), at="accepted")
        with CaptureQueriesContext(connection) as many:
            client.get("/customer/")
        assert len(few) == len(many) <= 8
