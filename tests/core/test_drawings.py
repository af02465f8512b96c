"""What a hand draws is text until it is a picture; a slip of the finger is no signature."""

from io import BytesIO
from re import fullmatch

import pytest
from PIL import Image

from anxin.core import drawings

SIGNED = "100,200 300,100 500,300;550,100 550,300 700,200"


class TestDrawing:
    def test_is_drawn_black_where_the_hand_went_and_white_elsewhere(self) -> None:
        with Image.open(BytesIO(drawings.picture(SIGNED))) as shown:
            assert (shown.format, shown.size) == ("PNG", (1024, 424))
            assert shown.getpixel((300 + drawings.MARGIN, 100 + drawings.MARGIN)) == 0
            assert shown.getpixel((20, 20)) == 255

    def test_beyond_the_sheet_lies_on_its_edge(self) -> None:
        assert drawings.strokes("9999,999 1,2") == (((1000, 400), (1, 2)),)

    @pytest.mark.parametrize("little", ["", "500,200", "500,200 520,210", "500,10 500,390", "1,1;999,399"])
    def test_of_a_dot_or_one_short_line_is_no_signature(self, little: str) -> None:
        assert not drawings.is_signature(little)
        assert drawings.is_signature(SIGNED)

    @pytest.mark.parametrize("odd", ["1,2,3", "a,b", "1,2;", "-1,2", "1,2  3,4", "<svg>", "1,2\n"])
    def test_written_otherwise_is_not_taken(self, odd: str) -> None:
        assert not fullmatch(drawings.PATTERN.removeprefix("^").removesuffix("$"), odd)
