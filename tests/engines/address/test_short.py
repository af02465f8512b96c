"""Short names before a place, alone and behind their city; towns that moved; two addresses in one line; how sure."""

import pytest

from anxin.engines.address import Gazetteer
from tests.engines.address.families import FITTED, REPORTED, moved_lines, short_lines, tallied


class TestShortCounty:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("广州天河体育西路", "广东省广州市天河区"),
            ("北京海淀学院路8号", "北京市海淀区"),
            ("杭州西湖学院路", "浙江省杭州市西湖区"),
            ("深圳罗湖火车站", "广东省深圳市罗湖区"),
            ("嘉兴海宁海州街道", "浙江省嘉兴市海宁市"),
            ("慈溪三北大街", "浙江省宁波市慈溪市"),
            ("江苏高邮体育西路12号", "江苏省扬州市高邮市"),
            ("新乡凤泉火车站", "河南省新乡市凤泉区"),
            ("青岛市南", "山东省青岛市市南区"),
            ("建邺火车站", "江苏省南京市建邺区"),
        ],
    )
    def test_before_a_place_is_read(self, gazetteer: Gazetteer, text: str, name: str) -> None:
        assert gazetteer.resolve(text).full_name == name

    @pytest.mark.parametrize("text", ["广州天河路12号", "北京朝阳门外大街", "杭州西湖大道3号"])
    def test_that_names_a_road_is_none(self, gazetteer: Gazetteer, text: str) -> None:
        assert gazetteer.resolve(text).county_code == ""

    @pytest.mark.parametrize("half", [FITTED, REPORTED])
    def test_of_the_whole_country_comes_back(self, gazetteer: Gazetteer, half: int) -> None:
        families, missed = tallied(gazetteer, short_lines(gazetteer, half))
        for family, row in families.items():
            least = 0.995 if "city" in family else 0.97
            assert row.lines > 1300
            assert row.right + row.honest >= least * row.lines, (family, row)
            assert row.right >= (0.995 if "city" in family else 0.9) * row.lines, (family, row)
            assert row.sure_wrong <= 0.001 * row.sure, (family, row)
        assert len(missed) <= 5

    @pytest.mark.parametrize(
        ("text", "other"),
        [("西乡固戍", "440306"), ("万全家具园区", "330326"), ("吉安", "360821"), ("塔城人民医院", "654201")],
    )
    def test_that_others_bear_says_so(self, gazetteer: Gazetteer, text: str, other: str) -> None:
        found = gazetteer.resolve(text)
        assert found.confidence < 0.9
        assert other in {one.code[:6] for one in found.alternatives}

    @pytest.mark.parametrize("text", ["农大东区9号", "武汉市亲山县", "吉安大桥", "井冈山大道666号"])
    def test_within_another_word_is_never_sure(self, gazetteer: Gazetteer, text: str) -> None:
        assert gazetteer.resolve(text).confidence < 0.9


