"""Which division a text means: the bugs of others, the rules of the data, the traps of real addresses."""

import pytest

from anxin.engines import address
from anxin.engines.address import Hints


def full(gazetteer: address.Gazetteer, text: str) -> str:
    return gazetteer.resolve(text).full_name


class TestBugsOfOthers:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("大理巍山彝族回族自治县", "云南省大理白族自治州巍山彝族回族自治县"),
            ("大理巍山县南诏镇", "云南省大理白族自治州巍山彝族回族自治县南诏镇"),
            ("楚雄牟定县", "云南省楚雄彝族自治州牟定县"),
            ("楚雄楚雄市", "云南省楚雄彝族自治州楚雄市"),
            ("恩施州咸丰县", "湖北省恩施土家族苗族自治州咸丰县"),
            ("漳州市南靖县", "福建省漳州市南靖县"),
            ("琼海市阳江镇", "海南省琼海市阳江镇"),
            ("红河建水县", "云南省红河哈尼族彝族自治州建水县"),
            ("红河县", "云南省红河哈尼族彝族自治州红河县"),
            ("黔西南普安县", "贵州省黔西南布依族苗族自治州普安县"),
            ("海南同德县", "青海省海南藏族自治州同德县"),
            ("通化市通化县", "吉林省通化市通化县"),
            ("广东省东莞市塘厦镇环市东路12号", "广东省东莞市塘厦镇"),
            ("中山市小榄", "广东省中山市小榄镇"),
            ("儋州那大镇", "海南省儋州市那大镇"),
            ("嘉峪关市新城镇", "甘肃省嘉峪关市新城镇"),
            ("柳州地区忻城县", "广西壮族自治区来宾市忻城县"),
            ("河南省济源市", "河南省济源市"),
            ("新疆石河子市", "新疆维吾尔自治区石河子市"),
            ("内蒙古锡林郭勒盟二连浩特市", "内蒙古自治区锡林郭勒盟二连浩特市"),
        ],
    )
    def test_reads_what_they_misread(self, gazetteer: address.Gazetteer, text: str, name: str) -> None:
        assert full(gazetteer, text) == name


