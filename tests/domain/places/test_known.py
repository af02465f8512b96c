"""A point that stands for a whole city or county says which."""

import pytest

from anxin.domain.places.rules import is_wide, known_part


@pytest.mark.parametrize(
    ("division", "precision", "part"),
    [
        ("四川省 成都市 武侯区 望江街道", "city", "成都市"),
        ("四川省 成都市 武侯区 望江街道", "county", "武侯区"),
        ("四川省 成都市 武侯区", "province", "四川省"),
        ("上海市 徐汇区", "city", "上海市"),
        ("上海市 徐汇区", "county", "徐汇区"),
        ("湖北省 仙桃市", "county", "仙桃市"),
        ("四川省 成都市", "", "成都市"),
        ("", "city", ""),
    ],
)
def test_names_the_division_a_point_stands_for(division: str, precision: str, part: str) -> None:
    assert known_part(division, precision) == part


def test_a_city_is_wide_and_a_town_is_not() -> None:
    assert (is_wide(80_000), is_wide(15_000), is_wide(4_000)) == (True, True, False)
