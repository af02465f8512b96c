"""Whose streets maps show: as the settings say, in the tiles' own datum, from one origin."""

from datetime import datetime

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import ground
from anxin.domain.opening import actions as opening
from anxin.domain.opening.queries import checklist
from anxin.domain.places import gateway, queries
from anxin.domain.places.geocoding import tiles
from tests.standins.tiles import KEY, Tiles

pytestmark = pytest.mark.django_db
PUBLISHED = [  # WGS-84 and GCJ-02 in the tests of eviltransform, latitude first
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]


def choose(now: datetime, **told: str) -> None:
    for name, value in told.items():
        said = {"name": f"places.{name}", "value": value, "valid_from": now, "by": SYSTEM, "now": now}
        acting(lambda said=said: settings.propose(**said))


@pytest.mark.parametrize(("wgs", "gcj"), PUBLISHED)
def test_points_lie_in_gcj02_where_published_ones_do(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    """Points in the tiles' datum, held against published ones, there and back"""
    found = gateway.from_wgs84(wgs[1], wgs[0], "GCJ-02")
    assert found == pytest.approx((gcj[1], gcj[0]), abs=1e-9)
    assert gateway.to_wgs84(*found, "GCJ-02") == pytest.approx((wgs[1], wgs[0]), abs=1e-8)
    assert gateway.from_wgs84(wgs[1], wgs[0], "WGS-84") == (wgs[1], wgs[0])


def test_without_all_that_is_needed_there_are_none(now: datetime) -> None:
    """Nobody chosen, no key: no tiles are asked for"""
    assert queries.streets(now=now) is None
    choose(now, streets="tianditu")
    assert queries.streets(now=now) is None
    choose(now, streets_key="abc123")
    found = queries.streets(now=now)
    assert found is not None
    assert (len(found.layers), found.origin, found.datum) == (2, "https://t0.tianditu.gov.cn", "WGS-84")
    assert all("tk=abc123" in one and "{z}" in one and "{x}" in one and "{y}" in one for one in found.layers)


def test_a_server_of_ones_own_has_its_origin_and_datum(now: datetime) -> None:
    """A server of one's own: its origin and datum; one below our own host"""
    address = "https://tiles.example.com:8443/a/{z}/{x}/{-y}.png"
    choose(now, streets="own", streets_url=address, streets_datum="GCJ-02", streets_credit="GS(2026)1234号")
    found = queries.streets(now=now)
    assert found is not None
    assert (found.layers, found.origin, found.datum) == ((address,), "https://tiles.example.com:8443", "GCJ-02")
    choose(now, streets_url="/tiles/{z}/{x}/{y}.png")
    found = queries.streets(now=now)
    assert found is not None
    assert found.origin == ""


@pytest.mark.parametrize(("whose", "credit"), [("amap", "高德地图"), ("tencent", "腾讯地图")])
def test_of_who_licenses_them_lie_in_gcj02_by_the_address_and_key_of_the_contract(
    whose: str, credit: str, now: datetime
) -> None:
    """AMap, Tencent: by the address and key of the contract only"""
    choose(now, streets=whose)
    assert queries.streets(now=now) is None
    choose(now, streets_url="https://tiles.example.com/{z}/{x}/{y}?key={key}")
    assert queries.streets(now=now) is None
    choose(now, streets_key="ABCD-EFGH-1234")
    found = queries.streets(now=now)
    assert found is not None
    assert found.layers == ("https://tiles.example.com/{z}/{x}/{y}?key=ABCD-EFGH-1234",)
    assert (found.origin, found.datum, found.credit) == ("https://tiles.example.com", "GCJ-02", credit)


@pytest.mark.parametrize(
    "address",
    [
        *("https://t.example/{z}/{x}", "https://t.example/{z}/{x}/{y}/{-y}", "https://t.example/{z}/{x}/{s}"),
        *("http://t.example/{z}/{x}/{y}", "//t.example/{z}/{x}/{y}", "javascript:{z}{x}{y}"),
        *(
            "https://t.example; script-src */{z}/{x}/{y}",
            "https://{z}.example/{x}/{y}",
            "https://a@b.example/{z}/{x}/{y}",
        ),
        *("https://[::1/{z}/{x}/{y}", "http://localhost.example/{z}/{x}/{y}"),
        "http://127.0.0.1:1; script-src-elem */{z}/{x}/{y}",
    ],
)
def test_an_address_that_is_none_or_opens_more_is_refused(now: datetime, address: str) -> None:
    """An address not encrypted, without z, x, y, or that opens more than one origin: refused"""
    with pytest.raises(Invalid):
        choose(now, streets_url=address)


HOME = "https://anxin.example"


class TestTrial:
    def test_asks_for_one_tile_as_a_page_of_ours_would(self, now: datetime) -> None:
        """The self-test: one tile of each layer, with the key, our address as its page"""
        with Tiles() as there:
            choose(now, streets="own", streets_url=there.layer)
            found = queries.streets(now=now)
            assert found is not None
            assert tiles.trial(found, home=HOME) == ""
            [call] = there.calls
            assert call.target == f"/10/843/387.png?tk={KEY}"
            assert call.headers["Referer"] == f"{HOME}/"

    @pytest.mark.parametrize(
        ("mood", "says"), [("page", "no picture"), ("500", "500"), ("drop", "RemoteProtocolError"), ("", "非法Key")]
    )
    def test_says_what_came_instead(self, mood: str, says: str, now: datetime) -> None:
        """The self-test: a page, 5xx, a broken line, a wrong key: what came is said"""
        with Tiles() as there:
            there.moods.append(mood)
            layer = there.layer if mood else there.layer.replace(KEY, "another")
            choose(now, streets="own", streets_url=layer)
            found = queries.streets(now=now)
            assert found is not None
            assert says in tiles.trial(found, home=HOME)

    def test_of_tiles_below_our_own_address_needs_one(self, now: datetime) -> None:
        """The self-test of tiles below our own address needs one"""
        choose(now, streets="own", streets_url="/tiles/{z}/{x}/{y}.png")
        found = queries.streets(now=now)
        assert found is not None
        assert tiles.trial(found, home="") == "no public address"

    def test_counts_for_the_addresses_it_was_made_with_only(self, now: datetime) -> None:
        """A trial with other addresses counts no more: the checklist says so"""

        def check() -> bool | None:
            return next((one.ok for one in checklist.house_checks(now=now) if one.code == "streets"), None)

        ground.lay(now=now)
        assert check() is None
        choose(now, streets="tianditu", streets_key="abc")
        assert check() is False
        found = queries.streets(now=now)
        assert found is not None
        acting(lambda: opening.note_streets(streets=found, fault="403", by=SYSTEM, now=now))
        assert check() is False
        acting(lambda: opening.note_streets(streets=found, fault="", by=SYSTEM, now=now))
        assert check() is True
        choose(now, streets_key="other")
        assert check() is False
