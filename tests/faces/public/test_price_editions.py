"""A price that was put right the same day: the list shows the right one, and the wrong one as it was."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from tests.domain.goods.test_price_editions import twice
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestPriceList:
    def test_can_be_read_as_it_was_and_says_when_it_was_replaced(self, live_now: datetime) -> None:
        twice(live_now - timedelta(minutes=1))
        day = live_now.astimezone(SHANGHAI).date()
        at = f"/prices/{cast.HEYAN.slug}/lock/{day:%Y-%m-%d}/"
        page = flat(Client().get(at))
        assert "¥31.00" in page
        assert "?edition=%E9%94%99%E4%BB%B7" in page
        old = flat(Client().get(at, {"edition": "错价"}))
        assert "¥3,000.00" in old
        assert "被替换" in old
        assert Client().get(at, {"edition": "没有"}).status_code == 404
        history = flat(Client().get(f"/brands/{cast.HEYAN.slug}/history/prices/?goods=lock"))
        assert history.count("?edition=%E9%94%99%E4%BB%B7") == 1
        assert "错价" in history
        assert "改正" in history
