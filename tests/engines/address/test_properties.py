"""What holds for any text."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.engines import address
from anxin.engines.address import Hints

GAZETTEER = address.load()
PIECES = [
    "广东省", "深圳", "市南区", "朝阳", "鼓楼区", "重庆", "江干区", "高新区", "海南", "塘厦镇", "路", "（", "】", " ",
    "县", "\n", "臺", "ｆ", "\ud800", "\U00020bb7", "13800138000", "张三", "收件人：", "吉林", "市", "城区", "西吉县",
]  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


def check(found: address.Resolution, text: str) -> None:
    assert found.text == text
    assert 0.0 <= found.confidence <= 1.0
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(text)
    assert (found.code == "") == (found.full_name == "")
    assert found.county_code in {"", found.code[:6]} or GAZETTEER.division(found.county_code)
    assert found.precision in {"town", "county", "city", "province", "none"}
    assert isinstance(found.detail, str)


class TestAnyText:
    @given(texts)
    @settings(max_examples=400)
    def test_is_answered_with_spans_inside_it(self, text: str) -> None:
        check(GAZETTEER.resolve(text), text)

    @given(texts, st.sampled_from(["", "南京市", "4401", "x"]))
    @settings(max_examples=150)
    def test_is_answered_under_any_hint(self, text: str, city: str) -> None:
        check(GAZETTEER.resolve(text, Hints(city=city, orders=(city,), areas=("44", city))), text)

    @given(texts)
    @settings(max_examples=200)
    def test_is_answered_as_a_contact_line(self, text: str) -> None:
        found = GAZETTEER.resolve_contact(text)
        check(found.place, text)
        assert len(found.name) <= 64

    @given(texts)
    @settings(max_examples=100)
    def test_is_read_as_a_list_of_areas(self, text: str) -> None:
        for entry in GAZETTEER.parse_areas(text):
            assert text[entry.start : entry.end] == entry.text

    @given(texts)
    @settings(max_examples=100)
    def test_is_answered_the_same_twice(self, text: str) -> None:
        one, two = GAZETTEER.resolve(text), GAZETTEER.resolve(text)
        assert (one.code, one.marks, one.confidence, one.notes) == (two.code, two.marks, two.confidence, two.notes)

    @given(st.sampled_from(GAZETTEER.table.codes), st.text(max_size=12))
    @settings(max_examples=300)
    def test_behind_a_full_name_never_changes_the_province(self, code: str, tail: str) -> None:
        name = GAZETTEER.division(code).full_name
        if not any("\u4e00" <= sign <= "\u9fff" for sign in tail):
            assert GAZETTEER.resolve(name + tail).code[:2] == code[:2]


class TestMemory:
    def test_of_chains_changes_no_answer(self) -> None:
        fresh = address.Gazetteer(GAZETTEER.table)
        for text in (
            "云南大理大理",
            "云南大理大理市",
            "河北石家庄井陉",
            "河北石家庄井陉矿区",
            "吉林吉林市",
            "吉林省吉林市昌邑区",
        ):
            first = fresh.resolve(text).code
            assert first == fresh.resolve(text).code == GAZETTEER.resolve(text).code

    def test_of_a_county_does_not_read_it_in_a_longer_word(self) -> None:
        text = "江苏省连云港市海州区块链大厦"
        first = address.Gazetteer(GAZETTEER.table).resolve(text)
        taught = address.Gazetteer(GAZETTEER.table)
        taught.resolve("江苏省连云港市海州区新浦1号")
        again = taught.resolve(text)
        assert (again.code, again.confidence) == (first.code, first.confidence)

    def test_of_a_prefecture_does_not_hide_a_longer_name(self) -> None:
        lines = ("浙江杭州西湖区文三路1号", "浙江杭州市西湖区文三路1号")
        alone = [address.Gazetteer(GAZETTEER.table).resolve(line) for line in lines]
        for _ in range(2):
            again = [GAZETTEER.resolve(line) for line in (*lines, *reversed(lines))][: len(lines)]
            assert [(one.code, one.marks) for one in again] == [(one.code, one.marks) for one in alone]


class TestFirstLine:
    def test_builds_nothing_that_loading_could_have_built(self) -> None:
        fresh = address.Gazetteer(GAZETTEER.table)
        index, sounds = fresh._resolver.index, fresh.sounds
        built = {name: set(vars(part)) for name, part in (("index", index), ("sounds", sounds))}
        for text in (
            "江西省南昌市昌北区凤凰家园B区15栋",
            "拿山乡附近井岗山市新城区",
            "神农镇川陕路100号",
            "宁波鄞州古林",
        ):
            fresh.resolve(text)
        assert built == {"index": set(vars(index)), "sounds": set(vars(sounds))}


class TestJunk:
    def test_of_ten_megabytes_takes_bounded_time(self) -> None:
        for piece in ("朝阳鼓楼新华和平", "广东省", "x", "高新区", "（(【", "13800138000", "12", "张三 "):
            text = piece * (10_000_000 // len(piece))
            begun = time.process_time()
            GAZETTEER.resolve(text)
            GAZETTEER.resolve_contact(text + "收件人：")
            assert time.process_time() - begun < 8.0