class TestChanges:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("湖南省邵阳市邵东市宋家塘街道", "湖南省邵阳市邵东市宋家塘街道"),
            ("邵阳邵东县", "湖南省邵阳市邵东市"),
            ("西藏林芝米林县", "西藏自治区林芝市米林市"),
            ("错那市", "西藏自治区山南市错那市"),
            ("和田地区和安县", "新疆维吾尔自治区和田地区和安县"),
            ("和田和康县", "新疆维吾尔自治区和田地区和康县"),
            ("喀什岑岭县", "新疆维吾尔自治区喀什地区岑岭县"),
            ("新疆草湖市", "新疆维吾尔自治区草湖市"),
            ("新疆白杨市", "新疆维吾尔自治区白杨市"),
            ("重庆两江新区", "重庆市两江新区"),
            ("重庆市江北区观音桥街道", "重庆市两江新区观音桥街道"),
            ("杭州市下城区", "浙江省杭州市拱墅区"),
            ("杭州市江干区下沙街道", "浙江省杭州市钱塘区下沙街道"),
            ("杭州市余杭区临平街道", "浙江省杭州市临平区临平街道"),
            ("三明市梅列区", "福建省三明市三元区"),
            ("漳州龙海市", "福建省漳州市龙海区"),
            ("洛阳市吉利区", "河南省洛阳市孟津区"),
            ("洛阳偃师市", "河南省洛阳市偃师区"),
            ("宝鸡市凤翔县", "陕西省宝鸡市凤翔区"),
            ("凉山会理县", "四川省凉山彝族自治州会理市"),
            ("南宁横县", "广西壮族自治区南宁市横州市"),
            ("塔城沙湾县", "新疆维吾尔自治区塔城地区沙湾市"),
            ("安康旬阳县", "陕西省安康市旬阳市"),
            ("楚雄禄丰县", "云南省楚雄彝族自治州禄丰市"),
            ("永州祁阳县", "湖南省永州市祁阳市"),
            ("毕节黔西县", "贵州省毕节市黔西市"),
            ("中山市南朗镇", "广东省中山市南朗街道"),
            ("那曲县", "西藏自治区那曲市色尼区"),
            ("安徽省巢湖市庐江县", "安徽省合肥市庐江县"),
            ("安徽省巢湖市居巢区", "安徽省合肥市巢湖市"),
            ("山东莱芜莱城区", "山东省济南市莱芜区"),
            ("湖北襄樊襄阳区", "湖北省襄阳市襄州区"),
            ("云南省思茅市翠云区", "云南省普洱市思茅区"),
            ("九江市庐山区", "江西省九江市濂溪区"),
            ("四川省重庆市万县", "重庆市万州区"),
            ("伊春市南岔区", "黑龙江省伊春市南岔县"),
            ("吉林省四平市公主岭市", "吉林省长春市公主岭市"),
            ("北京市宣武区", "北京市西城区"),
            ("上海市卢湾区", "上海市黄浦区"),
            ("大同市城区", "山西省大同市平城区"),
            ("长治市郊区", "山西省长治市潞州区"),
            ("佳木斯市郊区", "黑龙江省佳木斯市郊区"),
            ("济宁市中区", "山东省济宁市任城区"),
        ],
    )
    def test_answers_an_old_name_with_todays_division(self, gazetteer: address.Gazetteer, text: str, name: str) -> None:
        assert full(gazetteer, text) == name

    def test_says_that_a_name_is_historical(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.resolve("北京市宣武区").notes == ("historical: 宣武区 is now 西城区",)

    def test_gives_the_other_heirs_as_alternatives(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve("杭州市江干区")
        assert "ambiguous" in found.notes
        assert found.confidence < 0.95
        assert {found.code, *(other.code for other in found.alternatives)} == {"330102", "330114"}

    def test_follows_a_town_and_keeps_the_county_named_as_an_alternative(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve("宁波市鄞州区古林镇")
        assert found.code == "330203103"
        assert found.alternatives[0].code == "330212"
        assert "moved: 古林镇 lies in 海曙区 today" in found.notes


class TestTraps:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("青岛市南区香港中路1号", "山东省青岛市市南区"),
            ("青岛市市北区", "山东省青岛市市北区"),
            ("山西吉县", "山西省临汾市吉县"),
            ("湖北省武汉市临江大道96号", "湖北省武汉市"),
            ("湖北省枣阳市襄阳路27号", "湖北省襄阳市枣阳市"),
            ("湖北省孝感市黄陂大道388号", "湖北省孝感市"),
            ("河北石家庄新乐市新华路1号", "河北省石家庄市新乐市"),
            ("上海市黄浦区南京东路100号", "上海市黄浦区"),
            ("深圳市福田区北京大厦", "广东省深圳市福田区"),
            ("丽水丽水市莲都区", "浙江省丽水市莲都区"),
            ("重庆重庆大足区双塔路", "重庆市大足区"),
            ("北京市市辖区朝阳区", "北京市朝阳区"),
            ("广西玉林博白县博白县博白镇", "广西壮族自治区玉林市博白县博白镇"),
            ("芒市芒市镇", "云南省德宏傣族景颇族自治州芒市芒市镇"),
            ("浙江义乌市金东区", "浙江省金华市金东区"),
            ("塘厦镇广东省东莞市环市东路", "广东省东莞市塘厦镇"),
            ("南山区 深圳市 广东省", "广东省深圳市南山区"),
            ("常州新北区", "江苏省常州市新北区"),
            ("中国江苏南京溧水区和凤镇【南刘村】(和凤镇附近)", "江苏省南京市溧水区和凤镇"),
            ("江苏省南京市和凤镇", "江苏省南京市溧水区和凤镇"),
            ("虎门镇南栅五区路口", "广东省东莞市虎门镇"),
            ("中国银行北京市分行 上海市浦东新区张江镇", "上海市浦东新区张江镇"),
            ("河南省新乡市卫滨区 新乡市红旗区五一路", "河南省新乡市卫滨区"),
            ("浙江衢州柯城区通荷路【衢州市衢江区医院】", "浙江省衢州市柯城区"),
            ("廣東省廣州市天河區", "广东省广州市天河区"),
            ("臺北市", "台湾省台北市"),
            ("香港九龍城區", "香港特别行政区九龙城区"),
            ("广东省／深圳市／南山区", "广东省深圳市南山区"),
            ("广 东 省 深 圳 市 南 山 区", "广东省深圳市南山区"),
            ("黑龙江省大兴安岭地区呼中区", "黑龙江省大兴安岭地区呼中区"),
            ("呼中镇", "黑龙江省大兴安岭地区呼中区呼中镇"),
            ("前郭县", "吉林省松原市前郭尔罗斯蒙古族自治县"),
            ("鄂温克旗", "内蒙古自治区呼伦贝尔市鄂温克族自治旗"),
        ],
    )
    def test_reads_the_address_not_the_trap(self, gazetteer: address.Gazetteer, text: str, name: str) -> None:
        assert full(gazetteer, text) == name

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "湖南路",
            "东方市场3楼",
            "西安市场",
            "陕西北路278号",
            "青岛东路88号",
            "济阳路108号",
            "浑南二路10号",
            "12345",
            "。",
            "张三",
            "abc",
        ],
    )
    def test_finds_nothing_where_nothing_is_said(self, gazetteer: address.Gazetteer, text: str) -> None:
        found = gazetteer.resolve(text)
        assert (found.code, found.county_code, found.precision, found.confidence) == ("", "", "none", 0.0)

    def test_says_outside_service(self, gazetteer: address.Gazetteer) -> None:
        assert "outside_service" in gazetteer.resolve("澳门花地玛堂区").notes
        assert "outside_service" not in gazetteer.resolve("广州市").notes


