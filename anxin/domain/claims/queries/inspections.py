"""When a technician could come about the goods of a claim, and the repair in which he looks at them."""

from datetime import date, datetime, timedelta

from anxin.core import calendars, timeline
from anxin.core.masks import mask_phones_in
from anxin.core.timeline import StreamKey
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.lookup import whole
from anxin.domain.goods.models import Product
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import gateway as visits
from anxin.domain.visits import rules
from anxin.domain.visits.queries import FreeWindow

NOTICE = timedelta(hours=24)
"""How long a buyer has between a decision and the window that is asked for in his name."""
LOOKED_D = 7


def inspection_windows(row: Claim, *, day: date, now: datetime) -> list[FreeWindow]:
    """Return a day's windows at the buyer's in which somebody works; none for goods no technician knows, or nowhere."""
    first = row.lines.select_related("line__product__brand").order_by("line__position").first()
    product, place = first.line.product if first else None, row.buyer.place
    if product is None or place is None:
        return []
    found = visits.free_windows(product=product, spot=visits.spot_of(place), day=day, now=now)
    return [one for one in found if one.works]


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


def inspection_of(row: Claim) -> Repair | None:
    """Return the repair in which a technician looks at the goods, the newest one."""
    return Repair.objects.filter(number=row.inspection_number).first() if row.inspection_number else None


def inspection_open(row: Claim) -> bool:
    """Return whether somebody is on his way to look at the goods, or looked for."""
    found = inspection_of(row)
    return found is not None and found.state not in REPAIR.ends


def claim_of_inspection(row: Repair) -> Claim | None:
    """Return the claim for which a repair looks at the goods."""
    return whole(Claim.objects.filter(inspection_number=row.number)).first()


def found_at(row: Repair) -> str:
    """Return what was written down last of what was found."""
    told = [one for one in timeline.read(row.stream(), opened=("text",)) if one.code == "repairs.found"]
    return told[-1].private["text"].text if told else ""


def found_now(number: str) -> str:
    """Return what a technician has written down so far of the goods he looks at, by the number of that repair."""
    return found_at(Repair.objects.get(number=number))


def given_up_with(stream: StreamKey) -> str:
    """Return what a technician wrote, without a phone number, who ended the visit of a case without the work done."""
    told = [one for one in timeline.read(stream, opened=("note",)) if one.code == "visit.give_up"]
    note = told[-1].private.get("note") if told else None
    return mask_phones_in(note.text) if note and note.text else ""
