"""The derived table: counts, kinds, points, and that it can be made again."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from anxin.engines import address
from anxin.engines.address import table as tables
from anxin.engines.address.table import TableError, read
from tools.address import build, sources

packages = pytest.mark.skipif(bool(sources.missing_packages()), reason="the data packages are not installed")


class TestCounts:
    def test_has_34_province_level_units(self, gazetteer: address.Gazetteer) -> None:
        assert len(gazetteer.children()) == 34

    @packages
    def test_has_every_row_of_the_ministry_with_its_name(self, gazetteer: address.Gazetteer) -> None:
        rows = sources.ministry()
        assert Counter(row.level for row in rows) == {1: 33, 2: 333, 3: 2845, 4: 38723}
        assert all(gazetteer.division(row.code).name == row.name for row in rows)

    @packages
    def test_adds_the_counties_of_2026_and_no_other_ministry_county(self, gazetteer: address.Gazetteer) -> None:
        known = {row.code for row in sources.ministry()}
        table = gazetteer.table
        added = {
            code
            for code, level, kind in zip(table.codes, table.levels, table.kinds, strict=True)
            if level == 3 and code not in known and kind not in {"outside", "management"}
        }
        assert added == {"653132", "659013"}

    def test_counts_of_the_table_are_those_it_says(self, gazetteer: address.Gazetteer) -> None:
        table = gazetteer.table
        counts = Counter(len(code) if len(code) != 6 else 6 for code in table.codes)
        assert counts[9] == int(table.meta["level4"])
        assert counts[2] == int(table.meta["level1"]) == 34


class TestKinds:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("441900", "undivided_city"), ("442000", "undivided_city"), ("460400", "undivided_city"),
            ("620200", "undivided_city"), ("232764", "management"), ("419001", "city"), ("429021", "forest"),
            ("520203", "special"), ("150723", "autonomous_banner"), ("513329", "county"),
            ("6528", "autonomous_prefecture"),
            ("1525", "league"), ("5425", "prefecture"), ("11", "municipality"), ("15", "autonomous_region"),
            ("810007", "outside"), ("7101", "outside"), ("469001101", "town"), ("442000008", "street"),
        ],
    )  # fmt: skip
    def test_names_the_kind(self, gazetteer: address.Gazetteer, code: str, kind: str) -> None:
        assert gazetteer.division(code).kind == kind

    def test_hangs_counties_ruled_by_a_province_under_it(self, gazetteer: address.Gazetteer) -> None:
        assert gazetteer.division("419001").parent == "41"
        assert gazetteer.resolve("海南省五指山市南圣镇").city == ""

    def test_hangs_the_towns_of_daxinganling_under_their_management_districts(
        self, gazetteer: address.Gazetteer
    ) -> None:
        assert [town.name for town in gazetteer.children("232764")] == ["呼中镇", "碧水镇", "呼源镇", "宏伟镇"]

    @pytest.mark.parametrize(("code", "second"), [("71", 22), ("81", 18), ("82", 8)])
    def test_has_the_second_level_outside_the_mainland(
        self, gazetteer: address.Gazetteer, code: str, second: int
    ) -> None:
        assert len(gazetteer.children(code)) == second


class TestPoints:
    def test_places_most_counties_and_a_third_of_the_towns(self, gazetteer: address.Gazetteer) -> None:
        table = gazetteer.table
        placed = Counter(level for level, spot in zip(table.levels, table.points, strict=True) if spot)
        assert placed[2] >= 333
        assert placed[3] >= 2200
        assert placed[4] >= 11_000

    def test_every_point_lies_in_the_country_and_has_a_radius(self, gazetteer: address.Gazetteer) -> None:
        for spot in gazetteer.table.points:
            if spot:
                assert 3 < spot[0] < 54
                assert 73 < spot[1] < 136
                assert spot[2] >= 1500

    @pytest.mark.parametrize(
        ("code", "lat", "lng"),
        [("4401", 23.13, 113.26), ("110105", 39.92, 116.44), ("513329", 30.94, 100.31), ("230183", 45.21, 127.96)],
    )
    def test_known_seats_lie_near_their_points(
        self, gazetteer: address.Gazetteer, code: str, lat: float, lng: float
    ) -> None:
        point = gazetteer.division(code).point
        assert point
        assert address.distance_m((point.lat, point.lng), (lat, lng)) < 20_000

    def test_falls_back_to_the_point_above_and_says_so(self, gazetteer: address.Gazetteer) -> None:
        table = gazetteer.table
        lone = next(n for n, spot in enumerate(table.points) if spot is None and table.levels[n] == 3)
        found = gazetteer.resolve(gazetteer.division(table.codes[lone]).full_name)
        assert found.code == table.codes[lone]
        assert found.precision in {"city", "province"}


class TestRead:
    def test_refuses_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(TableError, match="expected a readable file"):
            read(tmp_path / "none.gz")

    def test_refuses_another_version(self, tmp_path: Path) -> None:
        path = tmp_path / "old.gz"
        path.write_bytes(gzip.compress(b"[meta]\nversion\t0\n"))
        with pytest.raises(TableError, match="expected version 1, got 0"):
            read(path)

    def test_refuses_a_cut_file(self, tmp_path: Path) -> None:
        path = tmp_path / "cut.gz"
        path.write_bytes(tables.PATH.read_bytes()[:5000])
        with pytest.raises(TableError):
            read(path)


class TestBuild:
    @packages
    def test_makes_the_shipped_table_again(self) -> None:
        assert build.compose() == gzip.decompress(tables.PATH.read_bytes()).decode()
