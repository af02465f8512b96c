"""The page behind the link: does he still wait? Opening it says nothing, his answer counts at once."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM
from anxin.core.states import lock, transition
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Waiting
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests.flat import flat

pytestmark = pytest.mark.django_db
URUMQI = "新疆维吾尔自治区乌鲁木齐市天山区解放北路1号"


def asked(now: datetime) -> tuple[Waiting, Client]:
    """Ask somebody whether he still waits; give his entry, and the browser in which he opened the link."""
    ground.lay(now=now)
    brand = people.organisation(cast.HEYAN.slug)
    wish = network.WaitlistEntry(brand=brand, category="lock", name="买买提", phone="13800000077", address=URUMQI)
    row = acting(lambda: network.wait(wish=wish, by=STRANGER, now=now))

    def ask() -> str:
        lock(row)
        transition(row, "ask", by=SYSTEM, now=now)
        return people_actions.link(stream=row.stream(), person=row.person, now=now)

    token, client = acting(ask), Client()
    page = f"/customer/waiting/{row.number}/"
    assert client.get(f"/c/{token}/?next={page}").headers["Location"] == page
    return row, client


class TestThePage:
    def test_asks_says_what_follows_and_changes_nothing_by_being_opened(self) -> None:
        row, client = asked(timezone.now())
        told = flat(client.get(f"/customer/waiting/{row.number}/"))
        assert "您还在等吗" in told
        assert "是的，我还在等" in told
        assert "不等了" in told
        row.refresh_from_db()
        assert row.state == "asked"

    def test_keeps_him_on_the_list(self) -> None:
        row, client = asked(timezone.now())
        url = f"/customer/waiting/{row.number}/"
        assert client.post(url, {"answer": "keep"}).headers["Location"] == url
        row.refresh_from_db()
        assert row.state == "waiting"
        again = flat(client.get(url))
        assert "已经登记" in again
        assert "移出名单后，您的姓名和电话马上删除" in again
        assert "是的，我还在等" not in again

    def test_takes_him_off_and_says_that_he_is_erased(self) -> None:
        row, client = asked(timezone.now())
        told = flat(client.post(f"/customer/waiting/{row.number}/", {"answer": "withdraw"}))
        assert "姓名和电话已在这里删除" in told
        row.person.refresh_from_db()
        assert row.person.erased_at is not None

    def test_is_found_on_my_data_until_he_waits_no_more(self) -> None:
        row, client = asked(timezone.now())
        page = f"/customer/waiting/{row.number}/"
        assert f'href="{page}"' in flat(client.get("/customer/me/"))
        acting(lambda: network.serve_waiting(entries=[row.pk], now=timezone.now()))
        assert f'href="{page}"' not in flat(client.get("/customer/me/"))

    def test_is_nobody_else_s(self) -> None:
        row, _client = asked(timezone.now())
        assert Client().get(f"/customer/waiting/{row.number}/").status_code in (302, 403, 404)
        other, client = asked(timezone.now())
        assert other.number != row.number or client.get("/customer/waiting/W-1/").status_code in (403, 404)
