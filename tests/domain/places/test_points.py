"""A map service outside says where an address stands that our own reading left wide, and what it may do wrong.

The first lines of these tests stand in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.domain.places import actions as places
from anxin.domain.places import rules
from anxin.domain.places.actions.points import narrow
from anxin.domain.places.geocoding import accounts
from anxin.domain.places.models import Place
from tests.standins.maps import PATHS, Maps

pytestmark = pytest.mark.django_db
BY = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
first, *others = PATHS
ADDRESS = "四川省成都市武侯区望江锦园3号2栋1单元1203室"


@pytest.fixture(params=[first, *(pytest.param(one, marks=pytest.mark.sqlite) for one in others)])
def service(request: pytest.FixtureRequest, now: datetime) -> Iterator[Maps]:
    with Maps(request.param) as one:
        told = {"values": one.values, "secrets": one.secrets}
        acting(lambda: providers.keep(kind=accounts.KIND, name=one.name, rank=1, **told, by=BY, now=now))
        yield one


def a_place(now: datetime, address: str = ADDRESS) -> Place:
    row = acting(lambda: places.locate(address=address, now=now))
    Place.objects.filter(pk=row.pk).update(precision="county", radius_m=30_000)  # as a reading that ends at the county
    row.refresh_from_db()
    return row


class TestNarrow:
    def test_finds_the_house_and_tells_no_more_than_it_takes(self, service: Maps, now: datetime) -> None:
        """An address left at its county: its house is found; no unit, floor, door, name or phone goes out"""
        row = a_place(now)
        assert narrow(now=now) == 1
        row.refresh_from_db()
        assert (row.precision, row.radius_m) == ("house", 150)
        assert abs(row.lng - service.lng) < 0.02
        [asked] = service.asked
        assert asked.endswith("望江锦园3号2栋")
        assert narrow(now=now) == 0
        assert len(service.asked) == 1
        assert providers.spent(since=now.date() - timedelta(days=1))[service.name].cost_mill == 3

    @pytest.mark.parametrize("mood", ["empty", "coarse", "far"])
    def test_keeps_our_own_reading_where_it_says_nothing_better(self, service: Maps, now: datetime, mood: str) -> None:
        """Nothing found, only the city's middle, a point in another province: our own reading stays, no second look"""
        row = a_place(now)
        service.moods.append(mood)
        assert narrow(now=now) == 0
        before = (row.lng, row.radius_m)
        row.refresh_from_db()
        assert (row.lng, row.radius_m) == before
        assert providers.health()[service.name].failing_since is None
        narrow(now=now)
        assert len(service.asked) == 1

    @pytest.mark.parametrize("mood", ["drop", "500", "429", "quota", "junk"])
    def test_asks_again_after_a_failure(self, service: Maps, now: datetime, mood: str) -> None:
        """No answer, 5xx, quota used up, nonsense: the others wait, it is asked again later and found"""
        a_place(now)
        a_place(now)
        if (service.name, mood) == ("map_tianditu", "quota"):
            mood = "500"  # it has no code of its own for that
        service.moods.append(mood)
        assert narrow(now=now) == 0
        assert len(service.calls) == 1
        assert providers.health()[service.name].failing_since == now
        assert narrow(now=now + timedelta(minutes=2)) == 2
        assert providers.health()[service.name].failing_since is None

    def test_gives_up_after_a_day_and_leaves_the_erased_alone(self, service: Maps, now: datetime) -> None:
        """After a day, and of an erased address, nothing is asked any more"""
        row = a_place(now)
        assert narrow(now=now + timedelta(days=2)) == 0
        acting(lambda: places.erase(place=row, now=now))
        assert narrow(now=now) == 0
        assert service.calls == []

    def test_is_tried_with_an_address_everybody_knows(self, service: Maps, now: datetime) -> None:
        """The self-test: a good key, a wrong one"""
        service.lng, service.lat, service.code = 116.397, 39.909, "110101"
        told = {**service.values, **service.secrets}
        assert accounts.trial(told, service.name, now=now) == ""
        assert accounts.trial({**told, "key": "wrong"}, service.name, now=now) == "refused"


def test_without_a_service_nothing_is_asked(now: datetime) -> None:
    row = a_place(now)
    assert narrow(now=now) == 0
    row.refresh_from_db()
    assert row.asked_at is None


@pytest.mark.parametrize(
    ("whole", "sent"),
    [
        ("人民南路四段3号2栋1单元1203室", "人民南路四段3号2栋"),
        ("三门峡路8号二楼", "三门峡路8号"),
        ("幸福村张家院子 13800000001", "幸福村张家院子"),
        ("科苑路8号B座12层", "科苑路8号B座"),
        ("1203室", ""),
    ],
)
def test_so_much_of_an_address_goes_out(whole: str, sent: str) -> None:
    assert rules.to_the_house(whole) == sent
