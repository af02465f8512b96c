import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.core.money import LARGEST_FEN, NotMoney, format_fen, parse_fen


class TestFormatFen:
    @pytest.mark.parametrize(
        ("fen", "text"), [(12800, "¥128.00"), (0, "¥0.00"), (5, "¥0.05"), (-1, "-¥0.01"), (123456789, "¥1,234,567.89")]
    )
    def test_prints(self, fen, text):
        assert format_fen(fen) == text


class TestParseFen:
    @given(st.integers(-LARGEST_FEN, LARGEST_FEN))
    def test_reads_what_was_printed(self, fen):
        assert parse_fen(format_fen(fen)) == fen

    @pytest.mark.parametrize(
        ("text", "fen"), [("128", 12800), (" 12.5 ", 1250), ("￥12.30元", 1230), ("1,280", 128000), ("１２", 1200)]
    )
    def test_reads_what_people_write(self, text, fen):
        assert parse_fen(text) == fen

    @pytest.mark.parametrize("text", ["", "1.234", "1,28", "12 yuan", "1e3", "99999999999999", "nan"])
    def test_refuses_what_is_no_amount(self, text):
        with pytest.raises(NotMoney):
            parse_fen(text)
