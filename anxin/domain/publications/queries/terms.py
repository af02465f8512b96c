"""Which cases are over for longer than their words and names may be kept, and what keeps one all the same."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from anxin.core import case_contents, settings
from anxin.core.timeline import StreamKey
from anxin.domain.claims.models import Appeal, Claim, Dispute, Payout, Recovery, Referral
from anxin.domain.contacts.models import Contact
from anxin.domain.custody.models import Custody, ParcelClaim
from anxin.domain.goods.models import Purchase
from anxin.domain.invoices.models import Invoice
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.network.models import Report, Sighting, Takedown, Waiting
from anxin.domain.people.models import Person
from anxin.domain.people.queries import kept
from anxin.domain.publications.rules import TERMS
from anxin.domain.quality.models import Contest
from anxin.domain.repairs.models import Repair

PIECE, LOOKED_AT = 500, 50
"""So many keys are read at once; so many cases of a kind a page looks at one by one."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """What the next run ends of one kind, and what it leaves and why, each reason with how many and some numbers."""

    what: str
    count: int
    kept: tuple[tuple[str, int, tuple[str, ...]], ...]


def over_before(what: str, *, now: datetime) -> datetime:
    """Return the moment before which a case of a kind must have ended for its term to be over."""
    days: int = settings.get(TERMS[what].setting, at=now)
    return now - timedelta(days=days)


def cases(what: str, *, now: datetime) -> Iterator[UUID]:
    """Yield the keys of the cases whose term is over and that hold something still, in pieces by key."""
    before = over_before(what, now=now)
    if what == "purchases":
        yield from _purchases(before)
        return
    rows, last = case_contents.full(TERMS[what].kind).filter(ended_at__lt=before).order_by("key"), ""
    while found := list(rows.filter(key__gt=last).values_list("key", flat=True)[:PIECE]):
        yield from map(UUID, found)
        last = found[-1]


def _purchases(before: datetime) -> Iterator[UUID]:
    """Yield the purchases that are over: no step ends one, so the day of delivery, or else of the order, counts."""
    old = Purchase.objects.annotate(over_at=Coalesce("delivered_at", "bought_at")).filter(over_at__lt=before)
    keys, last = old.order_by("pk").values_list("pk", flat=True), UUID(int=0)
    while found := list(keys.filter(pk__gt=last)[:PIECE]):
        gone = case_contents.is_emptied(stream_of("purchases", key) for key in found)
        yield from (key for key in found if stream_of("purchases", key) not in gone)
        last = found[-1]


def row_of(what: str, key: UUID) -> Model:
    """Return a case by its key."""
    row: Model = MODELS[what].objects.get(pk=key)
    return row


def stream_of(what: str, key: UUID) -> StreamKey:
    """Return the stream of a case."""
    return StreamKey(TERMS[what].kind, str(key))


def why_kept(what: str, row: Any, *, now: datetime) -> str:
    """Return why a case whose term is over stays all the same; empty where nothing keeps it."""
    stream = stream_of(what, row.pk)
    if kept.holds(stream):
        return "hold"
    if what == "repairs" and _promised_until(row) >= timezone.localtime(over_before(what, now=now)).date():
        return "guarantee"
    if what == "contacts" and row.about and not case_contents.is_emptied([row.about]):
        return "case"
    if what == "purchases":
        claims = {one.stream() for one in Claim.objects.filter(purchase=row)}
        return "claim" if claims != case_contents.is_emptied(claims) else ""
    return next((why for why, rows in _beside(what, row, stream) if _is_open(rows)), "")


def _promised_until(row: Repair) -> date:
    """Return the last day on which somebody may still ask for what a repair, or the warranty behind it, promised."""
    guarantee = getattr(row, "guarantee", None)
    days = [guarantee.until_date] if guarantee else []
    if row.state == "closed" and row.covered and row.covered_until:
        days.append(row.covered_until)
    return max(days, default=date.min)


def _beside(what: str, row: Any, stream: StreamKey) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """Yield what may be under way beside a case."""
    here = {"stream_kind": stream.kind, "stream_key": stream.key}
    if what in ("repairs", "claims"):
        bill = {f"bill__{name}": value for name, value in here.items()}
        yield "money", Bill.objects.filter(**here)
        yield "money", Payment.objects.filter(**bill)
        yield "money", Invoice.objects.filter(**bill, state__in=("requested", "asked", "failed"))
        yield "contact", Contact.objects.filter(about_kind=stream.kind, about_key=stream.key)
    if what == "repairs":
        yield "claim", Claim.objects.filter(repair_number=row.number)
        yield "goods", Custody.objects.filter(**here)
        yield "goods", ParcelClaim.objects.filter(custody__stream_kind=stream.kind, custody__stream_key=stream.key)
        yield "objection", Contest.objects.filter(review__repair=row)
    if what == "claims":
        yield "money", Payment.objects.filter(pk__in=Payout.objects.filter(claim=row).values("payment"))
        yield "money", Recovery.objects.filter(claim=row)
        yield "referral", Referral.objects.filter(claim=row)
        yield "claim", Dispute.objects.filter(claim=row)
        yield "claim", Appeal.objects.filter(claim=row)
        yield "repair", Repair.objects.filter(number=row.repair_number)


def _is_open(rows: QuerySet[Any, Any]) -> bool:
    ends = rows.model.MACHINE.ends
    settled = ends | {"issued"} if rows.model is Invoice else ends
    return rows.exclude(state__in=settled).exists()


def is_place_free(row: Repair) -> bool:
    """Return whether nobody lives any more where a repair was, and no other repair there holds its words still."""
    if Person.objects.filter(place=row.place_id, erased_at=None).exists():
        return False
    others = {
        StreamKey("repair", str(key)) for key in row.place.repairs.exclude(pk=row.pk).values_list("pk", flat=True)
    }
    return others == case_contents.is_emptied(others)


def reports(*, now: datetime) -> QuerySet[Report, Report]:
    """Return the reports of false numbers whose time is over: looked at, and nothing to be taken down still."""
    busy = Takedown.objects.exclude(state__in=Takedown.MACHINE.ends).values("about")
    before = over_before("reports", now=now)
    rows = Report.objects.filter(about__looked_at__lt=before, at__lt=before)
    rows = rows.exclude(about__in=busy).filter(about__state__in=("confirmed", "cleared", "undecided"))
    pictures = Sighting.objects.filter(report=OuterRef("pk")).exclude(picture="")
    told = ~Q(note_sealed="") | Q(person__isnull=False) | Exists(pictures)
    return rows.filter(told).order_by("id")


def persons(*, now: datetime) -> QuerySet[Any, Any]:
    """Return those known to nobody any more: no case, no account, no basis."""
    return kept.without_case(before=over_before("persons", now=now)).order_by("id")


def coming(*, now: datetime, most: int = LOOKED_AT) -> list[Coming]:
    """List what a run at a moment would end, of each kind the first `most` looked at one by one."""
    found = []
    for what in MODELS:
        why: dict[str, list[str]] = {}
        count = 0
        for number, key in enumerate(cases(what, now=now)):
            if number == most:
                break
            row: Any = row_of(what, key)
            if said := why_kept(what, row, now=now):
                why.setdefault(said, []).append(str(row))
            else:
                count += 1
        left = tuple((said, len(numbers), tuple(numbers[:5])) for said, numbers in why.items())
        found.append(Coming(what=what, count=count, kept=left))
    counted: Mapping[str, Callable[..., QuerySet[Any, Any]]] = {"reports": reports, "persons": persons}
    return [*found, *(Coming(what=what, count=rows(now=now).count(), kept=()) for what, rows in counted.items())]


MODELS: dict[str, Any] = {
    "repairs": Repair,
    "claims": Claim,
    "purchases": Purchase,
    "contacts": Contact,
    "waiting": Waiting,
}
