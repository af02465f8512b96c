"""Pages by city and the finder of outlets: real where somebody is, honest where nobody is."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.insight.models import MeasuredTime
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Outlet
from anxin.domain.network.queries import points
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.publications import actions

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = f"/brands/{cast.HEYAN.slug}"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago, and write down what the city pages say."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    acting(lambda: actions.renew_cities(brand=people.organisation(cast.HEYAN.slug), now=now))
    return now


def page(path: str, status: int = 200, **headers: str) -> str:
    response = Client().get(path, headers=headers)
    assert response.status_code == status
    return response.content.decode()


class TestACity:
    def test_says_who_is_there_what_it_costs_and_leads_to_the_report_with_the_fault(self, laid: datetime) -> None:
        text = page(f"{ROOT}/cities/5101/lock/")
        for said in ("成都修禾砚智能锁", cast.OUTLET_WUHOU.name, "¥260.00", "028-00000101", "第 1 版"):
            assert said in text, said
        assert 'help/lock/?symptom=dark_panel#dark_panel"' in text
        assert "/report/?q=" in text, "two models: which one is it"
        assert 'name="robots"' not in text

    def test_is_named_in_latin_letters_in_english(self, laid: datetime) -> None:
        text = page(f"{ROOT}/cities/5101/lock/", accept_language="en")
        for said in ("Chengdu", "Wuhou", "Jinjiang"):
            assert said in text, said
        assert "成都</" not in text
        assert "Sichuan" in page(f"{ROOT}/cities/?province=51", accept_language="en")

    def test_where_nobody_goes_says_so_and_offers_the_waiting_list(self, laid: datetime) -> None:
        text = page(f"{ROOT}/cities/11/lock/")
        assert "还没有修禾砚智能锁的师傅" in text
        assert 'href="/report/heyan/S3/waiting/"' in text
        assert 'href="/report/heyan/S3/?mode=remote"' in text, "what needs nobody to come, as the report offers it"
        assert "只留称呼、手机号和区县" in text
        assert "noindex" in text
        assert "¥260.00" not in text

    def test_whose_outlet_is_closed_longer_than_windows_reach_says_until_when(self, laid: datetime) -> None:
        today, outlet = timezone.localdate(), Outlet.objects.get(code="AX-CD-01")
        span = {"from_date": today, "to_date": today + timedelta(days=29), "why": "盘点", "by": SYSTEM}
        acting(lambda: network.close(outlet=outlet, now=timezone.now(), **span))
        text = page(f"{ROOT}/cities/5101/lock/")
        assert "停业到" in text
        assert "不是我们的人" not in text
        assert "<b>没有师傅</b>" not in text
        assert 'content="noindex"' not in text

    def test_and_the_finder_say_whether_an_outlet_is_open_now(self, laid: datetime) -> None:
        outlet, today = Outlet.objects.get(code="AX-CD-01"), timezone.localdate()
        where = (f"{ROOT}/cities/5101/lock/", f"{ROOT}/outlets/?near=成都市武侯区")
        Outlet.objects.update(opens="24 小时")
        for path in where:
            assert "营业中，全天营业" in page(path), path
        tomorrow = "一二三四五六日"[(today + timedelta(days=1)).weekday()]
        Outlet.objects.filter(pk=outlet.pk).update(opens=f"周{tomorrow} 9:00-12:00")
        for path in where:
            assert "现在不营业" in page(path), path
        span = {"from_date": today, "to_date": today + timedelta(days=1), "why": "盘点", "by": SYSTEM}
        acting(lambda: network.close(outlet=outlet, now=timezone.now(), **span))
        Outlet.objects.update(opens="24 小时")
        for path in where:
            assert "营业中" not in page(path), f"{path}: who is closed is not open"

    def test_tells_the_times_of_a_county_only_from_enough_cases(self, laid: datetime) -> None:
        brand, at = people.organisation(cast.HEYAN.slug), timezone.now()
        for county, n in (("510107", 20), ("510104", 19)):
            MeasuredTime.objects.create(
                brand=brand, category="lock", division=county, step="arrived", n=n, nine_s=7 * 3600, held=n, at=at
            )
        text = page(f"{ROOT}/cities/5101/lock/")
        assert text.count("<b>7 小时</b>") == 1
        assert "<b>单少</b>" in text

    def test_names_who_answers_for_it(self, laid: datetime) -> None:
        assert f"由{cast.OPERATOR.name}负责" in page(f"{ROOT}/cities/5101/lock/")
        brand, now = people.organisation(cast.HEYAN.slug), timezone.now()
        told = {"name": "publications.responsible", "value": "服务部 周敏", "organisation": str(brand.pk)}
        acting(lambda: settings.propose(valid_from=now, by=SYSTEM, now=now, **told))
        assert "由服务部 周敏负责" in page(f"{ROOT}/cities/5101/lock/")

    def test_tells_what_changed_when(self, laid: datetime) -> None:
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="suspended")
        acting(lambda: actions.renew_cities(brand=people.organisation(cast.HEYAN.slug), now=timezone.now()))
        text = page(f"{ROOT}/cities/5101/lock/")
        assert "第 2 版" in text
        assert "撤掉网点" in text

    def test_is_whole_in_english(self, laid: datetime) -> None:
        text = page(f"{ROOT}/cities/5101/lock/", **{"accept-language": "en"})
        assert "smart lock repair" in text
        assert "authorised until" in text

    @pytest.mark.parametrize(
        "path", ["/cities/99/lock/", "/cities/510107/lock/", "/cities/5101/stove/", "/cities/71/lock/"]
    )
    def test_that_is_none_is_no_page(self, laid: datetime, path: str) -> None:
        page(f"{ROOT}{path}", 404)

    def test_of_a_shut_brand_says_that_it_is_shut(self, laid: datetime) -> None:
        Opening.objects.all().delete()
        for path in ("/cities/5101/lock/", "/cities/", "/outlets/"):
            assert "还没有对外开放" in page(f"{ROOT}{path}")

    def test_finds_outlets_by_an_address_in_it_also_where_nobody_goes(self, laid: datetime) -> None:
        for region in ("5101", "11"):
            text = page(f"{ROOT}/cities/{region}/lock/")
            assert f'action="{ROOT}/outlets/"' in text
            assert f'name="within" value="{region}"' in text
            assert "anxin/js/near.js" in text
        page(f"{ROOT}/outlets/?near=一环路南一段24号", 422)  # of which city?
        for asked in ("一环路南一段24号", "武侯区", "成都市武侯区"):
            assert cast.OUTLET_WUHOU.name in page(f"{ROOT}/outlets/?near={asked}&within=5101"), asked
        assert cast.OUTLET_WUHOU.name in page(f"{ROOT}/outlets/?near=成都市武侯区&within=11"), "he means what he wrote"
        page(f"{ROOT}/outlets/?near=一环路南一段24号&within=nowhere", 422)
        assert "写到街道门牌" in page(f"{ROOT}/outlets/?near=成都市武侯区")
        told = page(f"{ROOT}/outlets/?near=成都市武侯区一环路南一段24号")
        assert "查不到街道门牌" in told
        assert "写到街道门牌" not in told, "he wrote it"

    def test_measures_no_way_to_an_outlet_that_is_known_to_its_county_only(self, laid: datetime) -> None:
        Outlet.objects.update(area_m=30_000)
        text = page(f"{ROOT}/outlets/?near=成都市武侯区")
        assert "距离不详，去之前请先打电话" in text
        assert not re.search(r"[0-9] 公里", text)
        assert '"geo"' not in page(f"{ROOT}/cities/5101/lock/")
        with pytest.MonkeyPatch.context() as better:
            better.setattr(points, "HOUSE", "city")  # our own reading knows the house by now
            text = page(f"{ROOT}/outlets/?near=成都市武侯区")
        assert "距离不详，去之前请先打电话" in text
        assert not re.search("公里", text.partition(cast.OUTLET_WUHOU.name)[2])
        Outlet.objects.update(area_m=3_000)
        assert re.search(r"约 [0-9]+ 公里", page(f"{ROOT}/outlets/?near=成都市武侯区"))
        Outlet.objects.update(area_m=0)
        assert '"geo"' in page(f"{ROOT}/cities/5101/lock/")


class TestAllCities:
    def test_stand_on_the_tile_map_and_in_a_list_by_province(self, laid: datetime) -> None:
        text = page(f"{ROOT}/cities/")
        assert f'{ROOT}/cities/5101/lock/"' in text
        assert 'href="?province=51#list"' in text
        sichuan = page(f"{ROOT}/cities/?province=51")
        assert f"{ROOT}/cities/5101/lock/" in sichuan
        assert f"{ROOT}/cities/441900/lock/" not in sichuan
        page(f"{ROOT}/cities/?province=nowhere", 404)


class TestFinder:
    def test_lists_the_nearest_outlets_of_an_address_with_how_far_they_are(self, laid: datetime) -> None:
        text = page(f"{ROOT}/outlets/?near=成都市武侯区")
        assert cast.OUTLET_WUHOU.name in text
        assert cast.OUTLET_TANGXIA.name not in text, "1,300 km are not near"
        assert "公里" in text
        assert 'class="hexmap"' in text
        assert f"{ROOT}/cities/5101/lock/" in text

    def test_lays_streets_below_where_they_are_configured_and_on_this_page_alone(self, laid: datetime) -> None:
        where = f"{ROOT}/outlets/?near=成都市武侯区"
        assert "data-streets" not in page(where)
        for name, value in (("streets", "tianditu"), ("streets_key", "abc123")):
            told = {"name": f"places.{name}", "value": value, "valid_from": laid, "by": SYSTEM, "now": laid}
            acting(lambda told=told: settings.propose(**told))
        found = Client().get(where)
        told = json.loads(unescape(re.findall(r'data-streets="(.*?)"', found.content.decode())[0]))
        assert [one["kind"] for one in told["points"]] == ["area", "tech"]
        assert all("tk=abc123" in one for one in told["layers"])
        assert "https://t0.tianditu.gov.cn" in found["Content-Security-Policy"]
        assert 'class="hexmap"' in found.content.decode(), "the drawing stays until a tile came"
        assert "tianditu" not in Client().get(f"{ROOT}/")["Content-Security-Policy"]

    def test_tells_outlets_of_one_name_apart_on_its_map(self, laid: datetime) -> None:
        where = f"{ROOT}/outlets/?here=104.060,30.650"
        near = re.findall(r"<text[^>]*>([^<]+)</text>", page(where))
        Organisation.objects.filter(kind="outlet").update(name="安心维修")
        told = re.findall(r"<text[^>]*>\s*([^<]+?)\s*</text>", page(where))
        named = [one for one in told if one.startswith("安心维修")]
        assert len(near) == len(told)
        assert len(set(named)) == len(named)

    def test_asks_which_place_of_several_is_meant_and_names_first_where_outlets_are(self, laid: datetime) -> None:
        nearest = re.findall(r"within=([0-9]+)\">", page(f"{ROOT}/outlets/?near=朝阳"))
        assert nearest[0] == "110105", "none has an outlet: Beijing is nearest to Chengdu's"
        Outlet.objects.filter(code="AX-CD-01").update(division="220104")
        text = page(f"{ROOT}/outlets/?near=朝阳")
        named = re.findall(r"within=([0-9]+)\">([^<]+)</a>", text)
        assert named[0] == ("220104", "吉林省长春市朝阳区")
        assert ("110105", "北京市朝阳区") in named
        assert ("2113", "辽宁省朝阳市") in named
        assert "1 个网点" in text
        assert cast.OUTLET_WUHOU.name not in text
        for code, said in named:
            chosen = page(f"{ROOT}/outlets/?near=朝阳&within={code}")
            assert cast.OUTLET_WUHOU.name in chosen, said
            assert "哪一个" not in chosen
        assert "辽宁省 朝阳市" in page(f"{ROOT}/outlets/?near=朝阳&within=2113")
        assert "哪一个" in page(f"{ROOT}/outlets/?near=和平区人民路1号")

    def test_takes_where_a_phone_says_it_is(self, laid: datetime) -> None:
        text = page(f"{ROOT}/outlets/?here=104.060,30.650")
        assert cast.OUTLET_WUHOU.name in text
        assert "noindex" in text

    def test_says_when_the_nearest_is_far(self, laid: datetime) -> None:
        text = page(f"{ROOT}/outlets/?near=北京市海淀区")
        assert "近处没有网点" in text
        assert 'class="hexmap"' not in text

    @pytest.mark.parametrize("asked", ["near=没有这个地方", "near=台北市", "here=none", "here=nan,nan", "here=2,48"])
    def test_says_what_is_wrong_with_what_it_can_not_find(self, laid: datetime, asked: str) -> None:
        text = page(f"{ROOT}/outlets/?{asked}", 422)
        assert 'id="where-slip"' in text

    def test_leaves_out_what_the_brand_does_not_vouch_for(self, laid: datetime) -> None:
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="suspended")
        assert cast.OUTLET_WUHOU.name not in page(f"{ROOT}/outlets/?near=成都市武侯区")


class TestCost:
    @pytest.mark.parametrize(
        ("path", "most"),
        [
            ("/", 18),
            ("/cities/5101/lock/", 25),
            ("/cities/", 8),
            ("/outlets/?near=成都武侯区", 13),
            ("/help/lock/", 12),
        ],
    )
    def test_of_a_page_is_a_few_statements_however_many_outlets_there_are(
        self, laid: datetime, django_assert_max_num_queries: Callable[..., Any], path: str, most: int
    ) -> None:
        page(f"{ROOT}{path}")
        with django_assert_max_num_queries(most):
            page(f"{ROOT}{path}")
