"""A division's code counts the same however many zeros pad it."""

import pytest

from anxin.domain.network.rules.service_areas import asked_and_helpers, lines
from anxin.domain.places import gateway
from anxin.domain.places.rules import bare, covers


@pytest.mark.parametrize("code", ["51", "5100", "510000", "5101", "510100", "510100000", "510107", "510107000"])
def test_zeros_that_only_pad_a_code_say_nothing(code: str) -> None:
    assert bare(code) == gateway.division(code).code
    assert covers(code, "510107001")
    assert asked_and_helpers(lines([("outlet", "shared", code)]), "510107001")[0] == {"outlet"}


@pytest.mark.parametrize(
    ("division", "code"), [("510107", "5101"), ("5101", "510000"), ("510110", "510111"), ("5101", "5110"), ("", "51")]
)
def test_a_division_holds_no_wider_one_and_none_beside_it(division: str, code: str) -> None:
    assert not covers(division, code)


def test_a_city_without_counties_is_a_county_to_its_towns() -> None:
    assert covers("460400", "460400100")
