"""Who waits for a window: whether all are taken at a place, and for whom one is free by now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING

from anxin.core import settings
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.places import gateway as places
from anxin.domain.visits import rules
from anxin.domain.visits.gateway.days import Spot
from anxin.domain.visits.gateway.windows import windows_ahead, windows_of_each

if TYPE_CHECKING:
    from uuid import UUID

    from anxin.domain.people.models import Organisation
    from anxin.domain.visits.queries import FreeWindow

COUNTY = 6
TOGETHER = 100
"""So many pairs of goods and town are read together."""
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
    with settings.one_snapshot():
        room = _room({(one.product, one.town) for queue in queues for one in queue.entries}, now=now)
    found: list[UUID] = []
    for queue in queues:
        told = queue.told
        for one in queue.entries:
            if told < room.get((one.product, one.town), 0):
                found.append(one.key)
                told += 1
    return found


def _room(wanted: Collection[tuple[UUID, str]], *, now: datetime) -> dict[tuple[UUID, str], int]:
    """Return for how many there is room, of each goods in each town: a brand's towns are read together, by the hundred.

    None where today's table has a town no more, nor its county.
    """
    goods = Product.objects.select_related("brand").in_bulk({product for product, _town in wanted})
    spots = {town: _middle(town) for _product, town in wanted}
    brands: dict[Organisation, list[tuple[Product, str]]] = {}
    for key, town in sorted(wanted, key=lambda one: (one[1], one[0])):
        if spots[town] is not None:
            brands.setdefault(goods[key].brand, []).append((goods[key], town))
    room: dict[tuple[UUID, str], int] = {}
    for brand, several in brands.items():
        days = network.days_asked(brand=brand.pk, now=now)
        for some in batched(several, TOGETHER, strict=False):
            places = {(product, town): (product, spot) for product, town in some if (spot := spots[town])}
            counted = windows_of_each(list(dict.fromkeys(places.values())), days=days, now=now)
            for (product, town), wish in places.items():
                room[product.pk, town] = _beside(_worked(counted[wish], now))
    return room


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
    return _worked(windows_ahead(product=product, spot=spot, days=days, now=now), now)


def _worked(several: Sequence[FreeWindow], now: datetime) -> list[FreeWindow]:
    return [one for one in several if one.works and rules.may_be_asked(one.from_at, now=now)]
