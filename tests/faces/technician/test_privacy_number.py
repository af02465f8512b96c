"""The page to call from, and the customer's page, where privacy numbers are used."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.privacy_numbers import choices
from anxin.domain.privacy_numbers.models import PrivacyNumber
from tests import builders
from tests.faces.technician.phones import phone_of

pytestmark = pytest.mark.django_db


def test_each_page_shows_how_the_number_stands_and_no_real_one(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    told = {"value": choices.OR_REAL, "valid_from": now, "by": SYSTEM, "now": now}
    acting(lambda: settings.propose(name="privacy_numbers.use", **told))  # type: ignore[arg-type]
    until = timezone.now() + timedelta(days=1)
    row = PrivacyNumber.objects.create(visit=one.visit, asked_at=one.now, until_at=until)
    luo, where = phone_of(cast.MASTER_LUO), reverse("technician:call", args=[one.visit.number])

    def page(**sets: object) -> str:
        PrivacyNumber.objects.filter(pk=row.pk).update(**sets)
        return luo.get(where).content.decode()

    asked = page()
    assert "正在申请隐私号" in asked
    bound = page(number="17012345678", extension="123", bound_at=one.now)
    assert 'href="tel:17012345678,123"' in bound
    reveals = reverse("technician:reveal", args=[one.visit.number])
    assert reveals not in asked + bound
    assert luo.post(reveals, {"field": "phone"}).status_code == 403
    assert 'id="ask"' in page(bound_at=None, fault="no_answer")
    assert 'href="tel:17012345678"' not in customer_page(one.token)
    PrivacyNumber.objects.filter(pk=row.pk).update(bound_at=one.now, fault="")
    assert 'href="tel:17012345678"' in customer_page(one.token)
    assert "这一单的隐私号已停用" in page(ended_at=timezone.now())


def customer_page(token: str) -> str:
    return Client().get(f"/c/{token}/", follow=True).content.decode()
