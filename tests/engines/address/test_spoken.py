"""Names written as they sound: one wrong homophone, one accent's confusion."""

import random
from collections import Counter, defaultdict

import pytest

from anxin.engines import address

COMMON = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]


def misheard(gazetteer: address.Gazetteer, accent: bool, seed: int) -> list[tuple[str, str]]:
    """Write one character of each county's chain as it sounds; the truth is the chain's code."""
    sounds, table, draw = gazetteer.sounds, gazetteer.table, random.Random(seed)
    pools: dict[str, list[str]] = defaultdict(list)
    for sign in COMMON:
        heard = sounds.readings.get(sign, ("",))[0]
        pools[sounds.folded(heard) if accent else heard].append(sign)
    made = []
    for node, level in enumerate(table.levels):
        if level != 3 or table.kinds[node] == "outside":
            continue
        name = gazetteer.division(table.codes[table.parents[node]]).short + table.names[node]
        at = draw.randrange(len(name))
        heard = sounds.readings.get(name[at], ("",))[0]
        pool = [
            sign
            for sign in pools[sounds.folded(heard) if accent else heard]
            if sign != name[at] and (not accent or sounds.readings[sign][0] != heard)
        ]
        if pool:
            made.append((name[:at] + draw.choice(pool) + name[at + 1 :], table.codes[node]))
    return made


class TestOneCharacter:
    @pytest.mark.parametrize(("accent", "right"), [(False, 0.99), (True, 0.90)])
    def test_comes_back_and_hardly_ever_as_another_county(
        self, gazetteer: address.Gazetteer, accent: bool, right: float
    ) -> None:
        counts: Counter[str] = Counter()
        for text, code in misheard(gazetteer, accent, seed=11):
            found = gazetteer.resolve(text).county_code
            counts["right" if found == code else "wrong" if found else "open"] += 1
        assert counts.total() > 1500
        assert counts["right"] >= right * counts.total()
        assert counts["wrong"] <= 0.003 * counts.total()

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("湖南省邵阳市绍东市", "湖南省邵阳市邵东市"),
            ("北京潮阳区", "北京市朝阳区"),
            ("佛山阐城区", "广东省佛山市禅城区"),
            ("鹤壁浚线", "河南省鹤壁市浚县"),
            ("张掖山单县", "甘肃省张掖市山丹县"),
            ("六安今安区", "安徽省六安市金安区"),
            ("蓝州市城关区", "甘肃省兰州市城关区"),
        ],
    )
    def test_of_known_cases(self, gazetteer: address.Gazetteer, text: str, name: str) -> None:
        found = gazetteer.resolve(text)
        assert found.full_name == name
        assert found.confidence < 0.95
        assert "heard: spelled by sound" in found.notes


class TestFolding:
    @pytest.mark.parametrize(
        ("sound", "plain"),
        [("zhang", "zan"), ("cheng", "cen"), ("shi", "si"), ("ning", "lin"), ("long", "long"), ("nv", "lv")],
    )
    def test_takes_the_accents_together(self, gazetteer: address.Gazetteer, sound: str, plain: str) -> None:
        assert gazetteer.sounds.folded(sound) == plain
