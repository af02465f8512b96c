"""The windows of a day at a place: who could come in each, less whom others wait for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.places.gateway import OUTSIDE
from anxin.domain.places.models import Place
from anxin.domain.visits.gateway.days import Day, Spot
from anxin.domain.visits.queries import FreeWindow, loads, windows_of


def spot_of(place: Place) -> Spot:
    """Return the spot of a kept place."""
    return Spot(code=place.code, lng=place.lng, lat=place.lat, outside=OUTSIDE in place.notes)


def free_windows(
    *, product: Product, spot: Spot, day: date, now: datetime, but: UUID | None = None
) -> list[FreeWindow]:
    """Return the windows of a day with how many can come in each; none where nobody serves (about twelve queries).

    Who can come: works for an outlet that is asked there and has jobs of that day left, has the skill and hours, fits
    it into his route, and holds no other in that window; less those whom somebody else waits for, and no more than the
    jobs left. Where they have nobody, those who help out. `but` is the stream of the case that asks.
    """
    if network.service_at(brand=product.brand, code=spot.code, outside=spot.outside, now=now) != "served":
        return []  # nobody could hold a window there
    spans = windows_of(day, now=now)
    found = dict.fromkeys(spans, (0, False))
    for outlets in filter(None, network.serving(brand=product.brand, division=spot.code, day=day, now=now)):
        pool = network.technicians_of(outlets=list(outlets), brand=product.brand, now=now, day=day)
        left = loads.left(outlets, day=day, but=but)
        able = [pair for pair in pool if network.has_skill(pair[0], product.skill, day=day)]
        served = {outlet.id: divisions for outlet, divisions in outlets.items()}
        waits = loads.waiting(outlets, day=day, but=but)
        free = Day(able, day=day, now=now, served=served, left=left, but=but).windows(product, spot, spans)
        jobs = sum(left.values()) - waits.total() if len(left) == len(outlets) else len(able)
        for span, (count, works) in free.items():
            best, worked = found[span]
            wanted = sum(n for at, n in waits.items() if span[0] <= at < span[1])
            found[span] = (best or max(0, min(count - wanted, jobs)), worked or works)
    return [FreeWindow(from_at=at, to_at=to_at, free=free, works=works) for (at, to_at), (free, works) in found.items()]


def by_hand(*, product: Product, spot: Spot, now: datetime) -> bool:
    """Return whether a brand has entered no service areas: then a person assigns, and no window is counted."""
    known = network.service_at(brand=product.brand, code=spot.code, outside=spot.outside, now=now) == "served"
    return known and not network.serves_soon(brand=product.brand, division=spot.code, now=now)
