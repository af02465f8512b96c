"""What a new shop is told to do first, and the way back from the packing table."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.opening.models import Departure, Opening
from anxin.domain.people import queries as people
from tests.claim_builders import a_claim, a_purchase, drawn, jpeg, pack

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def words() -> list[Authorisation]:
    return list(Authorisation.objects.filter(brand__slug=cast.HEYAN.slug, kind="hotline", state="authorised"))


class TestFirstSteps:
    def test_are_named_until_each_is_done(self, sits: Sits, live_now: datetime) -> None:
        brand = sits(cast.HEYAN_OWNER).get("/merchant/overview/").content.decode()
        assert "开店第一步" not in brand, "a brand that sells nothing is no shop"
        assert "品牌上线第一步" not in brand, "key, hotline and network are there"
        assert ("· 品牌负责人" in brand, "· 店主" in brand) == (True, False)
        xiang = sits(cast.MERCHANT_OWNER)
        for page in ("/merchant/claims/", "/merchant/overview/"):
            assert "开店第一步" in xiang.get(page).content.decode()
        row = a_purchase(now=live_now)
        pack(row, jpeg(drawn(7)), now=live_now)
        assert "填写退货地址" in xiang.get("/merchant/overview/").content.decode()
        house = str(people.organisation(cast.MERCHANT.slug).id)
        told = {"name": "claims.return_address", "value": "示例收件人 0731-00000000 示例路 1 号", "organisation": house}
        acting(lambda: settings.propose(**told, valid_from=live_now, by=SYSTEM, now=live_now))
        assert "开店第一步" not in xiang.get("/merchant/overview/").content.decode()

    def test_say_that_buyers_wait_for_the_operator_to_open(self, sits: Sits, live_now: datetime) -> None:
        xiang = sits(cast.MERCHANT_OWNER)
        assert "由客服代为提交" not in xiang.get("/merchant/overview/").content.decode()
        Opening.objects.all().delete()
        shut = xiang.get("/merchant/overview/").content.decode()
        assert "等运营方开放" in shut
        assert "由客服代为提交" in shut

    def test_ask_a_brand_that_left_for_nothing(self, sits: Sits, live_now: datetime) -> None:
        owner, brand = sits(cast.HEYAN_OWNER), people.organisation(cast.HEYAN.slug)
        acting(lambda: [network.revoke(authorisation=one, why="合同到期", by=SYSTEM, now=live_now) for one in words()])
        assert "登记热线" in owner.get("/merchant/overview/").content.decode()
        left = {"from_date": live_now.date(), "successor": "清风电器服务", "successor_at": "400-000-0099"}
        two = {"asked_by": "staff:a", "answered_by": "staff:b", "created_at": live_now, "updated_at": live_now}
        Departure.objects.create(house=brand, state="left", **left, **two)
        assert "品牌上线第一步" not in owner.get("/merchant/overview/").content.decode()

    def test_ask_no_reason_for_what_is_entered_first(self, sits: Sits) -> None:
        xiang, there = sits(cast.MERCHANT_OWNER), "/desk/settings/claims.return_address/changes/"
        first = {"value": "示例收件人 0731-00000000 示例路 1 号", "when": "soon"}
        assert xiang.post(there, first).status_code == 302
        assert xiang.post(there, {**first, "value": "示例路 2 号"}).status_code == 422

    def test_of_a_brand_lead_to_its_key_first(self, sits: Sits, live_now: datetime) -> None:
        owner = sits(cast.HEYAN_OWNER)
        BrandKey.objects.filter(brand__slug="heyan").update(lost_at=live_now)

        page = owner.get("/merchant/claims/").content.decode()

        assert "品牌上线第一步" in page
        assert 'href="/merchant/authorisations/brands/heyan/?do=key#command"' in page
        assert page.index("生成签名密钥") < page.index("登记热线") < page.index("导入网点和师傅")
        assert "品牌上线第一步" not in sits(cast.MERCHANT_OWNER).get("/merchant/claims/").content.decode()


class TestOverview:
    def test_is_drawn_with_n_and_a_table_behind_each_plot(self, sits: Sits, live_now: datetime) -> None:
        xiang = sits(cast.MERCHANT_OWNER)
        assert "data-chart=" not in xiang.get("/merchant/overview/").content.decode()
        one = a_claim(now=live_now - timedelta(days=3))
        one.wait(hours=49)
        page = xiang.get("/merchant/overview/").content.decode()
        assert 'data-chart="bar"' in page
        assert "1 件里按时答复 0 件" in page
        assert 'id="answers-table"' in page


class TestPackingTable:
    def test_leads_back_to_where_one_came_from(self, sits: Sits, live_now: datetime) -> None:
        xiang, row = sits(cast.MERCHANT_OWNER), a_purchase(now=live_now)
        there = f"/merchant/purchases/{row.id}/"
        assert f'href="{there}"' in xiang.get(f"/merchant/packing/{row.id}/", {"back": there}).content.decode()
        assert f'href="{there}"' in xiang.get("/merchant/packing/").content.decode()
        xiang.get("/merchant/packing/", {"back": "https://evil.example/merchant/"})
        assert f'href="{there}"' in xiang.get("/merchant/packing/").content.decode()
        assert "返回店铺" not in sits(cast.XIAO_WU).get("/merchant/packing/").content.decode()
