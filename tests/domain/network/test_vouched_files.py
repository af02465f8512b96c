"""Files that authorise what they bring: once, row by row, and retired when they are taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables, timeline
from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import genuine_card
from anxin.domain.people.models import Organisation
from tests.domain.network.test_desk import HOTLINE, OPERATOR, OWNER, says, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


FILES = {
    "hotlines": (
        "brand,number,scope,from,to,hours,lines",
        (
            "禾砚,400-000-0088,安装,2026-11-24,2027-06-30,24 小时,3",
            "禾砚,400-000-0077,投诉,2026-11-24,2027-06-30,1-5 8-18,",
        ),
        {
            "禾砚,12315,投诉,2026-11-24,2027-06-30,,": "number",
            "禾砚,400-000-0088,投诉,2027-06-30,2026-11-24,,": "to",
            "禾砚,400-000-0088,投诉,2020-11-24,2020-12-24,,": "to",
            "禾砚,400-000-0088,投诉,2026-11-24,2027-06-30,有空,": "hours",
        },
    ),
    "vouched_outlets": (
        "brand,code,name,division,street,phone,serves,from,to",
        ("禾砚,HY-CD-2,青羊店,成都市青羊区,长路 1 号,028-00000188,成都市青羊区、510107,2026-11-24,2027-06-30",),
        {
            "禾砚,HY-CD-2,青羊店,成都市青羊区,长路 1 号,028-00000188,火星,2026-11-24,2027-06-30": "serves",
            "禾砚,AX-CD-01,别的名字,,,,5101,2026-11-24,2027-06-30": "name",
        },
    ),
    "vouched_technicians": (
        "brand,number,name,phone,outlet,skills,since,from,to",
        (
            "禾砚,HY-1,欧阳修远,13800000081,AX-CD-01,门锁:2:锁证-1:2027-03-01、燃气,2024-03-01,2026-11-24,2027-06-30",
            "禾砚,HY-2,赵一,13800000082,AX-CD-01、AX-DG-01,,2024-03-01,2026-11-24,2027-06-30",
        ),
        {
            "禾砚,HY-3,钱二,13800000083,NO-1,,2024-03-01,2026-11-24,2027-06-30": "outlet",
            "禾砚,HY-3,钱二,13800000083,AX-CD-01,修锁,2024-03-01,2026-11-24,2027-06-30": "skills",
            "禾砚,HY-3,钱二,13800000083,AX-CD-01,,2024-03-01,2020-01-01,2020-06-01": "to",
            "禾砚,HY-3,钱二,13800000083,AX-CD-01,,2030-01-01,2026-11-24,2027-06-30": "since",
        },
    ),
}


class TestFiles:
    @pytest.fixture
    def read(self, tmp_path: Path) -> Callable[..., tables.Sheet]:
        def read(name: str, *rows: str) -> tables.Sheet:
            path = tmp_path / f"{name}.csv"
            path.write_text("\n".join((FILES[name][0], *rows)), encoding="utf-8")
            return tables.read(imports.table(name).columns, path)

        return read

    @pytest.mark.parametrize("name", FILES)
    def test_authorise_what_they_bring_once_and_retire_it_when_taken_back(
        self, name: str, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        owner, known, rows = somebody(*OWNER), imports.table(name), FILES[name][1]
        batch = acting(lambda: imports.apply(known, read(name, *rows), by=owner, now=now)).batch
        assert batch is not None
        numbers = [row.split(",")[1] for row in rows]
        kind = {"hotlines": "hotline", "vouched_outlets": "outlet", "vouched_technicians": "technician"}[name]
        assert {says(kind, one, now) for one in numbers} == {"genuine"}
        again = acting(lambda: imports.apply(known, read(name, *rows), by=owner, now=now + timedelta(hours=1)))
        assert (again.count("same"), again.batch) == (len(rows), None)
        acting(lambda: imports.undo(batch, by=owner, now=now))
        assert {says(kind, one, now) for one in numbers} == {"retired"}
        assert not Technician.objects.filter(number__in=numbers).exists()
        assert not Outlet.objects.filter(code__in=numbers).exists()

    def test_read_where_an_outlet_serves_as_the_page_of_coverage_does(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        row = "禾砚,HY-SH-{at},店,上海市静安区,路 1 号,021-00000188,{serves},2026-11-24,2027-06-30"
        wheres = {
            "静安、黄浦": {"310106", "310101"},
            "浦东、闵行（不含浦江镇）": {"310115", "310112", "-310112114"},
            "松江区 青浦区/嘉定": {"310117", "310118", "310114"},
            "310106、310112、-310112114": {"310106", "310112", "-310112114"},
        }
        rows = [row.format(at=at, serves=one) for at, one in enumerate(wheres)]
        owner, known = somebody(*OWNER), imports.table("vouched_outlets")
        report = acting(lambda: imports.apply(known, read("vouched_outlets", *rows), by=owner, now=now))

        assert [one.reasons for one in report.refused] == []
        for at, codes in enumerate(wheres.values()):
            held = Outlet.objects.get(code=f"HY-SH-{at}").territories.filter(to_at=None)
            assert {f"-{one.division}" if one.kind == "apart" else one.division for one in held} == codes
        again = acting(lambda: imports.apply(known, read("vouched_outlets", *rows), by=owner, now=now))
        assert again.count("same") == len(rows)

    @pytest.mark.parametrize(
        ("division", "serves", "codes"),
        [
            ("北京市朝阳区", "朝阳区（不含首都机场街道）、通州", "-110105400, 110105, 110112"),
            ("杭州市西湖区", "西湖", "330106"),
            ("深圳市南山区", "南山", "440305"),
            ("长春市朝阳区", "朝阳区", "220104"),
        ],
    )
    def test_take_a_name_that_several_places_bear_for_the_one_in_the_city_of_its_own_row(
        self, division: str, serves: str, codes: str, read: Callable[..., tables.Sheet]
    ) -> None:
        row = f"禾砚,HY-1,店,{division},路 1 号,021-00000188,{serves},2026-11-24,2027-06-30"
        report = imports.dry_run(imports.table("vouched_outlets"), read("vouched_outlets", row))
        assert [one.reasons for one in report.refused] == []
        assert report.outcomes[0].row.values["serves"] == codes

    def test_offer_each_county_a_zone_lies_in_of_the_city_of_its_own_row(
        self, read: Callable[..., tables.Sheet]
    ) -> None:
        row = "禾砚,HY-1,店,石家庄市裕华区,路 1 号,021-00000188,高新区,2026-11-24,2027-06-30"
        (refused,) = imports.dry_run(imports.table("vouched_outlets"), read("vouched_outlets", row)).refused
        assert "河北省石家庄市裕华区" in refused.reasons["serves"]
        assert "河北省石家庄市栾城区" in refused.reasons["serves"]

    @pytest.mark.parametrize(
        ("serves", "said"),
        [
            ("静安、火星", "认不出“火星”，请写上城市和区县，或行政区划代码"),
            ("苏州市区", "“苏州市区”说不准是哪里，请写成其中之一：江苏省苏州市"),
            ("310106、-310112114", "上海市闵行区浦江镇写了除外，但没有写包含它的区域"),
        ],
    )
    def test_say_which_place_of_a_list_is_not_understood(
        self, serves: str, said: str, read: Callable[..., tables.Sheet]
    ) -> None:
        row = f"禾砚,HY-SH-1,店,上海市静安区,路 1 号,021-00000188,{serves},2026-11-24,2027-06-30"
        (refused,) = imports.dry_run(imports.table("vouched_outlets"), read("vouched_outlets", row)).refused
        assert refused.reasons["serves"].startswith(said)

    def test_of_many_rows_refuse_a_word_that_is_over_in_the_worker_s_look_too(
        self, read: Callable[..., tables.Sheet], now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.imports.paces.AT_ONCE", 1)
        monkeypatch.setattr("anxin.core.imports.paces.PAUSE_S", 0)
        known, (good, *_more) = imports.table("vouched_technicians"), FILES["vouched_technicians"][1]
        over = "禾砚,HY-3,钱二,13800000083,AX-CD-01,,2024-03-01,2020-01-01,2020-06-01"
        told = imports.rehearse(known, read(known.name, good, over), by=somebody(*OWNER), now=now)
        assert [one.kind for one in told.outcomes] == ["new", "refused"]
        assert list(told.refused[0].reasons) == ["to"]
        assert not Technician.objects.filter(number__in=["HY-1", "HY-3"]).exists()

    def test_say_before_that_a_number_reads_like_one_that_is_here(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        owner, known, rows = somebody(*OWNER), imports.table("vouched_technicians"), FILES["vouched_technicians"][1]
        acting(lambda: imports.apply(known, read(known.name, rows[0]), by=owner, now=now))
        other = rows[0].replace("HY-1", "HY1").replace("13800000081", "13800000089").replace("欧阳修远", "欧阳近")
        (refused,) = imports.rehearse(known, read(known.name, other), by=owner, now=now).refused
        assert list(refused.reasons) == ["number"]
        assert "HY-1" in refused.reasons["number"]
        assert not Technician.objects.filter(number="HY1").exists()

    def test_take_skills_parted_by_spaces_and_name_the_one_that_is_none(
        self, read: Callable[..., tables.Sheet]
    ) -> None:
        row = "禾砚,HY-1,欧阳修远,13800000081,AX-CD-01,{},2024-03-01,2026-11-24,2027-06-30"
        several = imports.dry_run(
            imports.table("vouched_technicians"), read("vouched_technicians", row.format("门锁 燃气"))
        )
        assert several.outcomes[0].row.values["skills"] == "gas:1, lock:1"
        (refused,) = imports.dry_run(
            imports.table("vouched_technicians"), read("vouched_technicians", row.format("门锁、修天"))
        ).refused
        assert refused.reasons["skills"].startswith("“修天”：")

    def test_say_of_the_owner_that_he_entered_it_not_that_he_checked_papers(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        owner, name = somebody(*OWNER), "hotlines"
        acting(lambda: imports.apply(imports.table(name), read(name, FILES[name][1][0]), by=owner, now=now))
        said = [one.sentence for one in timeline.read(Authorisation.objects.get(code="400-000-0088").stream())]
        assert "品牌负责人自己录入并负责，没有另外核对材料" in said
        assert "已核对材料" not in said

    @pytest.mark.parametrize(
        "header",
        [
            "品牌方,网点编码,网点名称,区县,地址,联系电话,服务范围,授权开始,授权结束",
            "品牌名称,网点号,网点,所在区县,网点地址,座机,服务区域,有效期起,有效期止",
        ],
    )
    def test_are_understood_by_the_headings_people_write(self, header: str, tmp_path: Path) -> None:
        path = tmp_path / "outlets.csv"
        path.write_text(f"{header}\n{FILES['vouched_outlets'][1][0]}", encoding="utf-8")
        sheet = tables.read(imports.table("vouched_outlets").columns, path)
        assert len(sheet.places) == 9

    @pytest.mark.parametrize("name", FILES)
    def test_say_of_every_faulty_row_why(self, name: str, read: Callable[..., tables.Sheet], now: datetime) -> None:
        for row, column in FILES[name][2].items():
            report = imports.dry_run(imports.table(name), read(name, row), now=now)
            assert [set(one.reasons) for one in report.refused] == [{column}], row

    def test_by_an_administrator_leave_the_last_word_to_the_brand(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        name = "vouched_technicians"
        sheet = read(name, *FILES[name][1])
        acting(lambda: imports.apply(imports.table(name), sheet, by=somebody(*OPERATOR), now=now))
        assert set(Authorisation.objects.filter(code__in=["HY-1", "HY-2"]).values_list("state", flat=True)) == {
            "applied"
        }

    def test_have_who_moved_far_away_set_out_from_his_new_outlet_unless_they_say_where(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        owner, name = somebody(*OWNER), "vouched_technicians"
        row = FILES[name][1][0]
        starts = []
        for line in (row, row.replace("AX-CD-01", "AX-DG-01")):
            acting(lambda line=line: imports.apply(imports.table(name), read(name, line), by=owner, now=now))
            found = Technician.objects.get(number="HY-1")
            starts.append((found.lng, found.lat))
        points = [Outlet.objects.values_list("lng", "lat").get(code=one) for one in ("AX-CD-01", "AX-DG-01")]
        assert starts == points
        again = acting(lambda: imports.apply(imports.table(name), read(name, line), by=owner, now=now))
        assert again.count("same") == 1

    def test_with_another_end_take_the_earlier_words_place(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        owner, known, row = somebody(*OWNER), imports.table("hotlines"), FILES["hotlines"][1][0]
        for line in (row, row.replace("2027-06-30", "2027-01-31")):
            acting(lambda line=line: imports.apply(known, read("hotlines", line), by=owner, now=now))
        held = Authorisation.objects.filter(code=HOTLINE, state="authorised")
        assert [one.to_date.isoformat() for one in held] == ["2027-01-31"]

    def test_take_over_no_hotline_that_another_brands_word_stands_for(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        known, (row, _rest) = imports.table("hotlines"), FILES["hotlines"][1]
        acting(lambda: imports.apply(known, read("hotlines", row), by=somebody(*OWNER), now=now))
        brand = Organisation.objects.get(slug=cast.QINGFENG.slug)
        its_owner, spaced = ground.owner_of(brand), row.replace("禾砚", "青枫").replace("400-000-0088", "400 000 0088")
        report = imports.dry_run(known, read("hotlines", spaced), now=now)
        assert [list(line.reasons) for line in report.refused] == [["number"]]
        days = {"from_date": now.date(), "to_date": now.date() + timedelta(days=90)}
        about = {"brand": brand, "kind": "hotline", "code": "4000000088", "scope": "安装", **days}
        word = acting(lambda: network.apply(**about, by=its_owner, now=now))
        acting(lambda: network.approve(authorisation=word, by=its_owner, now=now))
        with pytest.raises(network.OthersHotline):
            acting(lambda: network.authorise(authorisation=word, by=its_owner, now=now))
        card = genuine_card(kind="hotline", code="400-000-0088", now=now)
        assert (card.genuine, card.brands) == (True, "禾砚")
        longer = read("hotlines", row.replace("-06-30", "-07-31"))
        again = acting(lambda: imports.apply(known, longer, by=somebody(*OWNER), now=now))
        assert again.count("changed") == 1, "its own brand goes on with it"

    def test_leave_a_word_that_was_narrowed_on_its_page_as_narrow(
        self, read: Callable[..., tables.Sheet], now: datetime
    ) -> None:
        owner, known = somebody(*OWNER), imports.table("vouched_technicians")
        row = "禾砚,HY-1,欧阳修远,13800000081,AX-CD-01,门锁:2、热水器,2024-03-01,2026-11-24,2027-06-30"
        acting(lambda: imports.apply(known, read("vouched_technicians", row), by=owner, now=now))
        words = Authorisation.objects.filter(code="HY-1", state="authorised")
        assert words.get().goods == "lock water_heater"
        acting(lambda: network.set_goods(authorisation=words.get(), goods=["lock"], by=owner, now=now))
        again = acting(lambda: imports.apply(known, read("vouched_technicians", row), by=owner, now=now))
        assert (again.count("same"), words.get().goods) == (1, "lock")
