"""One wrong character in a county's name, written or scanned, that does not even sound right."""

import random

import pytest

from anxin.engines.address import Gazetteer
from anxin.engines.address.names import short_name
from anxin.engines.address.table import CITY, COUNTY

SIGNS = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("四川省成都市青主区草市街2号", "510105"),
        ("湖南长沙市缶麓区麓谷路8号", "430104"),
        ("北京市朝阻区望京街10号", "110105"),
        ("辽宁省大连市, 沙河囗区中山路", "210204"),
    ],
)
def test_one_county_is_near_enough(gazetteer: Gazetteer, text: str, code: str) -> None:
    found = gazetteer.resolve(text)

    assert found.code == code
    assert found.confidence == 0.8
    assert any(note.startswith("nearly: ") for note in found.notes)
    county = next(span for span in found.spans if span.level == "county")
    assert text[county.start : county.end].endswith("区")


@pytest.mark.parametrize("text", ["河北省唐山市开发区学院路1号", "山东省青岛市市区中山路", "广东省深圳市某某小区3栋"])
def test_generic_word_is_no_county(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.resolve(text).county_code == ""


def test_two_equally_near_are_alternatives(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve("山东省青岛市市X区中山路")

    assert found.code == "3702"
    assert {other.code for other in found.alternatives} >= {"370202", "370203"}


def test_any_character_of_any_county_rarely_leads_elsewhere(gazetteer: Gazetteer) -> None:
    table, chance = gazetteer.table, random.Random(11)
    counties = [n for n, level in enumerate(table.levels) if level == COUNTY and len(table.names[n]) >= 3]
    right = wrong = 0
    sample = chance.sample(counties, 800)
    for county in sample:
        name, place = table.names[county], chance.randrange(len(table.names[county]) - 1)
        written = name[:place] + chance.choice(SIGNS) + name[place + 1 :]
        found = gazetteer.resolve(f"{table.names[table.parents[county]]}{written}人民路12号").county_code
        right += found == table.codes[county]
        wrong += found not in ("", table.codes[county])
    assert right >= 0.8 * len(sample)
    assert wrong <= 0.015 * len(sample)


def test_every_prefecture_is_read_behind_its_province_however_short_both_are(gazetteer: Gazetteer) -> None:
    table, missed = gazetteer.table, []
    for node, level in enumerate(table.levels):
        if level != CITY or table.codes[node].startswith("71"):  # 新竹 and 嘉义 name a city and a county each
            continue
        province, city = table.names[table.parents[node]], table.names[node]
        for text in (short_name(province) + short_name(city), province + short_name(city), short_name(province) + city):
            found = gazetteer.resolve(f"{text}解放路8号")
            if found.code[:4] != table.codes[node][:4]:
                missed.append((text, found.full_name))
    assert missed == []
