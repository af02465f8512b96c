"""An organisation's colour is checked before it is worn."""

import pytest
from django.test import Client

from anxin.core import colours
from anxin.faces.ground import accents


class TestCheck:
    @pytest.mark.parametrize("colour", ["0c5b5c", "1d4ed8", "7a1f1f"])
    def test_takes_a_colour_that_can_be_read(self, colour: str) -> None:
        accents.check(colour)

    @pytest.mark.parametrize("colour", ["ffcc00", "e36d2d", "8a8a8a", "fff", "zzzzzz", "0C5B5C"])
    def test_refuses_one_that_cannot(self, colour: str) -> None:
        with pytest.raises(accents.UnreadableColour):
            accents.check(colour)

    def test_measures_as_the_standard_does(self) -> None:
        assert colours.contrast("000000", "ffffff") == pytest.approx(21)
        assert colours.contrast("0c5b5c", colours.PAPER) == pytest.approx(6.99, abs=0.01)


class TestRead:
    @pytest.mark.parametrize(
        ("said", "read"),
        [("#0C5B5C", "0c5b5c"), (" 0c5b5c ", "0c5b5c"), ("#000", "000000"), ("深绿", "深绿"), ("", "")],
    )
    def test_takes_a_colour_as_people_write_it(self, said: str, read: str) -> None:
        assert colours.read(said) == read

    @pytest.mark.parametrize(
        ("bright", "dark"),
        [("ffff00", "707000"), ("ffffff", "6e6e6e"), ("e36d2d", "af5423"), ("0c5b5c", "0c5b5c"), ("000000", "000000")],
    )
    def test_gives_the_same_colour_just_dark_enough(self, bright: str, dark: str) -> None:
        assert colours.darker(bright) == dark
        accents.check(dark)


class TestStyleSheet:
    def test_keeps_its_own_text_readable(self) -> None:
        roles = dict(part.split(":") for part in accents.style_sheet("1d4ed8").split("{")[1].rstrip(";}").split(";"))
        deep, tint = roles["--teal-deep"][1:], roles["--teal-tint"][1:]
        assert colours.contrast(deep, tint) >= colours.TEXT

    def test_fills_in_the_primary_colour_and_falls_back_to_the_accent(self) -> None:
        both, accent, primary = map(accents.style_sheet, ("1d4ed8-8a1f11", "1d4ed8", "-8a1f11"))
        assert ("--teal:#1d4ed8;" in both, "--color-primary:#8a1f11;" in both) == (True, True)
        assert ".mark-own{background:#8a1f11" in both
        assert ("--color-primary:#1d4ed8;" in accent, ".mark-own" in accent) == (True, False)
        assert ("--teal" in primary, "--color-primary:#8a1f11;" in primary) == (False, True)

    @pytest.mark.parametrize("named", ["", "-", "1d4ed8-ffcc00", "ffcc00-8a1f11", "1d4ed8-8a1f11-0", "-red"])
    def test_is_none_where_either_cannot_be_read(self, named: str) -> None:
        with pytest.raises(accents.UnreadableColour):
            accents.style_sheet(named)

    @pytest.mark.django_db
    def test_is_a_page_of_its_own_or_none(self, client: Client) -> None:
        answer = client.get("/accent/1d4ed8.css")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/css")
        assert client.get("/accent/ffcc00.css").status_code == 404
        assert client.get("/accent/-8a1f11.css").status_code == 200
        assert client.get("/accent/1d4ed8-ffcc00.css").status_code == 404
