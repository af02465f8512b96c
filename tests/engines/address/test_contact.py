"""A pasted line taken apart: name, numbers, address, in any order, labelled or glued."""

import pytest

from anxin.engines import address
from anxin.engines.address import persons, phones

DONGGUAN = "广东省东莞市塘厦镇"


class TestContactLines:
    @pytest.mark.parametrize(
        ("line", "name", "number", "place", "detail"),
        [
            ("张三 13800138000 广东省东莞市塘厦镇环市东路12号", "张三", "13800138000", DONGGUAN, "环市东路12号"),
            ("13800138000 广东省东莞市塘厦镇环市东路12号 张三", "张三", "13800138000", DONGGUAN, "环市东路12号"),
            ("广东省东莞市塘厦镇环市东路12号，张三，13800138000", "张三", "13800138000", DONGGUAN, "环市东路12号"),
            ("广东省东莞市塘厦镇环市东路12号张三丰13800138000", "张三丰", "13800138000", DONGGUAN, "环市东路12号"),
            ("李女士，电话：139-0013-9000，地址湖南邵阳邵东市牛马司镇1号", "李女士", "13900139000",
             "湖南省邵阳市邵东市牛马司镇", "1号"),
            ("收件人: 王小明 手机号码 13800138000 所在地区: 广东省深圳市南山区 详细地址: 科苑路8号", "王小明",
             "13800138000", "广东省深圳市南山区", "科苑路8号"),
            ("13800138000欧阳娜娜重庆渝北区龙溪街道金山路1号", "欧阳娜娜", "13800138000",
             "重庆市两江新区龙溪街道", "金山路1号"),
            ("收货人：尉迟敬德\n手机：+86 138 0013 8000\n地址：北京海淀区中关村大街1号", "尉迟敬德", "13800138000",
             "北京市海淀区", "中关村大街1号"),
            ("买买提·吐尔逊 13800138000 新疆喀什地区喀什市人民路1号", "买买提·吐尔逊", "13800138000",
             "新疆维吾尔自治区喀什地区喀什市", "人民路1号"),
            ("\U00020bb7田花 13800138000 上海市徐汇区", "\U00020bb7田花", "13800138000", "上海市徐汇区", ""),
            ("姓名：阿卜杜拉·买买提·吐尔逊江 电话：13800138000 地址：新疆和田市", "阿卜杜拉·买买提·吐尔逊江",
             "13800138000", "新疆维吾尔自治区和田地区和田市", ""),
            ("淘宝【张三】13800138000 广东省深圳市南山区科技园路1号", "张三", "13800138000", "广东省深圳市南山区",
             "科技园路1号"),
            ("西藏拉萨城关区八廓街12号尼玛次仁13800138000", "尼玛次仁", "13800138000", "西藏自治区拉萨市城关区",
             "八廓街12号"),
            ("张三 13800138000 广东省深圳市南山区科技园路1号（ 518000 ）", "张三", "13800138000", "广东省深圳市南山区",
             "科技园路1号"),
            ("张三(13800138000)广东省深圳市南山区科技园路1号", "张三", "13800138000", "广东省深圳市南山区",
             "科技园路1号"),
            ("联系人: Tom Lee 电话: 13800138000 地址: 上海市徐汇区", "Tom Lee", "13800138000", "上海市徐汇区", ""),
        ],
    )  # fmt: skip
    def test_are_taken_apart(
        self, gazetteer: address.Gazetteer, line: str, name: str, number: str, place: str, detail: str
    ) -> None:
        found = gazetteer.resolve_contact(line)
        assert (found.name, [phone.number for phone in found.phones]) == (name, [number])
        assert (found.place.full_name, found.place.detail) == (place, detail)

    def test_without_a_person_have_no_name(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.resolve_contact("广东省东莞市塘厦镇环市东路12号").name == ""
        assert gazetteer.resolve_contact("广东省深圳市南山区 科技园 13800138000").name == ""

    def test_take_the_name_beside_the_number(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve_contact("河南周口郸城县白马镇【白马镇 李庄 】(白马镇附近) 张三 13800138000")
        assert found.name == "张三"

    def test_take_no_address_behind_a_label_for_a_name(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve_contact("浙江温州永嘉县（收货人：13800138000）枫林镇外洋村12号 张三")
        assert (found.name, found.place.town) == ("张三", "枫林镇")

    def test_mark_the_whole_line(self, gazetteer: address.Gazetteer) -> None:
        line = "张三 13800138000 广东省东莞市塘厦镇环市东路12号"
        place = gazetteer.resolve_contact(line).place
        assert place.text == line
        assert [line[span.start : span.end] for span in place.spans] == ["广东省", "东莞市", "塘厦镇"]

    def test_drop_the_post_code_beside_a_number(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve_contact("张三 13800138000 广东省深圳市南山区科技园8号 518057")
        assert found.place.detail == "科技园8号"

    def test_of_junk_answer_empty(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve_contact("\x00\ufffd ,,,, ;;;")
        assert (found.name, found.phones, found.place.code) == ("", (), "")


class TestPhones:
    @pytest.mark.parametrize(
        ("text", "number", "kind", "extension"),
        [
            ("13800138000", "13800138000", "mobile", ""),
            ("１３８００１３８０００", "13800138000", "mobile", ""),
            ("+86-138-0013-8000", "13800138000", "mobile", ""),
            ("8613800138000", "13800138000", "mobile", ""),
            ("18877771111-123", "18877771111", "mobile", "123"),
            ("13800138000转1234", "13800138000", "mobile", "1234"),
            ("13800138000 转 1234", "13800138000", "mobile", "1234"),
            ("0755-26712345-8001", "0755-26712345", "landline", "8001"),
            ("(010)62345678", "010-62345678", "landline", ""),
            ("02087654321", "020-87654321", "landline", ""),
            ("07391234567", "", "", ""),
            ("0739 5234567", "0739-5234567", "landline", ""),
            ("400-800-1234", "4008001234", "service", ""),
            ("400 8001 234", "4008001234", "service", ""),
            ("8008101234", "8008101234", "service", ""),
            ("7001234567", "7001234567", "personal", ""),
            ("客服 95555", "95555", "short", ""),
            ("12345", "12345", "short", ""),
            ("+852 2345 6789", "+852-23456789", "overseas", ""),
            ("00886-2-2345-6789", "+886-223456789", "overseas", ""),
            ("+853 2871 2345", "+853-28712345", "overseas", ""),
        ],
    )
    def test_are_found_with_kind_and_extension(self, text: str, number: str, kind: str, extension: str) -> None:
        found = phones.find(text)[0]
        assert [tuple(phone) for phone in found] == ([(number, kind, extension)] if number else [])

    @pytest.mark.parametrize(
        "text", ["环市东路12号", "2024年11月", "身份证440106199001011234", "95号", "518057", "3栋2单元1501"]
    )
    def test_are_not_seen_in_other_digits(self, text: str) -> None:
        assert phones.find(text)[0] == []

    def test_take_no_house_number_for_an_extension(self) -> None:
        assert phones.find("13800138000-12号")[0][0].extension == ""

    def test_come_once(self) -> None:
        assert len(phones.find("13800138000 13800138000 139 0013 9000")[0]) == 2


class TestNames:
    @pytest.mark.parametrize(
        "name", ["张三", "欧阳修", "诸葛孔明", "买买提·吐尔逊", "王师傅", "李女士", "\U00020bb7一", "Alice"]
    )
    def test_are_likely(self, name: str) -> None:
        assert persons.likely(name)

    @pytest.mark.parametrize("piece", ["张", "深圳市", "环市东路", "12号", "科技园", "", "三" * 65, "东方花园小区"])
    def test_are_not(self, piece: str) -> None:
        assert not persons.likely(piece)

    @pytest.mark.parametrize(
        ("name", "cut"), [("张三(收)", "张三"), ("张三收", "张三"), ("（李四）", "李四"), ("王五", "王五")]
    )
    def test_are_trimmed(self, name: str, cut: str) -> None:
        assert persons.trimmed(name) == cut
