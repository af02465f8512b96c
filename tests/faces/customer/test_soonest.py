"""Where every window is taken, a customer who moves his may want whoever can come soonest; else a person is asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits.rules import any_time
from tests import builders
from tests.domain.visits.test_without_window import fill
from tests.faces.conftest import ON_A_PHONE, Visitor
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "有师傅空出来就来"


@pytest.fixture
def one(live_now: datetime) -> builders.Walked:
    """Have a repair that is redone under the guarantee, for which its customer chooses when."""
    made = builders.a_repair(now=live_now - timedelta(hours=8), at="closed")
    made.do(lambda: repairs.rework(repair=made.repair, why="又坏了", by=made.customer, now=made.now))
    return made


def says(value: bool, now: datetime) -> None:
    told = {"name": "network.without_window", "value": value, "valid_from": now}
    acting(lambda: settings.propose(**told, by=SYSTEM, now=now))


def linked(one: builders.Walked) -> Client:
    client = Client()
    assert client.get(f"/c/{one.token}/").status_code in (200, 302)
    return client


class TestWindow:
    def test_offers_none_where_all_are_taken_and_the_brand_takes_that(
        self, one: builders.Walked, live_now: datetime
    ) -> None:
        client, url = linked(one), f"/customer/repairs/{one.repair.number}/"
        says(True, live_now)
        assert WORDS not in flat(client.get(f"{url}window/")), "a window is free"
        fill(live_now)
        assert WORDS in flat(client.get(f"{url}window/"))
        assert "时段全部约满" in flat(client.get(f"{url}soonest/"))
        assert client.post(f"{url}soonest/", {"once": "k-1"}).status_code == 302
        visit = one.visit
        assert any_time(visit.wanted_from_at, visit.wanted_to_at)

    def test_leads_to_a_person_where_the_brand_wants_one(self, one: builders.Walked, live_now: datetime) -> None:
        client, url = linked(one), f"/customer/repairs/{one.repair.number}/"
        fill(live_now)
        page = flat(client.get(f"{url}window/"))
        assert WORDS not in page
        assert "/contact" in page

    @ON_A_PHONE
    def test_is_looked_over(
        self, visitor: Callable[..., Visitor], one: builders.Walked, live_now: datetime, size: dict[str, object]
    ) -> None:
        says(True, live_now)
        fill(live_now)
        window = visitor(size)
        window.goes(f"/c/{one.token}/")
        for name in ("window", "soonest"):
            window.goes(f"/customer/repairs/{one.repair.number}/{name}/")
            window.looks_over(f"customer-{name}-full")
