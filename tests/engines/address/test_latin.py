"""Names in Latin letters: the usual English ones, else how the place is read."""

import pytest

from anxin.engines import address


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("15", "Inner Mongolia"),
        ("61", "Shaanxi"),
        ("5101", "Chengdu"),
        ("4301", "Changsha"),
        ("6101", "Xi'an"),
        ("4406", "Foshan"),
        ("2301", "Harbin"),
        ("310112", "Minhang"),
        ("120115", "Baodi"),
        ("140109", "Wanbailin"),
        ("3310", "Taizhou"),
        ("341600", "Bozhou"),
    ],
)
def test_a_division_is_written_as_people_write_it(gazetteer: address.Gazetteer, code: str, name: str) -> None:
    assert gazetteer.latin(code) == name


def test_every_county_has_a_name_without_a_chinese_sign(gazetteer: address.Gazetteer) -> None:
    counties = [two.code for one in gazetteer.children() for two in gazetteer.children(one.code)]
    counties += [below.code for code in counties if len(code) == 4 for below in gazetteer.children(code)]
    names = {code: gazetteer.latin(code) for code in counties}
    assert len(names) > 3000
    assert not [code for code, name in names.items() if not name or any(sign > "\u01ff" for sign in name)]
