"""The windows one may ask for, in hours that somebody works."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anxin.core.errors import Invalid
from anxin.domain.network import queries as network
from anxin.domain.places import gateway as places
from anxin.domain.visits import gateway, rules
from anxin.domain.visits import queries as visits
from anxin.faces.ground import dates
from anxin.faces.words import day

if TYPE_CHECKING:
    from uuid import UUID

    from anxin.domain.goods.models import Product


@dataclass(frozen=True, kw_only=True)
class CustomerWindow:
    """One window as a choice; `free` is how many can come, None where nobody has counted."""

    key: str
    from_at: datetime
    to_at: datetime
    free: int | None = None

    @property
    def takes(self) -> int | None:
        """Return how many can come, as a row of days counts it."""
        return self.free

    @property
    def name(self) -> str:
        """Write the window's hours."""
        return f"{self.from_at:%H:%M}–{self.to_at:%H:%M}"


def offered(*, product: "Product", now: datetime, code: str = "", since: date | None = None) -> list[CustomerWindow]:
    """List the windows that lie ahead and that somebody's shift covers: at the place of a division, else anywhere.

    None is left out where nobody's hours are known, since somebody is sent by hand, or where they cover none: of a
    place it is said then why nobody comes.
    """
    ahead = windows(now=now, brand=product.brand_id, since=since)
    days = sorted({one.from_at.date() for one in ahead})
    worked = network.hours_worked(brand=product.brand, skill=product.skill, days=days, now=now, code=code)
    if not any(worked.values()):
        return ahead
    covered = [
        one
        for one in ahead
        if any(
            rules.fits(hours, one.from_at.date(), one.from_at, one.to_at, minutes=product.minutes)
            for hours in worked[one.from_at.date()]
        )
    ]
    return covered or ahead


def spot_of(place: places.Resolved) -> gateway.Spot:
    """Return the spot of a place as it was just understood."""
    return gateway.Spot(code=place.code, lng=place.lng, lat=place.lat, outside=place.outside)


def counted(
    product: "Product",
    spot: gateway.Spot,
    *,
    now: datetime,
    but: "UUID | None" = None,
    since: date | None = None,
) -> list[CustomerWindow] | None:
    """List the windows at a place with how many can come; None where the brand is dispatched by hand.

    `but` is the stream of the case that asks: what is held for it counts as free; `since` the day before which
    nobody is wanted.
    """
    if gateway.by_hand(product=product, spot=spot, now=now):
        return None
    days = network.days_asked(brand=product.brand_id, now=now, since=since)
    several = gateway.windows_ahead(product=product, spot=spot, days=days, now=now, but=but)
    return [
        CustomerWindow(key=one.from_at.isoformat(), from_at=one.from_at, to_at=one.to_at, free=one.free)
        for one in several
        if rules.may_be_asked(one.from_at, now=now) and one.works
    ]


def windows(*, now: datetime, brand: "UUID | None" = None, since: date | None = None) -> list[CustomerWindow]:
    """List the windows of a brand that still lie far enough ahead, whoever works then."""
    asked = visits.windows_asked(now=now, brand=brand, since=since)
    return [CustomerWindow(key=at.isoformat(), from_at=at, to_at=to_at) for at, to_at in asked]


def soonest(product: "Product", *, now: datetime) -> CustomerWindow:
    """Return the wish for no window, which ends with the days that are offered."""
    from_at, to_at = visits.soonest(now=now, brand=product.brand_id)
    return CustomerWindow(key="", from_at=from_at, to_at=to_at)


def at_once(*, now: datetime) -> CustomerWindow:
    """Return what stands for a window where somebody comes at once."""
    return CustomerWindow(key="", from_at=now, to_at=now + visits.window_width(now=now))


def days(product: "Product", *, now: datetime, since: date | None = None) -> list[date]:
    """List the days of which a window still lies far enough ahead, whoever works then."""
    return list(dict.fromkeys(one.from_at.date() for one in windows(now=now, brand=product.brand_id, since=since)))


def since_of(written: str, *, now: datetime) -> date | None:
    """Read the day before which somebody wants nobody; none where nothing is written. Raises `Invalid`."""
    if not written.strip():
        return None
    found = dates.day(written)
    if found is None:
        raise Invalid("since", expected=_("a day such as 2026-03-01"), got=written[:20])
    return network.not_before(found, now=now)


def window(key: str, *, product: "Product", now: datetime, since: date | None = None) -> CustomerWindow | None:
    """Find a window by its key, where it still lies ahead."""
    start = dates.moment(key)
    several = windows(now=now, brand=product.brand_id, since=since)
    return next((one for one in several if one.from_at == start), None)


def by_day(several: Iterable[tuple[str, str, datetime]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group choices by the day on which they begin, as a list to choose from shows them."""
    days = groupby(several, lambda one: day(one[2]))
    return [(said, [(key, name) for key, name, _at in some]) for said, some in days]
