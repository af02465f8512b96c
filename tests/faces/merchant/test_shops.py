"""A merchant connects a shop, tries it, and reads its orders and claims; nobody else does."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, providers
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.goods.models import Purchase
from anxin.domain.shops import actions, tasks
from anxin.domain.shops.models import Shop
from anxin.domain.shops.providers import REAL, ClaimTold
from tests.flat import flat
from tests.standins.shop_books import APP, SECRET, SESSION
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db(transaction=True)
WAY = "/merchant/purchases/shops/"


class TestShops:
    def test_is_connected_tried_read_and_asked_no_more(
        self, sits: Callable[[cast.Member], Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        xiang = sits(cast.MERCHANT_OWNER)
        assert "还没有接入店铺" in flat(xiang.get(WAY))
        assert "店铺授权" in flat(xiang.get(WAY, {"do": "taobao"}))
        with Taobao(now=timezone.now().replace(microsecond=0)) as there:
            monkeypatch.setattr(REAL["taobao"], "GATEWAY", there.url)
            told = {"title": "合宜旗舰店", "app": APP, "secret": SECRET, "session": ""}
            assert "第一次接入需要填全密钥" in flat(xiang.post(f"{WAY}taobao/", told))
            assert xiang.post(f"{WAY}taobao/", {**told, "session": "expired"}).status_code == 302
            row = Shop.objects.get()
            failed = xiang.post(f"{WAY}{row.account}/trial/")
            assert (failed.status_code, "授权已到期" in flat(failed)) == (502, True)
            page = flat(xiang.get(WAY, {"do": "taobao", "shop": row.account}))
            assert (APP in page, SECRET in page, "expired" in page) == (True, False, False)
            renewed = {**told, "shop": row.account, "secret": "", "session": SESSION}
            assert xiang.post(f"{WAY}taobao/", renewed).status_code == 302
            assert "试通了" in flat(xiang.post(f"{WAY}{row.account}/trial/", follow=True))
            there.claims("9001", there.sells("260001"))
            there.sells("260003", shipped=False)
            there.claims("9002", there.sold["260001"], back=True, minutes_ago=10)
            tasks.read_shop.func(shop=str(row.id), now=there.now)
            self._sends(row, there, sits)
        page = flat(xiang.get(WAY))
        assert "1 个售后申请" in page
        assert "有 1 条只在平台上" in page
        assert "9002" in page
        assert "这件商品在这里已有一个未结的售后申请" in page
        claim = Claim.objects.get()
        self._looks(row, claim, xiang)
        assert claim.number in flat(xiang.get("/merchant/claims/"))
        assert "杯口裂了" in flat(xiang.get(f"/merchant/claims/{claim.number}/"))
        assert "子订单" in flat(xiang.get(f"/merchant/purchases/{claim.purchase_id}/"))
        clerk, other = sits(cast.XIAO_MEI), sits(cast.HEYAN_OWNER)
        assert (clerk.get(WAY).status_code, clerk.post(f"{WAY}taobao/", told).status_code) == (200, 403)
        assert "合宜旗舰店" not in flat(other.get(WAY))
        assert other.post(f"{WAY}{row.account}/trial/").status_code == 404
        assert other.post(f"{WAY}ending/", {"shop": row.account}).status_code == 404
        assert xiang.post(f"{WAY}ending/", {"shop": row.account}).status_code == 302
        assert (providers.account(row.account), "还没有接入店铺" in flat(xiang.get(WAY))) == (None, True)

    def _looks(self, row: Shop, claim: Claim, xiang: Client) -> None:
        """What the shop gave back stands on the claim and apart, until somebody has looked."""
        told = ClaimTold(ref="9003", order="260001", type="return", state="returned", asked_fen=1000)
        acting(lambda: actions.take_claim(shop=row, told=told, now=timezone.now()))
        assert "已为有未结售后申请的商品退款" in flat(xiang.get(WAY))
        assert "店铺说已在平台退 ¥10.00（编号 9003）" in flat(xiang.get(f"/merchant/claims/{claim.number}/"))
        looked = xiang.post(f"{WAY}look/", {"shop": row.account, "ref": "9003"}, follow=True)
        assert ("已记下" in flat(looked), "9003" in flat(looked)) == (True, False)

    def _sends(self, row: Shop, there: Taobao, sits: Callable[[cast.Member], Client]) -> None:
        """Send an order out by a waybill the platform refuses, and put that right."""
        xiang = sits(cast.MERCHANT_OWNER)
        order = f"/merchant/purchases/{Purchase.objects.get(order_key='260003').id}/"
        sent = {"shop": row.account, "courier": "SF", "waybill": "SF0001"}
        assert "合宜旗舰店 · 淘宝" in flat(xiang.get(order, {"do": "sending"}))
        assert xiang.post(f"{order}sending/", {**sent, "courier": "other"}).status_code == 422
        assert sits(cast.XIAO_WU).post(f"{order}sending/", sent).status_code == 403
        assert xiang.post(f"{order}sending/", sent).status_code == 302
        there.moods.append("refuse")
        later.run_due(timezone.now())
        page = flat(xiang.get(order))
        assert ("平台没有接收运单号" in page, "重新告诉平台" in page) == (True, True)
        assert "SF0001" in flat(xiang.get(order, {"do": "sending-again"}))
        assert sits(cast.XIAO_WU).post(f"{order}sending-again/", sent).status_code == 403
        assert xiang.post(f"{order}sending-again/", {**sent, "waybill": "SF0002"}).status_code == 302
        later.run_due(timezone.now())
        assert there.parcels == [("260003", "SF SF0002")]
        assert "已告知平台商品已发出" in flat(xiang.get(order))
        assert "告诉平台" not in flat(xiang.get(order))
