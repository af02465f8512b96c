"""The reviewer's desk: what queue and claim show, what each deed does, what is locked and why, whom they refuse."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from tests import cups

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


class TestSmoke:
    def test_shows(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="review")
        base = f"/desk/claims/{one.claim.number}/"
        for path in (
            "/desk/claims/",
            base,
            *(f"{base}?tab={tab}" for tab in ("talk", "order", "sides", "record")),
            f"{base}?do=challenge",
            f"{base}?do=inspection",
            f"{base}?do=message",
            f"{base}?do=note",
            f"{base}?do=grant",
            f"{base}?tab=record&check=chain",
            "/desk/claims/table.csv",
        ):
            response = lin.get(path)
            assert response.status_code == 200, path
