"""A brand's key says its last day as it was typed, with the year."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.wording import written
from anxin.demo import cast
from anxin.domain.network.rules import signatures
from tests.flat import flat

pytestmark = pytest.mark.django_db
PLACE = "/merchant/authorisations/brands/heyan/"


def test_a_key_made_elsewhere_signs_until_the_day_that_was_typed(
    sits: Callable[[object], Client], live_now: datetime
) -> None:
    owner, day = sits(cast.HEYAN_OWNER), timezone.localdate() + timedelta(days=365)
    told = {"public": signatures.fresh()[1], "until_date": day.isoformat(), "once": "k-1"}
    assert owner.post(f"{PLACE}public-key/", told).status_code == 302
    assert f"签到 {written(day)}" in flat(owner.get(PLACE))
