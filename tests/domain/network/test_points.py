"""Outlets whose address told an area only: a map service places them once, and a file brings no point back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, providers, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports import ImportBatch
from anxin.demo import cast
from anxin.domain.network.actions import points
from anxin.domain.network.models import Outlet
from anxin.domain.network.queries import outlets
from anxin.domain.network.queries import points as points_of
from anxin.domain.places.geocoding import accounts
from tests.domain.network.sheets import FILES, Read, bring, bring_all_before, reader
from tests.standins.maps import Maps

pytestmark = pytest.mark.django_db
BY = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))


@pytest.fixture
def service(now: datetime) -> Iterator[Maps]:
    with Maps("map_amap") as one:
        told = {"values": one.values, "secrets": one.secrets}
        acting(lambda: providers.keep(kind=accounts.KIND, name=one.name, rank=1, **told, by=BY, now=now))
        yield one


@pytest.fixture
def line(tmp_path: Path, now: datetime) -> tuple[Read, str]:
    """Bring an outlet in by a file whose row has no point, and whose street our own reading doesn't know."""
    read = reader(tmp_path, now=now)
    bring_all_before(read, "outlets", now)
    row = FILES["outlets"][1][0]
    bring(read, "outlets", row, now=now)
    return read, row


def outlet() -> Outlet:
    return Outlet.objects.get(code="SY-CD-01")


class TestNarrow:
    def test_places_an_outlet_once_and_tells_it_in_its_history(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        assert outlet().area_m
        assert points.narrow(now=now) == 1
        row = outlet()
        assert row.area_m == 0
        assert abs(row.lng - service.lng) < 0.02
        assert service.asked == [points_of.address_of(row)]
        assert [one.code for one in timeline.read(row.stream())][-1] == "network.outlet_kept"
        assert points.narrow(now=now) == 0
        assert len(service.asked) == 1

    def test_asks_again_after_a_failure_and_not_where_nothing_better_is_known(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        before = (outlet().lng, outlet().area_m)
        service.moods.extend(["quota", "coarse"])
        assert points.narrow(now=now) == 0
        assert outlet().point_asked_at is None
        assert points.narrow(now=now) == 0
        assert len(service.asked) == 1, "not at once"
        later = now + points_of.AGAIN[0]
        assert points.narrow(now=later) == 0
        assert (outlet().lng, outlet().area_m) == before
        assert outlet().point_asked_at == later
        assert points.narrow(now=later) == 0
        assert len(service.asked) == 2

    def test_asks_an_hour_a_day_and_then_weeks_later_and_names_it_for_a_person(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        asked: list[int] = []
        service.moods.extend(["quota"] * 4)
        at = now
        for hour in (0, 1, 2, 24, 25, 26, 49, 24 * 8, 25 + 24 * 7, 24 * 14):
            before, at = len(service.asked), now + timedelta(hours=hour)
            assert points.narrow(now=at) == 0
            asked += [hour] if len(service.asked) > before else []
        assert asked == [0, 1, 25, 25 + 7 * 24]
        unplaced = outlets.OutletFilter(stands="unplaced")
        found = outlets.listed(BY, unplaced, now=at, offset=0, limit=50)
        assert [one.code for one in found] == ["SY-CD-01"]
        assert points.narrow(now=now + timedelta(days=30)) == 1
        assert not outlets.listed(BY, unplaced, now=at, offset=0, limit=50)

    def test_places_the_others_where_a_service_fails_for_one(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        read, row = line
        bring(read, "outlets", row.replace("SY-CD-01", "SY-CD-02").replace("1 号", "2 号"), now=now)
        service.moods.append("quota")
        assert points.narrow(now=now) == 0
        service.moods.append("")
        assert points.narrow(now=now) == 1
        assert Outlet.objects.get(code="SY-CD-02").area_m == 0
        assert points.narrow(now=now + points_of.AGAIN[0]) == 1
        assert outlet().area_m == 0

    def test_goes_on_in_the_same_round_where_another_service_answered(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        read, row = line
        bring(read, "outlets", row.replace("SY-CD-01", "SY-CD-02").replace("1 号", "2 号"), now=now)
        with Maps("map_tencent") as second:
            told = {"values": second.values, "secrets": second.secrets}
            acting(lambda: providers.keep(kind=accounts.KIND, name=second.name, rank=2, **told, by=BY, now=now))
            service.moods.append("quota")
            second.moods.append("empty")
            assert points.narrow(now=now) == 1
        assert (outlet().point_failed_at, Outlet.objects.get(code="SY-CD-02").area_m) == (now, 0)

    def test_asks_nobody_where_no_service_was_set_up_and_measures_outlets_from_before(
        self, line: tuple[Read, str], now: datetime
    ) -> None:
        Outlet.objects.update(area_m=None)
        assert points.narrow(now=now) == 0
        assert outlet().area_m
        assert outlet().point_asked_at is None


class TestFile:
    def test_without_a_point_leaves_the_one_that_was_found(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        points.narrow(now=now)
        read, row = line
        found = (outlet().lng, outlet().lat)
        report = bring(read, "outlets", row.replace("拾雨成都店", "拾雨武侯店"), now=now + timedelta(hours=1))
        assert report is not None
        assert (outlet().lng, outlet().lat, outlet().area_m) == (*found, 0)

    def test_is_taken_back_though_a_map_service_placed_its_outlet_meanwhile(
        self, line: tuple[Read, str], service: Maps, now: datetime
    ) -> None:
        points.narrow(now=now)
        found = (outlet().lng, outlet().lat)
        read, row = line
        again = bring(read, "outlets", row.replace("拾雨成都店", "拾雨武侯店"), now=now + timedelta(hours=1)).batch
        first = ImportBatch.objects.get(table="outlets", applied_at=now)
        assert again is not None
        acting(lambda: imports.undo(again, by=BY, now=now + timedelta(hours=2)))
        assert (outlet().lng, outlet().lat, outlet().organisation.name) == (*found, "拾雨成都店")
        acting(lambda: imports.undo(first, by=BY, now=now + timedelta(hours=3)))
        assert not Outlet.objects.filter(code="SY-CD-01").exists()


class TestList:
    def test_names_those_that_are_known_to_an_area_only(self, line: tuple[Read, str], now: datetime) -> None:
        by = Actor(kind="staff", id="o", roles=frozenset({"operator"}))
        found = outlets.listed(by, outlets.OutletFilter(stands="rough"), now=now, offset=0, limit=50)
        assert [one.code for one in found] == ["SY-CD-01"]
        assert cast.OUTLET_WUHOU.name not in [one.name for one in found]
