"""Somebody has the key of another's form: from a shared screen, a log, a backup. It opens nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from anxin.core.once import idempotency
from anxin.core.once.models import OnceKey
from anxin.demo import cast, ground
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import CaseLink
from anxin.domain.repairs.models import Repair
from anxin.faces.customer import windows
from tests import claim_builders
from tests.domain.rows import every_row

pytestmark = pytest.mark.django_db
KEY = "5f0c1f3a-form-key"
REPORT, CLAIM = "/report/heyan/S3/submission/", "/claim/submission/"


@pytest.fixture(autouse=True)
def _laid(db: None, live_now: datetime) -> None:
    ground.lay(now=live_now)


def report(client: Client, who: cast.Customer = cast.MS_ZHANG, **changed: object) -> str:
    """Send a report with the key; give where it leads, or what it says."""
    last = list(windows.windows(now=datetime.now(UTC)))[-1]
    sent = {
        **{"symptoms": ["no_fingerprint"], "told": "打不开", "window": last.key, "consent": "on", "once": KEY},
        **{"name": who.name, "phone": who.phone, "address": cast.MS_ZHANG.address},
        **changed,
    }
    answer = client.post(REPORT, sent)
    return answer.get("Location", "") or answer.content.decode()


def claim(client: Client, order: str) -> str:
    """File a claim with the key; give where it leads, or what it says."""
    sent = {"order": order, "phone": cast.BUYER.phone, "line": "1", "reason": "broken", "type": "refund_only"}
    answer = client.post(CLAIM, {**sent, "told": "裂了", "consent": "on", "once": KEY})
    return answer.get("Location", "") or answer.content.decode()


class TestKeyOfAnothersReport:
    def test_makes_a_report_of_ones_own_and_shows_nothing_of_the_first(self) -> None:
        report(Client())
        first = Repair.objects.get()
        for who, phone in ((cast.STRANGER, cast.STRANGER.phone), (cast.STRANGER, cast.MS_ZHANG.phone)):
            thief = Client()
            thief.get(report(thief, who, phone=phone))
            assert thief.get(f"/customer/repairs/{first.number}/").status_code == 404
        assert CaseLink.objects.filter(stream_key=first.id).count() == 1
        assert Repair.objects.count() == 3

    def test_still_counts_in_the_browser_that_was_led_on_to_the_case(self) -> None:
        client = Client()
        client.get(report(client))
        assert client.get(report(client)).status_code == 302
        assert Repair.objects.count() == 1

    def test_is_nothing_to_the_next_one_at_the_same_phone(self) -> None:
        client = Client()
        client.get(report(client))
        client.post("/customer/sign-out/")
        report(client)
        first, second = Repair.objects.order_by("created_at")
        assert client.get(f"/customer/repairs/{first.number}/").status_code in (302, 404)
        assert CaseLink.objects.filter(stream_key=second.id).count() == 1

    def test_is_over_after_a_day(self) -> None:
        report(Client())
        (row,) = OnceKey.objects.all()
        assert row.expires_at == row.at + timedelta(days=1)
        assert idempotency.forget(now=row.expires_at) == 1
        assert not OnceKey.objects.exists()

    def test_stands_in_no_table(self) -> None:
        report(Client())
        held = [row for _table, row in every_row()]
        assert held
        assert [row for row in held if KEY in row] == []


class TestKeyOfAnothersClaim:
    def test_leads_to_no_claim(self, live_now: datetime) -> None:
        order = claim_builders.a_purchase(now=live_now - timedelta(days=1)).order_key
        led = claim(Client(), order)
        first = Claim.objects.get()
        assert "/c/" in led
        thief = Client()
        said = claim(thief, order)  # who knows order and phone reads that a claim is open, as where goods are chosen
        assert not re.search(r"/c/[\w-]{20}", said)
        assert thief.get(f"/customer/claims/{first.number}/").status_code in (302, 404)
        assert CaseLink.objects.filter(stream_key=first.id).count() == 1
