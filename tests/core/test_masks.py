import pytest

from anxin.core.masks import mask_name, mask_phone, mask_phones_in


class TestMaskName:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("张伟", "张*"),
            ("欧阳娜娜", "欧**"),
            ("买买提·吐尔逊", "买**·吐**"),
            ("古丽娜尔・阿不都热依木", "古**・阿**"),
            ("𠮷野家", "𠮷**"),
            ("𱁬", "𱁬*"),
            ("葛\U000e0100飾", "葛\U000e0100*"),
            ("John Smith", "J** S**"),
            ("محمد علي", "م** ع**"),
            ("  ", ""),
            ("", ""),
        ],
    )
    def test_keeps_the_first_character_of_every_word(self, name: str, masked: str) -> None:
        assert mask_name(name) == masked

    def test_does_not_tell_how_long_a_name_is(self) -> None:
        assert mask_name("a" * 64) == "a**"


class TestMaskPhone:
    @pytest.mark.parametrize(
        ("phone", "masked"),
        [
            ("13800138000", "138****8000"),
            ("+86 138-0013-8000", "138****8000"),
            ("13800138000转1234", "138****8000转***"),
            ("010-87654321-123", "010****4321转***"),
            ("400-700-1234", "400****1234"),
            ("700-123-4567-8", "700****4567转***"),
            ("95598", "*****"),
            ("+852 9123 4567", "852****4567"),
            ("not a phone", "****"),
            ("", "****"),
        ],
    )
    def test_keeps_ends_and_hides_the_extension(self, phone: str, masked: str) -> None:
        assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800000091", "138****0091"),
        ("工单 13800000091-2 号", "工单 138****0091-2 号"),
        ("+86 138 0000 0091，下午打", "138****0091，下午打"),
        ("座机 028-85550123。", "座机 028****0123。"),
        ("YT-20261118-7730", "YT-20261118-7730"),
        ("a13800000091b", "a13800000091b"),
        ("9138000000911", "9138000000911"),
        ("0199e2a0-7d3c-7b21-9c55-013800000091", "0199e2a0-7d3c-7b21-9c55-013800000091"),
        ("2026-11-28T06:20:00", "2026-11-28T06:20:00"),
    ],
)
def test_what_looks_like_a_phone_is_masked_wherever_it_was_typed(text: str, shown: str) -> None:
    assert mask_phones_in(text) == shown
