"""Texts as people see them, and codes that stand in addresses."""

import pytest

from anxin.core import tables
from anxin.core.commands import Code, Fields
from anxin.core.path_parts import is_part
from anxin.core.visible_texts import visible


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("罗建国", "罗建国"),
            ("罗\u202e国建\u202c", "罗国建"),
            ("\u2066罗\u2069", "罗"),
            ("\u202e\u200b", ""),
            (" \u3164\u2800\t", ""),
            ("你好 👩\u200d🔧", "你好 👩\u200d🔧"),
        ],
    )
    def test_drops_what_turns_reading_round_and_all_that_nobody_sees(self, text: str, seen: str) -> None:
        assert visible(text) == seen

    def test_is_what_a_command_s_field_holds(self) -> None:
        class Named(Fields):
            name: Code

        assert Named(name="A\u202e1").name == "A1"
        with pytest.raises(ValueError, match="at least 1 character"):
            Named(name="\u202e\u200b")


class TestCode:
    @pytest.mark.parametrize("code", ["HY-9001", "CD.1", "A_1", "7"])
    def test_of_letters_and_digits_stands_in_an_address(self, code: str) -> None:
        assert is_part(code)
        assert tables.code(32)(code) == code

    @pytest.mark.parametrize(
        "code", ["HY/90", "..", ".", "a\u200bb", "-1", "1-", "a?b", "a#b", "a\\b", "", "a\n", "青羊-1", "CD 01"]
    )
    def test_of_other_signs_is_refused(self, code: str) -> None:
        assert not is_part(code)
        with pytest.raises(ValueError, match=r"letters and digits|英文字母和数字"):
            tables.code(32)(code)
