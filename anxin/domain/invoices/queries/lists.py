"""Finance's list: what waits for somebody, what was issued and reversed by kind, and what differs from its bill."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import batched

from django.db.models import F, OuterRef, Q, QuerySet, Sum

from anxin.core.actors import Actor
from anxin.core.gathered_rows import EachAsked
from anxin.core.zone import SHANGHAI
from anxin.domain.invoices import rules
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries.invoices import visible_to
from anxin.domain.invoices.states import INVOICE
from anxin.domain.ledger.models import Bill

STUCK = Q(state="requested", provider="") | Q(state="requested", to_check=True) | Q(state="failed")
STUCK |= Q(state="asked", tries__gte=rules.UNHEARD) | Q(fault__startswith=rules.TWICE)
STUCK |= Q(state="issued", by_post=True) | Q(state="issued", fault=rules.NO_FILE)
"""What somebody has to do something about: looked at or written by hand, refused, unanswered, twice there, posted,
or issued and with nobody."""
INVOICED = F("refunded_fen") + OuterRef("amount_fen") - OuterRef("reversed_fen")
UNLIKE = EachAsked(Bill.objects.filter(pk=OuterRef("bill")).exclude(paid_fen=INVOICED))
YEAR, AT_ONCE = timedelta(days=366), 500
DIFFERS = Q(blue=None, state__in=("issued", "delivered"), reversed_fen__lt=F("amount_fen")) & Q(UNLIKE)
"""What is invoiced and not reversed is another sum than what was paid of the bill and has not gone back."""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What the official ones of a list come to, in fen: ordinary and special, blue and red."""

    ordinary_fen: int
    ordinary_red_fen: int
    special_fen: int
    special_red_fen: int

    @property
    def net_fen(self) -> int:
        """Return what is left of all of them."""
        return self.ordinary_fen + self.special_fen - self.ordinary_red_fen - self.special_red_fen


@dataclass(frozen=True, kw_only=True)
class InvoiceSearch:
    """What finance narrows its list by.

    `only` ∈ stuck differs or a state, `colour` ∈ blue red, `kind` ∈ ordinary special; `since` and `to` are the days on
    which an invoice was asked for.
    """

    only: str = ""
    colour: str = ""
    kind: str = ""
    text: str = ""
    since: date | None = None
    to: date | None = None


def finance_list(actor: Actor, asked: InvoiceSearch) -> QuerySet[Invoice]:
    """Return finance's list, the newest first."""
    rows = visible_to(actor)
    if asked.only in ("stuck", "differs"):
        rows = rows.filter(STUCK if asked.only == "stuck" else DIFFERS)
    elif asked.only in INVOICE.states:
        rows = rows.filter(state=asked.only)
    if asked.colour in ("blue", "red"):
        rows = rows.filter(blue__isnull=asked.colour == "blue")
    if asked.kind in ("ordinary", "special"):
        rows = rows.filter(special=asked.kind == "special")
    if asked.text:
        titled = Q(company=True, shown__contains=asked.text)
        billed = Q(bill__in=Bill.objects.filter(number=asked.text).values("pk"))
        rows = rows.filter(Q(number=asked.text) | Q(official=asked.text) | billed | titled)
    if asked.since:
        rows = rows.filter(created_at__gte=datetime.combine(asked.since, time.min, SHANGHAI))
    if asked.to:
        rows = rows.filter(created_at__lt=datetime.combine(asked.to + timedelta(days=1), time.min, SHANGHAI))
    return rows


def part_of(rows: QuerySet[Invoice], *, offset: int = 0, limit: int) -> list[Invoice]:
    """Return some of a list, each with its bill, which is looked up for those alone (a query, one more for 500)."""
    told = Invoice.objects.select_related("bill", "blue").order_by("-created_at", "-id").filter
    keys = list(rows.values_list("pk", flat=True)[offset : offset + limit])
    return [one for some in batched(keys, AT_ONCE, strict=False) for one in told(pk__in=some)]


def waiting_ones(actor: Actor) -> QuerySet[Invoice]:
    """Return the invoices that wait for finance."""
    return visible_to(actor).filter(STUCK)


def unfiled(*, now: datetime) -> QuerySet[Invoice]:
    """Return what was issued hours ago and is with nobody yet, and finance wasn't told."""
    rows = Invoice.objects.filter(state="issued", file="", by_post=False, fault="")
    return rows.filter(updated_at__lte=now - timedelta(hours=rules.FILE_H)).order_by("id")


def waiting(actor: Actor) -> int:
    """Count what waits for finance (one query)."""
    return waiting_ones(actor).count()


def differing(actor: Actor, *, now: datetime) -> int:
    """Count the invoices of the last year that are not what their bill says (one query); the list has older ones."""
    return visible_to(actor).filter(DIFFERS, created_at__gt=now - YEAR).count()


def of_this_month(asked: InvoiceSearch, *, now: datetime) -> InvoiceSearch:
    """Return what is summed where no day and no text narrows a list: this month of it, not every year there was."""
    today = now.astimezone(SHANGHAI).date()
    return asked if asked.since or asked.to or asked.text else replace(asked, since=today.replace(day=1))


def totals(rows: QuerySet[Invoice]) -> Totals:
    """Return what the official ones of a list come to (one query)."""
    ordinary, special, blue, red = Q(special=False), Q(special=True), Q(blue=None), Q(blue__isnull=False)
    told = (
        rows.exclude(official="")
        .order_by()
        .aggregate(
            ordinary_fen=Sum("amount_fen", filter=ordinary & blue, default=0),
            ordinary_red_fen=Sum("amount_fen", filter=ordinary & red, default=0),
            special_fen=Sum("amount_fen", filter=special & blue, default=0),
            special_red_fen=Sum("amount_fen", filter=special & red, default=0),
        )
    )
    return Totals(**told)
