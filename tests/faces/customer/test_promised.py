"""What is promised with a report is what its sender read before he sent it."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import ground
from anxin.domain.network.models import PromiseProfile
from anxin.domain.repairs.models import Repair
from tests.faces.customer.test_reports import FORM, answers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _laid(django_db_setup: None, transactional_db: None) -> None:
    ground.lay(now=timezone.now())


def hidden(text: str, name: str) -> str:
    """Return what a page carries along under a name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


def test_another_promise_than_was_read_is_shown_before_anything_is_sent(client: Client) -> None:
    PromiseProfile.objects.all().delete()
    text = client.post(FORM, answers()).content.decode()
    read = {one: hidden(text, one) for one in ("once", "promised")}
    was = settings.get("repairs.acknowledge_min", at=timezone.now())
    now = timezone.now()
    told = {"name": "repairs.acknowledge_min", "value": was + 7, "valid_from": now}
    acting(lambda: settings.propose(**told, by=SYSTEM, now=now))
    page = client.post(f"{FORM}submission/", {**answers(), **read, "consent": "1"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "什么都没有提交" in text
    assert f"{was + 7} 分钟" in text
    assert not Repair.objects.exists()
    again = {one: hidden(text, one) for one in ("once", "promised")}
    assert client.post(f"{FORM}submission/", {**answers(), **again, "consent": "1"}).status_code == 302
    repair = Repair.objects.get()
    assert repair.acknowledge_min == was + 7
    assert client.post(f"{FORM}submission/", {**answers(), **read, "consent": "1"}).status_code == 302
    assert Repair.objects.count() == 1
