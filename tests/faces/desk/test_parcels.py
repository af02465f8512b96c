"""Claims on carriers at the desk: the list with its sums, one with what was paid, and the table to take away."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.demo import bench, cast
from anxin.demo.walk import Walked
from tests import builders
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


@pytest.fixture
def live_now() -> datetime:
    """Return a moment before now, so that all of a walk lies behind."""
    return timezone.now() - timedelta(hours=3)


@pytest.fixture
def claimed(live_now: datetime) -> Walked:
    """Have a parcel missing, and 900 yuan claimed for it."""
    one = builders.at_a_bench(now=live_now, mode="mail_in", at="sent")
    bench.give(one, "missing", one.customer, why="查不到物流")
    bench.give(one, "claim-filed", one.by(cast.XIAO_CHEN), reference="SF-C-1", claimed_fen=90_000)
    return one


def address(one: Walked) -> str:
    return f"/desk/parcels/{bench.kept(one).claims.get().pk}/"


class TestList:
    def test_says_what_is_claimed_and_owed_and_costs_few_statements(self, claimed: Walked, sits: Sits) -> None:
        for member in (cast.QIAN, cast.XIAO_CHEN):
            client = sits(member)
            client.get("/desk/parcels/")
            with CaptureQueriesContext(connection) as asked:
                text = client.get("/desk/parcels/").content.decode()
            assert claimed.repair.number in text
            assert "还欠 ¥900.00" in text
            assert len(asked) <= 8

    def test_is_taken_away_as_a_table(self, claimed: Walked, sits: Sits) -> None:
        told = sits(cast.QIAN).get("/desk/parcels/?only=all&as=csv").content.decode("utf-8-sig")
        assert "SF-C-1" in told
        assert ",900" in told

    def test_is_not_for_an_outlet(self, claimed: Walked, sits: Sits) -> None:
        client = sits(cast.BOSS_HE)
        assert client.get("/desk/parcels/").status_code == 403
        assert client.get(address(claimed)).status_code == 403


class TestOne:
    def test_is_paid_by_finance_in_yuan_and_says_what_is_left(self, claimed: Walked, sits: Sits) -> None:
        finance, at = sits(cast.QIAN), address(claimed)
        assert 'name="amount_fen"' in finance.get(f"{at}?do=payment").content.decode()
        too_much = finance.post(f"{at}payment/", {"amount_fen": "901", "reference": "T-1"})
        assert too_much.status_code == 422
        paid = finance.post(f"{at}payment/", {"amount_fen": "400.50", "reference": "T-1"}, follow=True)
        assert "¥499.50" in paid.content.decode()

    def test_is_dropped_by_the_desk_with_a_reason(self, claimed: Walked, sits: Sits) -> None:
        desk, at = sits(cast.XIAO_CHEN), address(claimed)
        assert desk.post(f"{at}dropping/", {"why": ""}).status_code == 422
        assert "已撤销" in desk.post(f"{at}dropping/", {"why": "证据不足"}, follow=True).content.decode()


@pytest.mark.browser
@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestBrowser:
    def test_finance_books_what_the_carrier_paid(
        self, claimed: Walked, sits: Sits, visitor: Callable[..., Visitor]
    ) -> None:
        desk = visitor(DESK).sits_down(sits(cast.QIAN))
        page = desk.goes("/desk/parcels/")
        desk.looks_over("parcels")
        page.get_by_role("link", name=claimed.repair.number).click()
        page.get_by_role("link", name="快递公司赔款到账").click()
        page.locator("input[name=amount_fen]").fill("400.50")
        page.locator("input[name=reference]").fill("T-1")
        desk.looks_over("parcel-paying")
        with posted(page):
            page.get_by_role("button", name="快递公司赔款到账").click()
        assert desk.sees("¥499.50")
        desk.looks_over("parcel")
