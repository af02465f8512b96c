"""Which cases are over for longer than their words and names may be kept, and what keeps one all the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.utils import timezone

from anxin.core import case_contents, settings
from anxin.core.timeline import StreamKey
from anxin.domain.claims.models import Appeal, Claim, Dispute, Payout, Recovery, Referral
from anxin.domain.contacts.models import Contact
from anxin.domain.custody.models import Custody, ParcelClaim
from anxin.domain.custody.queries import CARRIER_CLAIMS_UNDER_WAY
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Device, Purchase, PurchaseLine
from anxin.domain.invoices.models import Invoice
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.network.models import Report, Sighting, Takedown, Waiting
from anxin.domain.people.models import Person
from anxin.domain.people.queries import kept
from anxin.domain.publications.models import Erasure
from anxin.domain.publications.rules import EVERY, TERMS
from anxin.domain.quality.models import Contest
from anxin.domain.repairs.models import Repair

PIECE = 500


@dataclass(frozen=True, kw_only=True)
class Coming:
    """What of one kind is over at the next run, and what the last one left and why, with how many and some numbers.

    `more` says that there are more than were counted.
    """

    what: str
    count: int
    more: bool
    kept: tuple[tuple[str, int, tuple[str, ...]], ...]


def over_before(what: str, *, now: datetime) -> datetime:
    """Return the moment before which a case of a kind must have ended for its term to be over."""
    days: int = settings.get(TERMS[what].setting, at=now)
    return now - timedelta(days=days)


def over(what: str, *, now: datetime, after: str = "") -> Iterator[UUID]:
    """Yield by key what of one kind is over and there still, in pieces: cases, reports of false numbers, persons."""
    rows, last = _over(what, now=now).values_list("found", flat=True).order_by("found"), after
    while found := list((rows.filter(found__gt=last) if last else rows)[:PIECE]):
        yield from (UUID(str(one)) for one in found)
        last = str(found[-1])


def _over(what: str, *, now: datetime) -> QuerySet[Any, Any]:
    """Return what of one kind is over, each by the key that is `found`: of cases written so that no index orders them.

    Else all heads of the kind are read in their order, for the few that are over and full.
    """
    counted: Mapping[str, Callable[..., QuerySet[Any, Any]]] = {"reports": reports, "persons": persons}
    if what in counted:
        rows: QuerySet[Any, Any] = counted[what](now=now).annotate(found=F("pk"))
        return rows
    before = over_before(what, now=now)
    if what == "purchases":
        return _purchases(before).annotate(found=F("pk"))
    return case_contents.full(TERMS[what].kind).filter(ended_at__lt=before).annotate(found=Concat("key", Value("")))


def _purchases(before: datetime) -> QuerySet[Purchase, Purchase]:
    """Return the orders that are over: no step ends one, so the day of delivery, or else of the order, counts.

    Goods in warranty aren't over, and aren't looked at every day.
    """
    rows = Purchase.objects.annotate(over_at=Coalesce("delivered_at", "bought_at")).filter(over_at__lt=before)
    lines = _in_warranty(PurchaseLine.objects.filter(purchase=OuterRef("pk")), on=timezone.localtime(before).date())
    return rows.exclude(Exists(lines)).exclude(case_contents.emptied(TERMS["purchases"].kind))


def _in_warranty(lines: QuerySet[PurchaseLine, PurchaseLine], *, on: date) -> QuerySet[PurchaseLine, PurchaseLine]:
    since = TruncDate(Coalesce("purchase__delivered_at", "purchase__bought_at"))
    return goods.promised(lines.annotate(since=since), product="product", since="since", on=on)


def row_of(what: str, key: UUID) -> Model:
    """Return a case by its key."""
    row: Model = MODELS[what].objects.get(pk=key)
    return row


def numbers(what: str, keys: Sequence[UUID]) -> list[str]:
    """Return how those who read a report know some cases; persons and reports of false numbers have no number."""
    return [str(one) for one in MODELS[what].objects.filter(pk__in=keys).order_by("pk")] if what in MODELS else []


def stream_of(what: str, key: UUID) -> StreamKey:
    """Return the stream of a case."""
    return StreamKey(TERMS[what].kind, str(key))


def why_kept(what: str, row: Any, *, now: datetime) -> str:
    """Return why a case whose term is over stays all the same; empty where nothing keeps it."""
    stream = stream_of(what, row.pk)
    if any(kept.holds(one) for one in (stream, *_reasons(what, row))):
        return "hold"
    if _is_promised(what, row, on=timezone.localtime(over_before(what, now=now)).date()):
        return "guarantee"
    if what == "contacts" and row.about and not case_contents.is_emptied([row.about]):
        return "case"
    if why := next((why for why, rows in _beside(what, row, stream) if _is_open(rows)), ""):
        return why
    claims = {one.stream() for one in _claims(what, row)}
    return "claim_kept" if claims != case_contents.is_emptied(claims) else ""


def _claims(what: str, row: Any) -> QuerySet[Claim, Claim]:
    """Return the claims that need a case for as long as they are kept: those about an order, or about a repair."""
    if what == "purchases":
        return Claim.objects.filter(purchase=row)
    return Claim.objects.filter(_about(row)) if what == "repairs" else Claim.objects.none()


def _about(row: Repair) -> Q:
    """Return which claims are about a repair: those it was decided in, and the one it looks at the goods for."""
    return Q(repair_number=row.number) | Q(inspection_number=row.number)


def _repairs(row: Claim) -> QuerySet[Repair, Repair]:
    """Return the repairs a claim is about: the one that was decided, and the one in which somebody looked."""
    return Repair.objects.filter(number__in=[one for one in (row.repair_number, row.inspection_number) if one])


def _reasons(what: str, row: Any) -> list[StreamKey]:
    """Return the cases whose hold keeps a claim too: what it is about."""
    if what != "claims":
        return []
    return [stream_of("purchases", row.purchase_id), *(one.stream() for one in _repairs(row))]


def _is_promised(what: str, row: Any, *, on: date) -> bool:
    """Return whether on a day somebody could ask for what a repair or the warranty of goods promises."""
    if what == "purchases":
        return _in_warranty(row.lines.all(), on=on).exists()
    return what == "repairs" and _promised_until(row) >= on


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
    if what in ("repairs", "claims", "purchases"):
        bill = {f"bill__{name}": value for name, value in here.items()}
        yield "money", Bill.objects.filter(**here)
        yield "money", Payment.objects.filter(**bill)
        yield "money", Invoice.objects.filter(**bill, state__in=("requested", "asked", "failed"))
        yield "contact", Contact.objects.filter(about_kind=stream.kind, about_key=stream.key)
    if what == "repairs":
        yield "claim", Claim.objects.filter(_about(row))
        yield "goods", Custody.objects.filter(**here)
        yield "goods", ParcelClaim.objects.filter(custody__stream_kind=stream.kind, custody__stream_key=stream.key)
        yield "objection", Contest.objects.filter(repair=row)
    if what == "purchases":
        named = PurchaseLine.objects.filter(purchase=row, product=OuterRef("product"), serial=OuterRef("serial"))
        yield "repair", Repair.objects.filter(device__in=Device.objects.exclude(serial="").filter(Exists(named)))
    if what == "claims":
        yield "money", Payment.objects.filter(pk__in=Payout.objects.filter(claim=row).values("payment"))
        yield "money", Recovery.objects.filter(claim=row)
        yield "referral", Referral.objects.filter(claim=row)
        yield "claim", Dispute.objects.filter(claim=row)
        yield "claim", Appeal.objects.filter(claim=row)
        yield "repair", _repairs(row)


def _is_open(rows: QuerySet[Any, Any]) -> bool:
    if rows.model is ParcelClaim:
        return rows.filter(CARRIER_CLAIMS_UNDER_WAY).exists()
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
    """Return those known to nobody any more: no case, no account, no basis, no device in warranty."""
    return kept.without_case(before=over_before("persons", now=now), now=now).order_by("id")


def coming(*, now: datetime) -> list[Coming]:
    """List by kind what is over at the next run, counted up to `PIECE`, and what the last one left, with the reason.

    One statement a kind and one more, however much it is: why something stays is asked when it is its turn.
    """
    at = now + EVERY
    newest = Erasure.objects.filter(what=OuterRef("what"), at__lte=now).order_by("-at").values("pk")[:1]
    left = dict(Erasure.objects.filter(pk=Subquery(newest)).values_list("what", "kept"))
    return [
        Coming(
            what=what,
            count=min(found := _over(what, now=at)[: PIECE + 1].count(), PIECE),
            more=found > PIECE,
            kept=tuple((why, one["n"], tuple(one["some"])) for why, one in left.get(what, {}).items()),
        )
        for what in TERMS
    ]


MODELS: dict[str, Any] = {
    "repairs": Repair,
    "claims": Claim,
    "purchases": Purchase,
    "contacts": Contact,
    "waiting": Waiting,
}
