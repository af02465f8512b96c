"""A platform's pages, forged or broken: one bad row stands apart, all others come in, and the shop reads on."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from anxin.core.acting import Busy
from anxin.domain.claims.models import Claim
from anxin.domain.goods.models import Purchase
from anxin.domain.shops import providers as platforms
from anxin.domain.shops.actions import intake
from anxin.domain.shops.models import Heard
from anxin.domain.shops.providers.client import Client
from tests.domain.shops.scene import Scene
from tests.standins.server import Call, Reply
from tests.standins.shop_books import Claimed, Sold
from tests.standins.shops import Taobao, WeChat

pytestmark = pytest.mark.django_db
ORDERS: tuple[dict[str, Any], ...] = (
    {"orders": {"order": []}},
    {"orders": "x"},
    {"created": "9999-12-31 23:59:59"},
    {"created": "0001-01-01 00:00:00"},
    {"post_fee": "99999999999999999.00"},
    {"post_fee": "NaN"},
    {"post_fee": "1e400"},
    {"receiver_name": "张\x00三"},
    {"receiver_name": "\ud800"},
    {"receiver_name": "<script>alert(1)</script>"},
    {"tid": "2\x00600"},
    {"tid": ""},
    {"tid": None},
    {"tid": "9" * 5000},
    {"consign_time": "9999-12-31 23:59:59"},
    {"end_time": "9999-12-31 23:59:59", "status": "TRADE_FINISHED"},
    {"title": "\x00"},
    {"title": "\ud83d"},
    {"title": None},
    {"num": 10**12},
    {"num": -3},
    {"payment": "99999999999999999999"},
    {"payment": "-5.00"},
    {"invoice_no": "\x00" * 9},
    {"outer_iid": "\ud800"},
)
CLAIMS: tuple[dict[str, Any], ...] = (
    {"refund_fee": "-5.00"},
    {"refund_fee": "99999999999999999999"},
    {"refund_fee": "-5.00", "status": "SUCCESS"},
    {"refund_fee": "99999999999999999999", "status": "SUCCESS"},
    {"reason": "\x00"},
    {"desc": "\ud800"},
    {"num": -7},
    {"num": 10**30},
    {"refund_id": "\x00"},
    {"refund_id": ""},
    {"refund_remind_timeout": {"timeout": "9999-12-31 23:59:59"}},
    {"tid": "\x00"},
    {"tid": "77"},
    {"oid": "\ud800"},
)
LINE = {"title", "num", "payment", "invoice_no", "outer_iid"}


class Forged(Taobao):
    """A shop whose rows are overlaid."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.overlaid: dict[str, dict[str, Any]] = {}

    def _trade(self, one: Sold) -> dict[str, Any]:
        found, over = super()._trade(one), self.overlaid.get(one.key, {})
        if over.keys() & LINE:
            found["orders"]["order"][0] |= over
            return found
        return {**found, **over}

    def _refund(self, one: Claimed) -> dict[str, Any]:
        return {**super()._refund(one), **self.overlaid.get(one.ref, {})}

    def _found(self, told: dict[str, str]) -> dict[str, Any]:
        if told.get("tid") and told["tid"] not in self.sold:
            raise LookupError
        return super()._found(told)

    def told(self, call: Call) -> dict[str, Any]:
        try:
            return super().told(call)
        except LookupError:
            return {"error_response": {"code": 15, "sub_code": "isv.trade-not-exist", "sub_msg": "交易不存在"}}

    def handle(self, call: Call, mood: str) -> Reply:
        return Reply(body=json.dumps(self.told(call)).encode())


@pytest.fixture
def forged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(Client, "SIZE", 100)
    now = timezone.now().replace(microsecond=0)
    with Forged(now=now) as there:
        yield Scene(there, now)


def test_one_bad_row_among_orders_stands_apart_and_the_shop_reads_on(forged: Scene) -> None:
    for number, over in enumerate(ORDERS, 260001):
        forged.there.overlaid[str(number)] = over
        forged.there.sells(str(number), hours_ago=0.51)
    forged.there.sells("259000")
    forged.read_on()
    kept = set(Purchase.objects.filter(seller=forged.house).values_list("order_key", flat=True))
    apart = set(Heard.objects.filter(kind="order", why="unreadable").values_list("ref", flat=True))
    assert (forged.fault, "259000" in kept) == ("", True)
    assert forged.row.orders_until >= forged.now - timedelta(minutes=4)
    numbered = {str(number) for number, over in enumerate(ORDERS, 260001) if "tid" not in over}
    assert numbered <= kept | apart


def test_one_bad_row_among_claims_stands_apart_and_the_shop_reads_on(forged: Scene) -> None:
    for number, over in enumerate(CLAIMS, 260001):
        forged.there.overlaid[f"9{number}"] = over
        forged.there.claims(f"9{number}", forged.there.sells(str(number), hours_ago=0.51), minutes_ago=21)
    forged.there.claims("8001", forged.there.sells("259000"))
    forged.read_on()
    forged.read_on()
    assert forged.fault == ""
    assert Claim.objects.filter(platform_ref="8001").count() == 1
    assert forged.row.claims_until >= forged.now - timedelta(minutes=4)
    assert not Claim.objects.filter(asked_fen__lt=0).exists()


def test_a_day_of_sales_and_a_page_too_long_are_read_all_the_same(
    forged: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Client, "MOST", 2)
    for number in range(260001, 260006):
        forged.there.sells(str(number), hours_ago=0.5)
    for number in range(270001, 270005):
        forged.there.overlaid[str(number)] = {"title": "杯" * 120_000}
        forged.there.sells(str(number), hours_ago=(number - 270000) / 6)
    forged.read_on()
    forged.read_on()
    assert (forged.fault, Purchase.objects.filter(seller=forged.house).count()) == ("", 9)


def test_who_names_another_shops_app_without_its_secret_gets_nothing_of_it(db: None) -> None:
    now = timezone.now().replace(microsecond=0)
    with WeChat(now=now) as there:
        there.claims("9001", there.sells("260001"))
        whole = {**there.values, **there.secrets}
        assert platforms.trial("wechat", whole, lambda _told: None, now=now) == ""
        assert platforms.trial("wechat", {**whole, "secret": "guessed"}, lambda _told: None, now=now) != ""


def test_an_order_told_while_the_house_was_busy_is_read_again(forged: Scene) -> None:
    def busy(**_: Any) -> None:
        raise Busy({"tries": 1})

    forged.there.sells("259000")
    with pytest.MonkeyPatch.context() as patch, suppress(Busy):
        patch.setattr(intake.goods, "purchase", busy)
        forged.read_on()
    assert not Heard.objects.filter(kind="order").exists()
    forged.read_on()
    assert Purchase.objects.filter(seller=forged.house, order_key="259000").exists()