class TestZones:
    @pytest.mark.parametrize(
        ("text", "code", "zone"),
        [
            ("合肥市高新区望江西路", "340104", "高新区"),
            ("青岛经济技术开发区前湾港路", "370211", "经济技术开发区"),
            ("北京经济技术开发区荣华路", "110115", "经济技术开发区"),
            ("惠州市大亚湾区澳头", "441303", "大亚湾区"),
            ("杭州下沙经济技术开发区", "330114", "下沙经济技术开发区"),
        ],
    )
    def test_answers_with_the_host_county_and_a_note(
        self, gazetteer: address.Gazetteer, text: str, code: str, zone: str
    ) -> None:
        found = gazetteer.resolve(text)
        assert found.county_code == code
        assert f"zone: {zone}" in found.notes

    def test_lets_the_town_decide_between_hosts(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.resolve("西安市高新区").confidence < 0.95
        assert full(gazetteer, "郑州市航空港区新港街道") in {"河南省郑州市新郑市", "河南省郑州市新郑市新港街道"}


class TestAmbiguity:
    def test_says_it_and_lists_all_that_bear_the_name(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve("鼓楼区")
        assert found.code == ""
        assert "ambiguous" in found.notes
        assert {other.code for other in found.alternatives} == {"320106", "320302", "350102", "410204"}

    def test_keeps_what_is_certain(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve("江苏省鼓楼区")
        assert found.code == "32"
        assert {other.code for other in found.alternatives} >= {"320106", "320302"}

    @pytest.mark.parametrize(
        "hints", [Hints(city="南京市"), Hints(city="3201"), Hints(orders=("320106101",)), Hints(areas=("3201", "44"))]
    )
    def test_lets_hints_break_the_tie(self, gazetteer: address.Gazetteer, hints: Hints) -> None:
        assert gazetteer.resolve("鼓楼区", hints).code == "320106"

    def test_lets_no_hint_overrule_the_text(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.resolve("福州市鼓楼区", Hints(city="南京市")).code == "350102"
        assert gazetteer.resolve("天河区", Hints(city="北京市")).code == "440106"

    def test_ignores_a_hint_it_does_not_know(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.resolve("鼓楼区", Hints(city="无此市", orders=("1",))).code == ""


class TestAnswer:
    def test_marks_each_level_in_the_original_text(self, gazetteer: address.Gazetteer) -> None:
        text = "收货：廣東省 深圳市，南山區 粤海街道8号"
        found = gazetteer.resolve(text)
        assert [text[span.start : span.end] for span in found.spans] == ["廣東省", "深圳市", "南山區", "粤海街道"]
        assert [span.level for span in found.spans] == ["province", "city", "county", "town"]

    def test_leaves_the_rest_as_detail(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.resolve("广东省东莞市塘厦镇环市东路12号").detail == "环市东路12号"
        assert gazetteer.resolve("中国广东省东莞市塘厦镇环市东路12号").detail == "环市东路12号"
        assert gazetteer.resolve("近火车站 广东省东莞市塘厦镇，12号").detail == "近火车站12号"

    def test_gives_county_code_for_undivided_prefectures(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve("东莞市塘厦镇")
        assert (found.county_code, found.county, found.city) == ("441900", "", "东莞市")

    def test_gives_a_point_with_datum_and_radius(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.resolve("广东省东莞市塘厦镇")
        assert found.point
        assert found.point.datum == "WGS-84"
        assert found.precision == "town"
        assert found.radius_m == found.point.radius_m > 1000


class TestDivisions:
    def test_reads_every_full_name_back(self, gazetteer: address.Gazetteer) -> None:
        table = gazetteer.table
        wrong = [code for code in table.codes if gazetteer.resolve(gazetteer.division(code).full_name).code != code]
        assert wrong == []

    def test_accepts_longer_spellings_of_a_code(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.division("440000").code == "44"
        assert gazetteer.division("440100000000").code == "4401"
        assert gazetteer.division("441900").name == "东莞市"

    @pytest.mark.parametrize("code", ["", "999999", "4", "44010", "440101x", "0", "44000000"])
    def test_refuses_a_code_it_has_not(self, gazetteer: address.Gazetteer, code: str) -> None:
        with pytest.raises(address.UnknownDivision, match="expected a code"):
            gazetteer.division(code)

    def test_searches_by_prefix_higher_levels_first(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.search("朝阳")
        assert found[0].full_name == "辽宁省朝阳市"
        assert gazetteer.search("") == []
        assert len(gazetteer.search("城", limit=7)) == 7
