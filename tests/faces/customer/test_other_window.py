"""A customer whose report waits for somebody chooses another window on his page."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.domain.visits.models import Visit
from anxin.faces.words import wish
from tests import builders
from tests.domain.visits.test_moved_everywhere import later_on
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("state", ["submitted", "accepted", "triaged"])
def test_who_waits_for_somebody_moves_his_window_himself(state: str, live_now: datetime) -> None:
    ago = timedelta(minutes=0 if state == "submitted" else 3)  # its acknowledgement is not late yet
    one = builders.a_repair(now=live_now - ago, at=state)
    client, url = Client(), f"/customer/repairs/{one.repair.number}/"
    assert client.get(f"/c/{one.token}/").status_code in (200, 302)
    assert f"{url}window/" in client.get(url).content.decode()
    page = flat(client.get(f"{url}window/"))
    assert "改约" in page
    assert "师傅会马上收到" not in page, "nobody has it yet"
    begins = later_on(one)
    assert client.post(f"{url}window/", {"window": begins.isoformat(), "once": "k-1"}).status_code == 302
    one.repair.refresh_from_db()
    assert one.repair.wanted_from_at == begins
    assert "希望改到" in flat(client.get(url))


def test_who_has_it_agrees_on_the_window_by_phone(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(minutes=3), at="assigned")
    client, url = Client(), f"/customer/repairs/{one.repair.number}/"
    client.get(f"/c/{one.token}/")
    assert f"{url}window/" not in client.get(url).content.decode()


def test_whose_window_nobody_takes_reads_so_and_is_led_to_another(live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(minutes=3), at="triaged")
    client, url = Client(), f"/customer/repairs/{one.repair.number}/"
    client.get(f"/c/{one.token}/")
    window = wish(one.repair.wanted_from_at, one.repair.wanted_to_at)
    assert f"您要的时间：{window}。" in flat(client.get(url)), "what he chose stands there before anybody said yes"
    Visit.objects.filter(stream_key=one.repair.pk).update(state="open", by_hand_at=live_now)
    page = flat(client.get(url))
    assert f"{window} 还没有师傅接单，调度员正在安排" in page
    assert f"{url}window/" in page