class TestMovedTown:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("宁波市鄞州区横街镇", "330203102"),
            ("宁波市鄞州区古林镇", "330203103"),
            ("余杭区乔司镇", "330113005"),
            ("余杭区临平", "330113001"),
            ("宝安区大浪", "440309002"),
            ("深圳宝安观湖街道8号", "440309006"),
            ("长沙县暮云镇", "430103012"),
            ("杭州萧山河庄8号", "330114005"),
        ],
    )
    def test_moves_the_answer(self, gazetteer: Gazetteer, text: str, code: str) -> None:
        found = gazetteer.resolve(text)
        assert gazetteer.division(found.county_code).name in found.full_name
        assert found.code[:6] == code[:6]
        assert any(note.startswith("moved: ") for note in found.notes)
        assert len(found.alternatives[0].code) == 6

    def test_stays_where_the_county_has_a_town_of_that_name_or_had_one(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.resolve("江苏泰州兴化市城东镇刘沟村").county_code == "321281"
        assert gazetteer.resolve("河南省商丘市民权县城关镇").county_code == "411421"

    @pytest.mark.parametrize("text", ["宝安区观澜大道8号", "宝安区龙华路3号", "鄞州区古林村"])
    def test_is_not_read_from_a_road_or_village(self, gazetteer: Gazetteer, text: str) -> None:
        assert not any(note.startswith("moved") for note in gazetteer.resolve(text).notes)

    def test_of_the_whole_list_comes_back(self, gazetteer: Gazetteer) -> None:
        families, _ = tallied(gazetteer, moved_lines(gazetteer))
        full, bare = families["moved town in full"], families["moved town, bare"]
        assert full.right == full.lines > 600
        assert bare.right >= 0.99 * bare.lines
        assert full.sure_wrong == bare.sure_wrong == 0

    @pytest.mark.parametrize(
        ("text", "name", "note"),
        [
            ("温州市龙港镇", "浙江省温州市龙港市", "historical: 龙港镇 is now 龙港市"),
            ("浙江温州苍南县龙港镇人民路", "浙江省温州市龙港市", "historical: 龙港镇 is now 龙港市"),
            ("三亚市吉阳镇", "海南省三亚市吉阳区", "historical: 吉阳镇 is now 吉阳区"),
            ("三亚市田独镇", "海南省三亚市吉阳区", "historical: 田独镇 is now 吉阳区"),
            ("海南三亚崖城镇", "海南省三亚市崖州区", "historical: 崖城镇 is now 崖州区"),
            ("湖北省荆沙市", "湖北省荆州市", "historical: 荆沙市 is now 荆州市"),
            ("云南省思茅地区", "云南省普洱市", "historical: 思茅地区 is now 普洱市"),
        ],
    )
    def test_that_became_a_county_is_that_county(self, gazetteer: Gazetteer, text: str, name: str, note: str) -> None:
        found = gazetteer.resolve(text)
        assert found.full_name == name
        assert note in found.notes


class TestTwoAddresses:
    @pytest.mark.parametrize("between", [" ", "；", "，", "/", "\n", " 收：", ""])
    def test_answers_the_first_and_notes_the_second(self, gazetteer: Gazetteer, between: str) -> None:
        found = gazetteer.resolve(f"广东省广州市天河区体育西路1号{between}浙江省杭州市西湖区文三路2号")
        assert found.county_code == "440106"
        assert "second address: 浙江省杭州市西湖区" in found.notes
        assert found.confidence < 0.9
        assert "330106" in {one.code for one in found.alternatives}

    def test_sees_a_second_one_written_short(self, gazetteer: Gazetteer) -> None:
        found = gazetteer.resolve("武汉武昌建国路88号；银川永宁中山路3号")
        assert found.county_code == "420106"
        assert "second address: 宁夏回族自治区银川市永宁县" in found.notes

    @pytest.mark.parametrize(
        "text",
        [
            "上海市浦东新区世纪大道1号 上海市浦东新区张江镇",
            "浙江衢州柯城区通荷路【衢州市衢江区医院】",
            "广州天河体育西路1号 深圳福田银行大厦",
            "深圳市福田区北京大厦 北京朝阳医院旁",
        ],
    )
    def test_takes_no_repeat_remark_or_firm_for_one(self, gazetteer: Gazetteer, text: str) -> None:
        assert not any(note.startswith("second") for note in gazetteer.resolve(text).notes)


class TestNotes:
    def test_never_say_heard_of_what_is_spelled(self, gazetteer: Gazetteer) -> None:
        for text in ("洛阳老城道北路8号", "江西吉安市井冈山市新城", "黑龙江省大兴安岭解放路8号"):
            assert "heard: spelled by sound" not in gazetteer.resolve(text).notes

    def test_read_another_name_of_a_county(self, gazetteer: Gazetteer) -> None:
        assert gazetteer.resolve("阜蒙县").county_code == "210921"
