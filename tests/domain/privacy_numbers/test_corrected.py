"""Whoever is rung on another phone from now on gets a privacy number bound anew."""

from datetime import datetime

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.people.actions import corrections
from anxin.domain.privacy_numbers.models import PrivacyNumber
from tests.domain.privacy_numbers.test_privacy_numbers import Scene
from tests.standins.numbers import Numbers

pytestmark = pytest.mark.django_db


def test_a_number_is_bound_anew_once_its_customer_is_rung_on_another_phone(now: datetime) -> None:
    with Numbers(now=timezone.now()) as there:
        scene = Scene(there, now)
        scene.until("booked")
        person = scene.one.visit.customer
        acting(lambda: corrections.write_phone(persons=[person], phone="13900007788", by=SYSTEM, now=scene.now))
        scene.run()
        assert len(there.over) == 1, "the binding to the old phone is ended"
        assert PrivacyNumber.objects.filter(ended_at=None, bound_at__isnull=False).count() == 1
        assert len(there.bound) == 2
