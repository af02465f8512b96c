"""Datum conversion, checked against coord-convert, and nearest divisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.engines import address

in_china = st.tuples(st.floats(18.2, 53.0), st.floats(74.0, 134.0))


class TestConvert:
    @given(in_china)
    def test_gives_the_gcj02_of_coord_convert(self, point: tuple[float, float]) -> None:
        transform = pytest.importorskip("coord_convert.transform")
        lng, lat = transform.wgs2gcj(point[1], point[0])
        assert address.to_gcj02(*point) == pytest.approx((lat, lng), abs=1e-7)

    @given(in_china)
    def test_gives_the_bd09_of_coord_convert(self, point: tuple[float, float]) -> None:
        transform = pytest.importorskip("coord_convert.transform")
        lng, lat = transform.gcj2bd(point[1], point[0])
        assert address.gcj02_to_bd09(*point) == pytest.approx((lat, lng), abs=1e-7)

    @given(in_china)
    def test_comes_back_to_a_hundred_millionth_of_a_degree(self, point: tuple[float, float]) -> None:
        for datum in ("GCJ-02", "BD-09"):
            there = address.convert(point, "WGS-84", datum)
            assert address.convert(there, datum, "WGS-84") == pytest.approx(point, abs=1e-8)

    def test_leaves_points_abroad_alone(self) -> None:
        assert address.to_gcj02(48.85, 2.35) == (48.85, 2.35)
        assert address.from_gcj02(48.85, 2.35) == (48.85, 2.35)

    def test_refuses_an_unknown_datum(self) -> None:
        with pytest.raises(ValueError, match="expected WGS-84, GCJ-02 or BD-09, got EPSG"):
            address.convert((30.0, 110.0), "EPSG", "WGS-84")

    def test_measures_a_degree_of_the_meridian(self) -> None:
        assert address.distance_m((30, 110), (31, 110)) == pytest.approx(111_195, abs=10)


class TestNearest:
    def test_finds_the_county_of_a_place(self, gazetteer: address.Gazetteer) -> None:
        found = gazetteer.nearest(30.94, 100.31)
        assert found[0].code == "513329"
        assert found[0].within_radius
        assert found[0].distance_m <= found[1].distance_m <= found[2].distance_m

    def test_reads_other_datums(self, gazetteer: address.Gazetteer) -> None:
        lat, lng = address.to_gcj02(30.94, 100.31)
        assert gazetteer.nearest(lat, lng, datum="GCJ-02") == gazetteer.nearest(30.94, 100.31)

    def test_answers_anywhere_on_earth(self, gazetteer: address.Gazetteer) -> None:
        assert not gazetteer.nearest(-60.0, -60.0, limit=1) or not gazetteer.nearest(-60.0, -60.0)[0].within_radius

    def test_agrees_with_looking_at_every_point(self, gazetteer: address.Gazetteer) -> None:
        table = gazetteer.table
        for here in ((43.8, 87.6), (47.0, 130.0), (20.0, 110.0)):
            every = [
                (address.distance_m(here, spot[:2]), code)
                for code, spot, level in zip(table.codes, table.points, table.levels, strict=True)
                if spot and level == 4
            ]
            found = gazetteer.nearest(*here, level="town", limit=5)
            assert [near.code for near in found] == [code for _, code in sorted(every)[:5]]

    @pytest.mark.parametrize(("level", "lat"), [("house", 30.0), ("county", 95.0), ("county", float("nan"))])
    def test_refuses_what_is_no_level_or_no_point(self, gazetteer: address.Gazetteer, level: str, lat: float) -> None:
        with pytest.raises(ValueError, match="expected"):
            gazetteer.nearest(lat, 110.0, level=level)
