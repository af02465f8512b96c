"""Pasted lists of areas, and areas compared as sets of divisions."""

from pathlib import Path

import pytest

from anxin.engines import address

NATIONAL = Path(__file__).parent / "national.tsv"
COUNTY = 6
"""Digits of the code of a county."""


def codes(gazetteer: address.Gazetteer, text: str) -> list[str]:
    return [entry.code for entry in gazetteer.parse_areas(text)]


def below(gazetteer: address.Gazetteer, code: str = "") -> list[address.Division]:
    """List counties, cities and provinces below a division, each before what lies in it."""
    found = [one for one in gazetteer.children(code) if len(one.code) <= COUNTY]
    return [each for one in found for each in (one, *below(gazetteer, one.code))]


class TestLists:
    def test_of_free_spellings_are_read_without_one_wrong_county(self, gazetteer: address.Gazetteer) -> None:
        rows = [line.split("\t") for line in NATIONAL.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        entries = gazetteer.parse_areas("、".join(text for text, _ in rows))
        assert [entry.text for entry in entries] == [text for text, _ in rows]
        wrong = [
            (text, code, entry.code) for (text, code), entry in zip(rows, entries, strict=True) if entry.code != code
        ]
        assert wrong == []

    def test_take_any_separator(self, gazetteer: address.Gazetteer) -> None:
        for between in ("、", "，", ",", "; ", "\n", "\t", "。", " "):
            assert codes(gazetteer, f"甘孜新龙县{between}五指山市南圣") == ["513329", "469001101"]

    def test_lend_the_prefecture_before_to_a_bare_name(self, gazetteer: address.Gazetteer) -> None:
        assert codes(gazetteer, "南京市玄武区、鼓楼区") == ["320102", "320106"]
        assert codes(gazetteer, "福州市台江区、鼓楼区") == ["350103", "350102"]

    def test_take_a_heading(self, gazetteer: address.Gazetteer) -> None:
        assert codes(gazetteer, "江苏省：南京、苏州\n广东：深圳、朝阳") == ["3201", "3205", "4403", ""]
        assert codes(gazetteer, "石家庄市：新华区、桥西区") == ["130105", "130104"]

    def test_name_duplicates_and_what_lies_inside(self, gazetteer: address.Gazetteer) -> None:
        entries = gazetteer.parse_areas("广州市、天河区、广州、深圳南山、深圳市南山区")
        assert [entry.status for entry in entries] == ["found", "duplicate", "duplicate", "found", "duplicate"]

    def test_name_unknown_ambiguous_and_cut_off_entries(self, gazetteer: address.Gazetteer) -> None:
        entries = gazetteer.parse_areas("火星市、鼓楼区、广东省东莞市塘、…")
        assert [entry.status for entry in entries] == ["unknown", "ambiguous", "cut_off", "cut_off"]
        assert [entry.code for entry in entries] == ["", "", "", ""]
        assert len(entries[1].alternatives) == 4
        assert entries[2].alternatives[0].code == "441900116"

    def test_answer_old_names_with_a_note(self, gazetteer: address.Gazetteer) -> None:
        entry = gazetteer.parse_areas("重庆市渝北区")[0]
        assert (entry.code, entry.status) == ("500157", "found")
        assert entry.notes[0] == "historical: 渝北区 is now 两江新区"

    def test_drop_numbers_and_words_around(self, gazetteer: address.Gazetteer) -> None:
        assert codes(gazetteer, "1.广州市全境、深圳市等") == ["4401", "4403"]
        assert codes(gazetteer, "和平县、包括和县") == ["441624", "340523"]

    def test_may_be_empty(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.parse_areas("") == []
        assert gazetteer.parse_areas(" 、，\n") == []


class TestSets:
    def test_cover_what_lies_inside(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.covers(["44"], "440106")
        assert gazetteer.covers(["440106"], "440106")
        assert not gazetteer.covers(["440106"], "44")
        assert not gazetteer.covers([], "44")

    def test_overlap_in_the_smaller_of_two(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.overlaps(["44", "510104"], ["4401", "51"]) == ["4401", "510104"]
        assert gazetteer.overlaps(["4401"], ["4403"]) == []
        assert gazetteer.overlaps(["4401", "440106"], ["44"]) == ["4401"]

    def test_overlap_both_ways_alike(self, gazetteer: address.Gazetteer) -> None:
        one, other = ["44", "510104"], ["440106", "5101", "11"]
        assert gazetteer.overlaps(one, other) == gazetteer.overlaps(other, one)

    def test_leave_uncovered_the_largest_wholes(self, gazetteer: address.Gazetteer) -> None:
        left = gazetteer.uncovered(["440106", "4403"], within="44")
        assert "4402" in left
        assert "440103" in left
        assert not {"4401", "4403", "440106"} & set(left)
        assert gazetteer.uncovered(["44"], within="4401") == []
        assert len(gazetteer.uncovered([])) == 34

    def test_leave_nothing_uncovered_when_all_children_are_served(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.uncovered([child.code for child in gazetteer.children("4401")], within="4401") == []

    def test_refuse_an_unknown_code(self, gazetteer: address.Gazetteer) -> None:
        with pytest.raises(address.UnknownDivision):
            gazetteer.covers(["123456"], "44")


class TestLeftOut:
    @pytest.mark.parametrize(
        ("text", "served", "apart"),
        [
            ("海淀区、朝阳区除首都机场；昌平回龙观街道", ["110108", "110105", "110114011"], ["110105400"]),
            (
                "北京市：海淀、朝阳（不含首都机场、南磨房）、丰台",
                ["110108", "110105", "110106"],
                ["110105400", "110105021"],
            ),
            ("成都市，武侯区除外；德阳市", ["5101", "5106"], ["510107"]),
            ("成都市除武侯区外", ["5101"], ["510107"]),
        ],
    )
    def test_is_read_below_the_area_it_is_left_out_of(
        self, text: str, served: list[str], apart: list[str], gazetteer: address.Gazetteer
    ) -> None:
        entries = gazetteer.parse_areas(text)
        assert [one.code for one in entries if not one.apart] == served
        assert [one.code for one in entries if one.apart] == apart
        assert all(text[one.start : one.end] == one.text for one in entries)

    def test_may_mean_two_and_is_then_asked_for(self, gazetteer: address.Gazetteer) -> None:
        (entry,) = [one for one in gazetteer.parse_areas("昌平区除天通苑") if one.apart]
        assert (entry.status, len(entry.alternatives)) == ("ambiguous", 2)

    def test_is_read_where_the_list_is_known_to_be_of(self, gazetteer: address.Gazetteer) -> None:
        assert codes(gazetteer, "鼓楼区") == [""]
        assert [one.code for one in gazetteer.parse_areas("鼓楼区", "320102")] == ["320106"]


class TestEveryCounty:
    """Of the country, written as its outlets write it."""

    def test_is_itself_by_its_whole_name(self, gazetteer: address.Gazetteer) -> None:
        counties = below(gazetteer)
        assert len(counties) > 3200
        for said in ("{}", "{}全境"):
            found = [codes(gazetteer, said.format(one.full_name)) for one in counties]
            assert found == [[one.code] for one in counties]

    def test_is_itself_in_a_list_of_its_city(self, gazetteer: address.Gazetteer) -> None:
        for city in (one for one in below(gazetteer) if len(one.code) == len("3205")):
            within = gazetteer.children(city.code)
            names, wanted = "、".join(one.name for one in within), [one.code for one in within]
            assert codes(gazetteer, f"{city.full_name}：{names}") == wanted
            assert [one.code for one in gazetteer.parse_areas(names, city.code)] == wanted


class TestHeadedByACity:
    def test_a_list_in_brackets_is_of_the_city_before_it(self, gazetteer: address.Gazetteer) -> None:
        entries = gazetteer.parse_areas("苏州市区（姑苏、虎丘）、昆山")
        assert [(one.text, one.code) for one in entries] == [("姑苏", "320508"), ("虎丘", "320505"), ("昆山", "320583")]

    def test_a_zone_without_its_city_is_looked_for_in_the_one_the_list_is_about(
        self, gazetteer: address.Gazetteer
    ) -> None:
        for text in ("高新区", "工业园区"):
            (entry,) = gazetteer.parse_areas(text, "320508")
            assert entry.alternatives[0].name in ("江苏省苏州市虎丘区", "江苏省苏州市吴中区")

    def test_the_inner_city_is_the_city_or_one_of_its_districts(self, gazetteer: address.Gazetteer) -> None:
        for text in ("苏州市区", "市区"):
            (entry,) = gazetteer.parse_areas(text, "320508")
            names = [one.name for one in entry.alternatives]
            assert names[0] == "江苏省苏州市"
            assert ("江苏省苏州市姑苏区" in names, "江苏省苏州市昆山市" in names) == (True, False)

    def test_a_whole_city_may_leave_some_out(self, gazetteer: address.Gazetteer) -> None:
        whole, out = gazetteer.parse_areas("全上海（浦东除外）")
        assert (whole.code, out.code, out.apart) == ("31", "310115", True)

    def test_a_line_may_begin_with_who_serves_it_and_another_s_name_is_told(self, gazetteer: address.Gazetteer) -> None:
        for text in ("浦江站 服务闵行、徐汇", "浦江站：闵行、徐汇", "浦江站服务范围：闵行\n浦江站 负责徐汇"):
            entries = gazetteer.parse_areas(text)
            assert [(one.text, one.code) for one in entries] == [("闵行", "310112"), ("徐汇", "310104")]
            assert [text[one.start : one.end] for one in entries] == ["闵行", "徐汇"]
        other = gazetteer.parse_areas("浦江站 服务闵行\n徐家汇店 服务徐汇")
        assert [(one.text, one.status) for one in other][1] == ("徐家汇店", "unknown")
        assert codes(gazetteer, "驻马店：汝南、平舆") == ["411727", "411723"]
