"""When a technician could come about the goods of a claim."""

from datetime import date, datetime, timedelta

from anxin.core import calendars
from anxin.domain.claims.models import Claim
from anxin.domain.goods.models import Product
from anxin.domain.places.models import Place
from anxin.domain.visits import gateway as visits
from anxin.domain.visits import rules
from anxin.domain.visits.queries import FreeWindow

NOTICE = timedelta(hours=24)
"""How long a buyer has between a decision and the window that is asked for in his name."""
LOOKED_D = 7


def inspection_windows(row: Claim, *, day: date, now: datetime) -> list[FreeWindow]:
    """Return a day's windows at the buyer's; none for goods no technician knows, or without an address."""
    first = row.lines.select_related("line__product__brand").order_by("line__position").first()
    product, place = first.line.product if first else None, row.buyer.place
    return (
        visits.free_windows(product=product, spot=visits.spot_of(place), day=day, now=now) if product and place else []
    )


def next_window(*, product: Product, place: Place, now: datetime) -> tuple[datetime, datetime]:
    """Return the first window of a working day, from tomorrow on, in which somebody is free; else the first at all."""
    earliest = now + NOTICE
    days = (rules.local_day(earliest) + timedelta(days=ahead) for ahead in range(366))
    working = (day for day in days if calendars.is_working(day))
    first: FreeWindow | None = None
    for _, day in zip(range(LOOKED_D), working, strict=False):
        for window in visits.free_windows(product=product, spot=visits.spot_of(place), day=day, now=now):
            if window.from_at >= earliest:
                first = first or window
                if window.free:
                    return window.from_at, window.to_at
    assert first is not None, "expected a working day with windows within a year"
    return first.from_at, first.to_at
