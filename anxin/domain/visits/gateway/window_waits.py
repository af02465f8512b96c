"""Who waits for a window: whether all are taken at a place, and for whom one is free by now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.places import gateway as places
from anxin.domain.visits import rules
from anxin.domain.visits.gateway.days import Spot
from anxin.domain.visits.gateway.windows import windows_ahead

if TYPE_CHECKING:
    from uuid import UUID

    from anxin.domain.visits.queries import FreeWindow

COUNTY = 6
ANSWERS = timedelta(hours=2)
"""So long somebody who was told has for his report, before the window is told to the next."""


def is_full(*, product: Product, spot: Spot, now: datetime) -> bool:
    """Return whether somebody works at a place on the days that are offered, and all windows are taken."""
    several = _working(product, spot, now)
    return bool(several) and not any(one.free for one in several)


def goes_without_window(*, product: Product, spot: Spot, now: datetime) -> bool:
    """Return whether a report is taken without a window: all are taken, and its brand has whoever can come asked."""
    return network.without_window(brand=product.brand_id, now=now) and is_full(product=product, spot=spot, now=now)


def freed(*, now: datetime) -> list[UUID]:
    """Return who waits for a window and is to be told of one, in order: as many as can come, less who was just told."""
    queues = network.window_queues(since=now - ANSWERS)
    wanted = {one.product for queue in queues for one in queue.entries}
    goods = Product.objects.select_related("brand").in_bulk(wanted)
    room: dict[tuple[UUID, str], int] = {}
    found: list[UUID] = []
    for queue in queues:
        told = queue.told
        for one in queue.entries:
            where = (one.product, one.town)
            if where not in room:
                spot = _middle(one.town)
                room[where] = _beside(_working(goods[one.product], spot, now)) if spot else 0
            if told < room[where]:
                found.append(one.key)
                told += 1
    return found


def _middle(town: str) -> Spot | None:
    """Return the spot of a town as an address that tells no more is read; of its county where the town is no more.

    None where today's table has neither.
    """
    code = places.known_code(town) or places.known_code(town[:COUNTY])
    if not code:
        return None
    here = places.read(places.division(code).full_name)
    return Spot(code=code, lng=here.lng, lat=here.lat)


def _beside(several: list[FreeWindow]) -> int:
    """Return how many can be come to in these windows: of each day as many as in its freest."""
    most: dict[date, int] = {}
    for one in several:
        day = rules.local_day(one.from_at)
        most[day] = max(most.get(day, 0), one.free)
    return sum(most.values())


def _working(product: Product, spot: Spot, now: datetime) -> list[FreeWindow]:
    days = network.days_asked(brand=product.brand_id, now=now)
    several = windows_ahead(product=product, spot=spot, days=days, now=now)
    return [one for one in several if one.works and rules.may_be_asked(one.from_at, now=now)]
