"""The windows of days at a place: who could come in each, less whom others wait for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet
from anxin.domain.places.gateway import OUTSIDE
from anxin.domain.places.models import Place
from anxin.domain.visits.gateway import work
from anxin.domain.visits.gateway.days import Day, Spot
from anxin.domain.visits.queries import FreeWindow, loads, windows_of
from anxin.engines import dispatch

type Served = Mapping[Outlet, list[str]]
type Span = tuple[datetime, datetime]
type Wish = tuple[Product, Spot]


def compile_matching() -> None:
    """Have what answers who can come compiled, or loaded: about a minute, once in an environment."""
    dispatch.matching_ready()


def spot_of(place: Place) -> Spot:
    """Return the spot of a kept place."""
    return Spot(code=place.code, lng=place.lng, lat=place.lat, outside=OUTSIDE in place.notes)


def free_windows(
    *, product: Product, spot: Spot, day: date, now: datetime, but: UUID | None = None
) -> list[FreeWindow]:
    """Return the windows of a day with how many can come in each, as `windows_ahead`."""
    return windows_ahead(product=product, spot=spot, days=[day], now=now, but=but)


def windows_ahead(
    *, product: Product, spot: Spot, days: Sequence[date], now: datetime, but: UUID | None = None
) -> list[FreeWindow]:
    """Return the windows of days, in order, with how many can come in each; none where nobody serves (seven queries).

    Who can come: works for an outlet that is asked there and has jobs of that day left, has the skill and hours, fits
    it into his route, and holds no other in that window; less those whom somebody else waits for, and no more than the
    jobs left. Where they have nobody, those who help out. `but` is the stream of the case that asks: an outlet that
    said no to it counts with nobody. However many days there are, the database is asked once.
    """
    if network.service_at(brand=product.brand, code=spot.code, outside=spot.outside, now=now) != "served":
        return []  # nobody could hold a window there
    wish = (product, spot)
    return windows_of_each([wish], days=days, now=now, but=but)[wish]


def windows_of_each(
    wishes: Collection[Wish], *, days: Sequence[date], now: datetime, but: UUID | None = None
) -> dict[Wish, list[FreeWindow]]:
    """Return the same for goods of one brand at several places, however many there are (five queries)."""
    brand = next(product.brand for product, _spot in wishes)
    codes = {spot.code for _product, spot in wishes}
    serving = network.serving_of_each(brand=brand, divisions=codes, days=days, now=now)
    field = _field([product for product, _spot in wishes], list(serving.values()), days, now=now, but=but)
    return {
        (product, spot): [
            FreeWindow(from_at=at, to_at=to_at, free=free, works=works)
            for day in days
            for (at, to_at), (free, works) in _counted(
                field, day, serving[spot.code][day], product, spot, now=now
            ).items()
        ]
        for product, spot in wishes
    }


@dataclass(frozen=True, kw_only=True)
class _Field:
    """Who can do something on some days, the jobs their outlets have left, what they hold, and what others wish."""

    able: Mapping[date, Sequence[work.Pair]]
    left: Mapping[date, Mapping[UUID, int]]
    held: Mapping[str, work.Work]
    wishes: loads.Wishes


def _field(
    products: Collection[Product],
    serving: Collection[Mapping[date, tuple[Served, Served]]],
    days: Sequence[date],
    *,
    now: datetime,
    but: UUID | None,
) -> _Field:
    """Read at once for all days, places and goods (four queries)."""
    brand, skills = next(one.brand for one in products), {one.skill for one in products}
    every = (tier for there in serving for tiers in there.values() for tier in tiers)
    outlets = list(dict.fromkeys(one for tier in every for one in tier))
    people = network.technicians_by_day(outlets=outlets, brand=brand, now=now, days=days, skills=skills)
    able = {
        day: [pair for pair in several if any(network.has_skill(pair[0], skill, day=day) for skill in skills)]
        for day, several in people.items()
    }
    return _Field(
        able=able,
        left=loads.left_by_day(outlets, days=days, but=but),
        held=work.of_days([pair for several in able.values() for pair in several], days, but=but),
        wishes=loads.wishes(outlets, days=days, now=now, but=but),
    )


def _counted(
    field: _Field, day: date, tiers: tuple[Served, Served], product: Product, spot: Spot, *, now: datetime
) -> dict[Span, tuple[int, bool]]:
    """Return the windows of a day with how many can come in each, and whether anybody works."""
    spans = windows_of(day, now=now)
    found = dict.fromkeys(spans, (0, False))
    for tier in filter(None, tiers):
        pool = [
            pair for pair in field.able[day] if pair[1] in tier and network.has_skill(pair[0], product.skill, day=day)
        ]
        keys = {one.id for one in tier}
        left = {key: n for key, n in field.left[day].items() if key in keys}
        left |= dict.fromkeys(keys & work.unwilling(field.held, day), 0)
        waits = field.wishes.on(tier, day)
        served = {outlet.id: divisions for outlet, divisions in tier.items()}
        free = Day(pool, day=day, now=now, served=served, left=left, work=field.held).windows(product, spot, spans)
        jobs = sum(left.values()) - waits.total() if len(left) == len(tier) else len(pool)
        for span, (count, works) in free.items():
            best, worked = found[span]
            wanted = sum(n for at, n in waits.items() if span[0] <= at < span[1])
            found[span] = (best or max(0, min(count - wanted, jobs)), worked or works)
    return found


def by_hand(*, product: Product, spot: Spot, now: datetime) -> bool:
    """Return whether a brand has entered no service areas: then a person assigns, and no window is counted."""
    known = network.service_at(brand=product.brand, code=spot.code, outside=spot.outside, now=now) == "served"
    return known and not network.serves_soon(brand=product.brand, division=spot.code, now=now)
