import pytest

from anxin.core.errors import Invalid
from anxin.core.phones import Phone, normalise, of_a_house, of_a_person


class TestNormalise:
    @pytest.mark.parametrize(
        ("written", "number", "extension"),
        [
            ("13800138000", "+8613800138000", ""),
            ("138 0013 8000", "+8613800138000", ""),
            ("+86-138-0013-8000", "+8613800138000", ""),
            ("(010) 8765-4321", "+861087654321", ""),
            ("010-87654321-123", "+861087654321", "123"),
            ("0571 8765 4321 转 123", "+8657187654321", "123"),
            ("13800138000转1234", "+8613800138000", "1234"),
            ("13800138000-1234", "+8613800138000", "1234"),
            ("13800138000,,1234", "+8613800138000", "1234"),
            ("021-12345678 分机号:66", "+862112345678", "66"),
            ("021-12345678 ext. 66", "+862112345678", "66"),
            ("400-700-1234", "+864007001234", ""),
            ("400-700-1234-8", "+864007001234", "8"),
            ("4007001234转8", "+864007001234", "8"),
            ("700 123 4567", "+867001234567", ""),
            ("800-810-1234", "+868008101234", ""),
            ("95598", "cn:95598", ""),
            ("12315", "cn:12315", ""),
            ("+852 9123 4567", "+85291234567", ""),
            ("00886-2-27208889", "+886227208889", ""),
            ("１３８００１３８０００", "+8613800138000", ""),
            ("138—0013—8000", "+8613800138000", ""),
        ],
    )
    def test_reads_what_people_write(self, written: str, number: str, extension: str) -> None:
        assert normalise(written) == Phone(number, extension)

    @pytest.mark.parametrize("written", ["", "12", "张伟", "138001380001380013800013800", "phone 13800138000", "=1+1"])
    def test_refuses_what_is_no_phone_without_repeating_it(self, written: str) -> None:
        with pytest.raises(Invalid) as refused:
            normalise(written)
        assert refused.value.field == "phone"
        assert "138" not in str(refused.value)


class TestOfAPerson:
    @pytest.mark.parametrize(
        "text",
        [
            *("12345", "95598", "110", "1", "1381234", "87654321", "12800138000", "138001380001", "010-1234"),
            *("010-876543219", "400-123-456", "95013888", "+852 12"),
        ],
    )
    def test_is_none_on_which_nobody_can_be_called_back(self, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            of_a_person(text)
        assert refused.value.field == "phone"

    def test_is_a_mobile_or_a_number_with_its_area(self) -> None:
        assert of_a_person("139 0000 1235").number == "+8613900001235"
        assert of_a_person("010-87654321").number == "+861087654321"
        assert of_a_person("0310-3123456 转 8").number == "+863103123456"

    def test_is_one_that_people_ring_or_one_from_abroad(self) -> None:
        assert of_a_person("400-700-1234").number == "+864007001234"
        assert of_a_person("+852 9123 4567").number == "+85291234567"

    def test_says_what_is_expected_and_how_much_came_without_repeating_it(self) -> None:
        with pytest.raises(Invalid, match=r"手机号（11 位）.*区号.*7 digits") as refused:
            of_a_person("1381234")
        assert "1381234" not in str(refused.value)


class TestOfAHouse:
    @pytest.mark.parametrize("text", ["95598", "95013888", "400-700-1234", "028-00000188", "13800138000"])
    def test_may_be_public(self, text: str) -> None:
        assert of_a_house(text)

    @pytest.mark.parametrize("text", ["2162381003", "5126727100", "１０87654321", "21-62381003"])
    def test_is_none_where_excel_took_the_zero_away(self, text: str) -> None:
        for read in (of_a_house, of_a_person):
            with pytest.raises(Invalid, match="前面的 0"):
                read(text)
        assert of_a_house("+86 21 62381003").number == "+862162381003"
        assert of_a_house("4007001234").number == "+864007001234"

    @pytest.mark.parametrize("text", ["1381234", "110", "87654321"])
    def test_is_none_without_its_area_code(self, text: str) -> None:
        with pytest.raises(Invalid, match="区号"):
            of_a_house(text)
