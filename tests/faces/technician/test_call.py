"""The page of a call opens before anything was said on it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def test_opens(sits: Callable[[cast.Member], Client], live_now: datetime) -> None:
    one = builders.a_repair(now=live_now - timedelta(minutes=40), at="booked")
    number = one.visit.technician.number if one.visit.technician else ""
    luo = next(who for who in cast.TECHNICIANS if who.number == number)
    answer = sits(luo).get(f"/technician/jobs/{one.visit.number}/call/")
    assert answer.status_code == 200
