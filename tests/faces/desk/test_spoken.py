"""What an agent writes down from a call for who has no page: objection, invoice, rating, on the desk's pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.invoices.models import Invoice
from anxin.domain.quality.models import Review
from tests import builders
from tests.faces.conftest import ON_A_DESK, Visitor
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
CALL = "REC-2026-0042"


def url_of(one: builders.Walked) -> str:
    return f"/desk/repairs/{one.repair.number}/"


class TestCase:
    def test_offers_to_write_down_what_a_customer_objects_to(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="billed")
        chen = sits(cast.XIAO_CHEN)
        assert f"{url_of(one)}?do=objection-by-call" in flat(chen.get(url_of(one)))
        sent = {"what": "bill_wrong", "why": "说好三百，多算了五十", "recording": CALL}
        chen.post(f"{url_of(one)}objection-by-call/", sent)
        page = flat(chen.get(url_of(one)))
        assert "说好三百，多算了五十" in page
        assert CALL in page, "the record says from which call it is"

    def test_asks_for_the_invoice_and_says_where_it_goes(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="closed")
        chen = sits(cast.XIAO_CHEN)
        assert "寄" in flat(chen.get(f"{url_of(one)}?do=invoice-by-call"))
        chen.post(f"{url_of(one)}invoice-by-call/", {"kind": "person", "title": "李秀兰", "recording": CALL})
        assert Invoice.objects.get().by_post


class TestRating:
    def test_is_taken_on_a_page_of_its_own_and_marked(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="closed")
        chen, url = sits(cast.XIAO_CHEN), f"{url_of(one)}rating/"
        assert url in flat(chen.get(url_of(one)))
        assert 'name="recording"' in flat(chen.get(url))
        assert chen.post(url, {"overall": "4", "words": "很好"}).status_code == 422, "the call is missing"
        answer = chen.post(url, {"overall": "4", "words": "手艺好", "recording": CALL})
        assert answer.headers["Location"] == url_of(one)
        assert Review.objects.get().recording == CALL
        assert url not in flat(chen.get(url_of(one))), "once is enough"
        refused = chen.get(url)
        assert refused.status_code in (200, 409)
        assert "已经评价" in flat(refused) or "评过" in flat(refused)
        assert CALL in flat(sits(cast.SUN).get("/desk/follow-ups/"))

    def test_is_not_for_who_only_dispatches(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="closed")
        deng = sits(cast.XIAO_DENG)
        assert "rating/" not in flat(deng.get(url_of(one)))
        assert deng.get(f"{url_of(one)}rating/").status_code == 403


class TestLooked:
    @ON_A_DESK
    def test_forms_are_looked_over(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="closed")
        window = visitor(size).sits_down(sits(cast.XIAO_CHEN))
        for name, path in (("invoice-by-call", "?do=invoice-by-call"), ("rating-by-call", "rating/")):
            window.goes(f"{url_of(one)}{path}")
            window.looks_over(f"desk-{name}")
