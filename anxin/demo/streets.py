"""Where the streets of the story lie, as a map service of the house would have found them: on maps they are points."""

from datetime import datetime

from anxin.demo import cast
from anxin.demo.walk import Walked, in_a_block
from anxin.domain.places.actions.points import keep_found
from anxin.domain.places.geocoding.answers import Located

HOUSE_M, STREET_M = 150, 4_000
FOUND = {
    cast.MS_ZHANG.address: (104.068, 30.592),
    cast.GRANDMA_LI.address: (114.083, 22.815),
    cast.BUYER_HERE.address: (104.031, 30.665),
    cast.MAIMAITI_HERE.address: (104.083, 30.655),
    cast.NEIGHBOUR.address: (104.05, 30.643),
}
STEPS = 7
STEP = 0.008
"""An invented street lies so many degrees apart from the next, on a square around the middle of its county."""


def find_house(one: Walked, customer: cast.Customer, *, now: datetime) -> None:
    """Find the house of somebody of the cast."""
    if customer.address in FOUND:
        _find(one, FOUND[customer.address], "house", HOUSE_M, now)


def find_street(one: Walked, serial: int, *, now: datetime) -> None:
    """Find an invented street, somewhere near the point its address was read to."""
    place = one.repair.place
    if place.lng is not None and place.lat is not None:
        east, north = serial % STEPS - STEPS // 2, serial // STEPS % STEPS - STEPS // 2
        _find(one, (round(place.lng + east * STEP, 4), round(place.lat + north * STEP, 4)), "town", STREET_M, now)


def _find(one: Walked, point: tuple[float, float], precision: str, radius_m: int, now: datetime) -> None:
    place = one.repair.place
    found = Located(
        code=place.code,
        county_code=place.county_code,
        lng=point[0],
        lat=point[1],
        datum="WGS-84",
        radius_m=radius_m,
        precision=precision,
        confidence=0.9,
        source="demo",
        notes=(),
    )
    in_a_block(lambda: keep_found(place, found, now=now))
    one.repair.refresh_from_db()
