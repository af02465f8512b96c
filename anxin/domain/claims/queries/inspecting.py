"""When a technician could look at the goods of a claim."""

from datetime import date, datetime

from anxin.domain.claims.models import Claim
from anxin.domain.visits import queries as visits
from anxin.domain.visits.queries import SlotView


def inspection_slots(row: Claim, *, day: date, now: datetime) -> list[SlotView]:
    """List a day's windows at the buyer's; none for goods no technician knows, or without an address."""
    first = row.lines.select_related("line__product__brand").order_by("line__position").first()
    product, place = first.line.product if first else None, row.buyer.place
    return visits.slots(product=product, place=place, day=day, now=now) if product and place else []
