"""What is agreed to on a page are the editions that stood on it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import ground
from anxin.domain.people.models import Consent
from anxin.domain.publications.models import Text
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.report_builders import FORM, answers

pytestmark = pytest.mark.django_db(transaction=True)


def editions(page: bytes) -> str:
    found = re.search(r'name="agreed_to" value="([^"]+)"', page.decode())
    assert found
    return found[1]


def test_consent_counts_in_the_editions_that_stood_on_the_page_and_in_none_published_since(client: Client) -> None:
    ground.lay(now=timezone.now())
    builders.legal_texts(now=timezone.now())
    shown = editions(client.post(FORM, answers()).content)
    Text.objects.filter(document__code="privacy").update(from_date=timezone.localdate() - timedelta(days=60))
    builders.legal_texts(now=timezone.now(), codes=("privacy",))
    sent = {**answers(consent="on", once="k-1"), "agreed_to": shown}
    again = client.post(f"{FORM}submission/", sent)
    assert again.status_code == 422
    assert not Repair.objects.exists()
    anew = editions(again.content)
    assert anew != shown
    assert client.post(f"{FORM}submission/", {**sent, "agreed_to": anew}).status_code == 302
    assert {one.version for one in Consent.objects.all()} == {anew}
