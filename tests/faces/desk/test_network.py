"""The network desk on its pages: outlets and technicians are found, changed, and nothing is lost of what was."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.models import Absence, Authorisation, Outlet, PromiseProfile, Technician, Territory
from anxin.domain.people.models import Organisation
from anxin.domain.places.gateway import distance_m
from tests import builders
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
OUTLETS, TECHNICIANS = "/desk/network/outlets/", "/desk/network/technicians/"
WUHOU = "四川省成都市武侯区"
LUO = f"{TECHNICIANS}{cast.MASTER_LUO.number}/"


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


class TestLists:
    def test_find_by_name_place_and_how_they_stand(self, sits: Sits) -> None:
        desk = sits(cast.XIAO_DENG)
        assert desk.get("/desk/network/").status_code == 302
        assert "AX-DG-01" not in said(desk, f"{OUTLETS}?q=武侯")
        assert "AX-CD-01" not in said(desk, f"{OUTLETS}?province=44")
        assert "没有这样的网点" in said(desk, f"{OUTLETS}?show=unmanned")
        assert "罗师傅" in said(desk, f"{TECHNICIANS}?outlet=AX-CD-01&show=there")
        assert "没有这样的师傅" in said(desk, f"{TECHNICIANS}?show=paused")

    def test_count_who_has_not_signed_in_yet_and_lead_to_the_links(self, sits: Sits, live_now: datetime) -> None:
        admin = sits(cast.ADMIN)
        waiting = f"{TECHNICIANS}?show=unentered"
        before = Technician.objects.count()
        assert f"有 {before} 位师傅还没登录过" in said(admin, waiting)
        enrolled([cast.MASTER_LUO.username], now=live_now)

        listed = said(admin, waiting)
        assert f"有 {before - 1} 位师傅还没登录过" in listed
        assert 'href="/desk/staff/technicians/"' in listed
        assert cast.MASTER_LUO.number not in listed
        assert 'href="/desk/staff/technicians/"' not in said(sits(cast.XIAO_DENG), waiting)
        sheet = said(admin, "/desk/network/technicians.csv?show=unentered").splitlines()
        assert len(sheet) == before
        assert all("还没登录过" in line for line in sheet[1:])
        assert "还没登录过" not in said(admin, LUO)

    def test_count_nobody_who_left_or_is_paused_among_those_who_have_not_signed_in(
        self, sits: Sits, live_now: datetime
    ) -> None:
        admin, waiting = sits(cast.ADMIN), f"{TECHNICIANS}?show=unentered"
        left, paused, *others = Technician.objects.order_by("number")
        left.engagements.update(to_at=live_now - timedelta(days=1))
        Technician.objects.filter(pk=paused.pk).update(paused_at=live_now)
        listed = said(admin, waiting)
        assert f"有 {len(others)} 位师傅还没登录过" in listed
        assert left.number not in listed
        assert paused.number not in listed

    def test_lead_to_imports_only_who_may_bring_something_in(self, sits: Sits) -> None:
        for path, way in (
            (OUTLETS, "/desk/authorisations/files/vouched_outlets/"),
            (TECHNICIANS, "/desk/imports/portraits/"),
        ):
            for member, leads in ((cast.ADMIN, True), (cast.XIAO_DENG, False)):
                client = sits(member)
                assert (f'href="{way}"' in said(client, path)) == leads, (path, member.username)
                assert client.get(way).status_code == (200 if leads else 403)

    def test_are_nobody_elses(self, sits: Sits) -> None:
        for path in (OUTLETS, TECHNICIANS, LUO, f"{OUTLETS}AX-CD-01/"):
            assert sits(cast.HEYAN_OWNER).get(path).status_code == 403
            assert Client().get(path).status_code == 302


class TestTwoAtOnce:
    def read(self, page: str) -> str:
        found = re.search(r'name="read" value="([^"]*)"', page)
        assert found
        return html.unescape(found[1])

    def details(self, row: Outlet, **others: object) -> dict[str, object]:
        kept = {"phone": row.phone, "address": WUHOU, "opens": row.opens, "capacity": row.capacity or ""}
        return {**kept, **{name: "on" for name in ("counter", "by_mail") if getattr(row, name)}, **others}

    def test_of_an_outlet_the_second_reads_what_the_first_changed_and_decides(self, sits: Sits) -> None:
        first, second, path = sits(cast.XIAO_DENG), sits(cast.ADMIN), f"{OUTLETS}AX-CD-01/"
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="revoked")  # no signature to wait for
        row = Outlet.objects.get(code="AX-CD-01")
        marks = [self.read(said(desk, f"{path}?do=details")) for desk in (first, second)]
        told = self.details(row, phone="028-85550199", read=marks[0])
        assert first.post(f"{path}details/", told).status_code == 302
        late = self.details(row, address=f"{WUHOU}新街 9 号", read=marks[1])
        answer = second.post(f"{path}details/", late)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "028-85550199" in page
        assert "新街 9 号" in page
        row.refresh_from_db()
        assert (row.phone, row.street != "新街 9 号") == ("028-85550199", True)
        again = self.details(row, address=f"{WUHOU}新街 9 号", read=self.read(page))
        assert second.post(f"{path}details/", again).status_code == 302
        row.refresh_from_db()
        assert (row.phone, row.street) == ("028-85550199", "新街 9 号")

    def test_of_what_it_serves_the_second_is_told(self, sits: Sits) -> None:
        first, second, path = sits(cast.XIAO_DENG), sits(cast.ADMIN), f"{OUTLETS}AX-CD-01/coverage/"
        marks = [self.read(said(desk, path)) for desk in (first, second)]
        told = {"brand": cast.HEYAN.slug, "do": "keep", "exclusive": "", "overflow": ""}
        assert first.post(path, {**told, "shared": "成都市武侯区", "read": marks[0]}).status_code == 302
        answer = second.post(path, {**told, "shared": "成都市", "read": marks[1]})
        assert answer.status_code == 409
        assert "武侯区" in answer.content.decode()

    def test_of_a_week_and_a_skill_each_form_carries_what_it_was_read_over(self, sits: Sits) -> None:
        first, second = sits(cast.XIAO_DENG), sits(cast.ADMIN)
        changes = {
            "week": ({"hours": "1-5 8:00-12:00"}, {"hours": "1-7 9:00-18:00"}, "08:00-12:00"),
            "skill": ({"code": "lock", "level": "3"}, {"code": "lock", "level": "2"}, "3"),
        }
        for name, (one, other, there) in changes.items():
            marks = [self.read(said(desk, f"{LUO}?do={name}")) for desk in (first, second)]
            assert first.post(f"{LUO}{name}/", {**one, "read": marks[0]}).status_code == 302
            answer = second.post(f"{LUO}{name}/", {**other, "read": marks[1]})
            assert answer.status_code == 409, name
            assert there in answer.content.decode()


class TestTechnician:
    def test_is_ill_and_there_again_with_both_in_his_history(self, sits: Sits, live_now: datetime) -> None:
        desk, last = sits(cast.XIAO_DENG), timezone.localdate() + timedelta(days=2)
        assert "病假" in said(desk, f"{LUO}?do=sick")
        assert desk.post(f"{LUO}sick/", {"to_date": last.isoformat()}).status_code == 302
        page = said(desk, LUO)
        assert "今天不在" in page
        assert desk.post(f"{LUO}absence-end/", {"absence": str(Absence.objects.get().pk)}).status_code == 302
        page = said(desk, LUO)
        assert "今天不在" not in page
        assert "已销假" in page

    def test_reads_what_is_wrong_by_its_field(self, sits: Sits) -> None:
        answer = sits(cast.XIAO_DENG).post(f"{LUO}week/", {"hours": "有空就来"})
        assert answer.status_code == 422
        assert 'id="id_hours-wrong"' in answer.content.decode()

    def test_finds_his_week_in_the_form(self, sits: Sits) -> None:
        assert 'value="每天 00:00-24:00"' in said(sits(cast.XIAO_DENG), f"{LUO}?do=week")

    def test_who_sets_out_far_away_is_listed_from_gaps_and_set_right_on_his_page(self, sits: Sits) -> None:
        keeper, gaps = sits(cast.XIAO_DENG), "/desk/network/gaps/"
        assert keeper.post(f"{LUO}start/", {"point": "116.4, 39.9"}).status_code == 302
        assert "show=far" in said(keeper, gaps)
        assert cast.MASTER_LUO.number in said(keeper, f"{TECHNICIANS}?show=far")
        page = said(keeper, LUO)
        assert "派单几乎轮不到他" in page
        assert 'value="116.40000, 39.90000"' in said(keeper, f"{LUO}?do=start")
        assert keeper.post(f"{LUO}start/", {"point": ""}).status_code == 302
        assert "派单几乎轮不到他" not in said(keeper, LUO)
        assert cast.MASTER_LUO.number not in said(keeper, f"{TECHNICIANS}?show=far").partition("<main")[2]


class TestOutlet:
    def test_is_changed_with_the_rest_kept(self, sits: Sits) -> None:
        desk, here = sits(cast.XIAO_DENG), f"{OUTLETS}AX-CD-01/"
        before = Outlet.objects.get(code="AX-CD-01")
        assert f'value="{before.phone}"' in said(desk, f"{here}?do=details")
        told = {"phone": before.phone, "address": WUHOU, "opens": "9:00-18:00", "capacity": "12"}
        assert desk.post(f"{here}details/", told).status_code == 302
        page = said(desk, here)
        assert "今天已约 0 / 12 单" in page
        assert "网点资料已修改" in page

    def test_that_closes_for_good_shows_each_open_case_until_it_is_elsewhere(
        self, sits: Sits, live_now: datetime
    ) -> None:
        desk, here = sits(cast.XIAO_DENG), f"{OUTLETS}AX-CD-01/"
        assert "手里没有事了" in said(desk, here)
        visit = builders.a_repair(now=live_now - timedelta(hours=2), at="booked")
        lock = builders.at_a_bench(now=live_now - timedelta(hours=2), mode="drop_off", at="held")
        page = said(desk, here)
        assert "2 张未结的单" in page
        for one in (visit, lock):
            assert f'href="/desk/repairs/{one.repair.number}/"' in page
        assert page.count("东西在那里") == 1
        assert visit.repair.number not in said(desk, f"{OUTLETS}AX-DG-01/")

        words = Authorisation.objects.filter(kind="outlet", code="AX-CD-01", state="authorised")
        acting(lambda: [network.revoke(authorisation=one, why="永久关停", by=SYSTEM, now=live_now) for one in words])

        page = said(desk, here)
        assert visit.repair.number not in page, "another is looked for"
        assert lock.repair.number in page, "the thing lies there until it is sent on"

    def test_that_moved_is_found_where_it_is_now_and_says_how_closely_that_is_known(self, sits: Sits) -> None:
        desk, here = sits(cast.XIAO_DENG), f"{OUTLETS}AX-CD-01/"
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="revoked")  # no signature to wait for
        before, told = Outlet.objects.get(code="AX-CD-01"), {"phone": "028-85550100", "opens": "9:00-18:00"}
        page = said(desk, here)
        assert f"{before.lng:.5f}, {before.lat:.5f}" in page
        assert "位置只精确到" not in page
        moved = {**told, "address": "广东省东莞市塘厦镇迎宾大道 1 号", "point": f"{before.lng:.5f}, {before.lat:.5f}"}
        assert desk.post(f"{here}details/", moved).status_code == 302
        row = Outlet.objects.get(code="AX-CD-01")
        assert (row.division, row.street) == ("441900", "塘厦镇迎宾大道 1 号")
        assert distance_m((row.lng, row.lat), (before.lng, before.lat)) > 1_000_000
        page = said(desk, here)
        assert "位置只精确到塘厦镇" in page
        assert "113." in page or "114." in page
        exact = {**told, "address": "广东省东莞市塘厦镇迎宾大道 1 号", "point": "114.07010，22.81230"}
        assert desk.post(f"{here}details/", exact).status_code == 302
        row.refresh_from_db()
        assert (row.lng, row.lat, row.street) == (114.0701, 22.8123, "塘厦镇迎宾大道 1 号")
        assert "位置只精确到" not in said(desk, here)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"address": "拉萨路 1 号"}, "address"),
            ({"address": "台湾省台北市信义区松高路 1 号"}, "address"),
            ({"point": "北边一点"}, "point"),
            ({"point": "114.07"}, "point"),
            ({"point": "22.81, 114.07"}, "point"),
        ],
    )
    def test_reads_which_of_address_and_point_is_none(self, given: dict[str, str], field: str, sits: Sits) -> None:
        before = Outlet.objects.get(code="AX-CD-01")
        told = {"phone": before.phone, "address": WUHOU, "opens": "9:00-18:00", **given}
        answer = sits(cast.XIAO_DENG).post(f"{OUTLETS}AX-CD-01/details/", told)
        assert answer.status_code == 422
        assert f'id="id_{field}-wrong"' in answer.content.decode()
        after = Outlet.objects.get(code="AX-CD-01")
        assert (after.lng, after.lat, after.opens) == (before.lng, before.lat, before.opens)

    def test_shows_who_works_there_and_what_it_serves(self, sits: Sits) -> None:
        page = said(sits(cast.XIAO_DENG), f"{OUTLETS}AX-CD-01/")
        assert "罗师傅" in page
        assert "成都市" in page
        assert Technician.objects.filter(engagements__outlet__code="AX-CD-01").exists()


class TestCoverage:
    HERE = f"{OUTLETS}AX-CD-01/coverage/"
    TEXT = "海淀区、朝阳区除首都机场；昌平回龙观街道、鼓楼区、火星县"

    def told(self, do: str, **more: str) -> dict[str, str]:
        return {"brand": "heyan", "shared": self.TEXT, "exclusive": "", "overflow": "东莞市", "do": do, **more}

    def test_opens_on_the_brand_that_the_outlet_serves(self, sits: Sits) -> None:
        other = Organisation.objects.filter(kind="brand").exclude(slug=cast.HEYAN.slug).first()
        assert other is not None
        Territory.objects.filter(outlet__code="AX-CD-01").update(brand=other)
        assert f'name="brand" value="{other.slug}"' in said(sits(cast.XIAO_DENG), self.HERE)

    def test_that_is_emptied_shows_what_ends_and_is_kept(self, sits: Sits) -> None:
        desk, empty = sits(cast.XIAO_DENG), {"shared": "", "overflow": ""}
        assert 'value="keep"' not in said(desk, self.HERE)
        read = desk.post(self.HERE, {**self.told("read"), **empty})
        assert (read.context["ends"], read.context["settled"]) == (["四川省成都市"], True)
        assert 'value="keep"' in read.content.decode()
        assert desk.post(self.HERE, {**self.told("keep"), **empty}).status_code == 302
        assert not Territory.objects.filter(outlet__code="AX-CD-01", brand__slug="heyan", to_at=None).exists()

    def test_is_read_side_by_side_and_kept_once_nothing_is_open(self, sits: Sits) -> None:
        desk = sits(cast.XIAO_DENG)
        before = said(desk, self.HERE)
        assert "四川省成都市</textarea>" in before
        read = desk.post(self.HERE, self.told("read")).context
        assert [one.name for one in read["understood"]] == [
            "北京市海淀区",
            "北京市朝阳区",
            "北京市朝阳区首都机场街道",
            "北京市昌平区回龙观街道",
            "广东省东莞市",
        ]
        assert [one.area.text for one in read["doubtful"]] == ["鼓楼区"]
        assert [one.area.text for one in read["unknown"]] == ["火星县"]
        assert "四川省成都市" in read["ends"]
        assert (read["left_out"], "北京市朝阳区首都机场街道" in read["begins"]) == (["北京市朝阳区首都机场街道"], False)
        assert desk.post(self.HERE, self.told("keep")).status_code == 422
        settled = {"is-shared-鼓楼区": "320106", "is-shared-火星县": "-"}
        assert desk.post(self.HERE, self.told("keep", **settled)).status_code == 302
        outlet = Outlet.objects.get(code="AX-CD-01")
        living = outlet.territories.filter(brand__slug="heyan", to_at=None)
        assert dict(living.values_list("division", "kind")) == {
            **{"110108": "shared", "110105": "shared", "110105400": "apart", "110114011": "shared", "320106": "shared"},
            "441900": "overflow",
        }
        assert outlet.territories.filter(brand__slug="heyan", division="5101").exclude(to_at=None).exists()
        page = said(desk, f"{OUTLETS}AX-CD-01/")
        assert "服务区域已修改" in page
        assert "北京市朝阳区（除首都机场街道外）" in said(desk, self.HERE)

    def test_takes_a_corrected_name_and_refuses_one_in_two_ways(self, sits: Sits) -> None:
        desk = sits(cast.XIAO_DENG)
        read = desk.post(
            self.HERE, self.told("read", **{"is-shared-火星县": "锦江区", "is-shared-鼓楼区": "320106"})
        ).context
        assert read["settled"]
        twice = self.told("keep", shared="成都市", overflow="成都市")
        assert desk.post(self.HERE, twice).status_code == 422


class TestPromises:
    HERE = "/desk/network/promises/"

    def test_are_read_as_customers_will_before_they_are_published(self, sits: Sits) -> None:
        admin, agent = sits(cast.ADMIN), sits(cast.XIAO_DENG)
        told = {"brand": "heyan", "name": "夜间", "acknowledge": "5", "assign": "180", "call": "30"}
        told |= {"hours": "22:00-6:00", "place": "成都市"}
        read = admin.post(self.HERE, {**told, "do": "read"}).content.decode()
        assert "3 小时</b>内派好师傅" in read  # as the form of a report says it
        assert "时段" not in read.split("<blockquote")[1].split("</blockquote>")[0]
        assert "四川省成都市 · 所有产品 · 22:00–06:00" in read
        assert admin.post(self.HERE, {**told, "do": "publish"}).status_code == 302
        soon = {**told, "do": "publish", "from_date": timezone.localdate().isoformat()}
        answer = admin.post(self.HERE, soon)
        assert answer.status_code == 422
        assert 'id="id_from_date-wrong"' in answer.content.decode()
        page = said(agent, self.HERE)
        assert "夜间" in page
        assert "do=promise" not in page
        assert "do=withdrawal" not in page

    @pytest.mark.parametrize("do", ["read", "publish"])
    def test_name_every_fault_at_once_by_its_field(self, do: str, sits: Sits) -> None:
        told = {"brand": "heyan", "name": "夜间", "acknowledge": "5", "assign": "180", "call": "30", "do": do}
        told |= {"place": "海锭区", "product": "QQ", "hours": "22-25"}
        told |= {"from_date": "2027-03-01", "to_date": "2027-02-01"}
        answer = sits(cast.ADMIN).post(self.HERE, told)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"place", "product", "hours", "to_date"}

    def test_open_on_the_brand_that_was_looked_at(self, sits: Sits) -> None:
        Organisation.objects.create(kind="brand", slug="a-first", name="A first", created_at=timezone.now())
        desk = sits(cast.XIAO_DENG)
        own = f'href="{self.HERE}?brand={cast.HEYAN.slug}"'
        assert own in said(desk, f"{OUTLETS}AX-CD-01/")
        assert own in said(desk, f"{OUTLETS}?brand={cast.HEYAN.slug}")
        assert own in said(desk, f"/desk/network/gaps/?brand={cast.HEYAN.slug}")
        assert f'href="{self.HERE}"' in said(desk, OUTLETS)

    def test_are_read_before_they_count_and_withdrawn_where_they_are_mistyped(self, sits: Sits) -> None:
        admin, public = sits(cast.ADMIN), Client()
        history = f"/brands/{cast.HEYAN.slug}/history/brand/"
        told = {"brand": "heyan", "name": "快一些", "acknowledge": "5", "assign": "333", "call": "30", "do": "publish"}
        told["from_date"] = (timezone.localdate() + timedelta(days=9)).isoformat()
        assert admin.post(self.HERE, told).status_code == 302
        coming = said(public, history)
        assert "承诺“快一些”将生效" in coming
        assert "333 分钟内派好师傅" in coming
        row = PromiseProfile.objects.get(assign_min=333)
        this = {"brand": "heyan", "do": "withdrawal", "promise": str(row.pk)}
        assert "它不再生效" in admin.get(self.HERE, this).content.decode()
        assert admin.post(self.HERE, this).status_code == 422
        gone = {**this, "why": "多打了一个 3"}
        assert admin.post(self.HERE, gone).status_code == 302
        after = said(public, history)
        assert "撤回承诺“快一些”" in after
        assert "将生效" not in after
        assert admin.post(self.HERE, gone).status_code == 422
        assert "do=withdrawal" not in said(admin, self.HERE)
