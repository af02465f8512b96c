"""Cash: whether it may be taken for a bill, the customer's code, who holds how much until it is handed in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    BooleanField,
    CharField,
    DateField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Replace, Substr
from django.utils.crypto import salted_hmac

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.gathered_rows import Gathered, KeyText
from anxin.core.states import lock
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.rules.situation import HolderSituation
from anxin.domain.network import queries as network
from anxin.domain.network.models import Engagement, Outlet, Technician
from anxin.domain.network.queries import last_days

WRONG = "wrong code"
"""Three wrong codes: no more cash for that bill."""
HELD_AT_MOST = {"technician": "ledger.cash_held_yuan", "outlet": "ledger.counter_cash_held_yuan"}
"""How much each kind of holder may have before it is to be handed in."""


type Holder = Technician | Outlet
"""Whoever takes cash: a technician at a door, or an outlet at its counter."""


@dataclass(frozen=True, kw_only=True)
class HeldView:
    """What one holder has, since when (the last handing in, else the first of it)."""

    kind: str
    number: str
    called: str
    fen: int
    since: datetime
    last: datetime | None
    last_date: date | None = None
    """The first last day with an employer that was said of a technician."""
    works: bool = True
    """Whether a technician works for anybody still."""


def holder_of(kind: str, number: str) -> Holder:
    """Return who holds cash by kind and number; raises `NoSuchOutlet` or `NoSuchTechnician`."""
    return network.outlet_by_code(number) if kind == "outlet" else network.technician_by_number(number)


def holder_situation(row: Holder, *, by: Actor, now: datetime, under_lock: bool = False) -> HolderSituation:
    """Return the situation of who holds cash for the rules of its commands; `under_lock` locks him first."""
    if under_lock:
        lock(row)
    return HolderSituation(held_fen=held_by(row))


def begun(row: Bill) -> Payment | None:
    """Return the cash that is being taken for a bill and not confirmed yet."""
    return row.payments.filter(provider=rules.CASH, state="intended").first()


def code_of(payment: str) -> str:
    """Return the six digits by which a customer confirms that he hands over cash; for his page alone."""
    digest = salted_hmac("anxin.ledger.cash", payment, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def may_take(row: Bill, holder: Holder, *, now: datetime) -> str:
    """Return how cash stands for a bill to be paid: `may`, `begun`, `full` where too much is held, or empty.

    A bill that was lowered is agreed to anew by whoever pays it: with his code.
    """
    if row.state not in ("shown", "agreed") or row.total_fen == row.paid_fen:
        return ""
    ways = list(row.payments.filter(direction=Payment.Direction.IN).values_list("provider", "state", "fault"))
    if any(one[:2] == (rules.CASH, "intended") for one in ways):
        return "begun"
    most, held = "ledger.cash_most_yuan", HELD_AT_MOST[holder.stream().kind]
    limits = settings.several(most, held, at=now)
    due = row.total_fen - row.paid_fen
    barred = any(state == "unclear" or fault == WRONG for _provider, state, fault in ways)
    if barred or due > limits[most] * 100:
        return ""
    return "may" if held_by(holder) + due <= limits[held] * 100 else "full"


def is_cash(fen: int, *, now: datetime) -> bool:
    """Return whether so much may be paid in cash at all."""
    most: int = settings.get("ledger.cash_most_yuan", at=now)
    return fen <= most * 100


def held_by(holder: Holder) -> int:
    """Return what a holder has that is to be handed in, in fen (one query)."""
    account = rules.cash_account(str(holder.id))
    posted = Transfer.objects.filter(state=Transfer.State.POSTED)
    sums = posted.filter(Q(debit=account) | Q(credit=account)).aggregate(
        to=Sum("amount_fen", filter=Q(debit=account)), out=Sum("amount_fen", filter=Q(credit=account))
    )
    return (sums["to"] or 0) - (sums["out"] or 0)


def called(holder: Holder) -> str:
    """Return what a holder is called."""
    return holder.called if isinstance(holder, Technician) else holder.organisation.name


def cash_accounts() -> list[HeldView]:
    """Return who ever took cash, those who have handed in all of it too, the longest first (one query)."""
    stays = {"after": Value(None, DateField(null=True)), "engaged": Value(True, BooleanField())}
    outlets = _holding("outlet", Outlet.objects.all(), number=F("code"), called=F("organisation__name"), **stays)
    rows = _technicians(Technician.objects.all()).union(outlets, all=True)
    return sorted(map(_held, rows), key=lambda one: one.since)


def ending_holders(house: UUID) -> list[HeldView]:
    """Return who leaves a house, or has left it, and holds cash still, the longest first (one query)."""
    his = {"technician": OuterRef("pk")}
    here = Engagement.objects.filter(outlet__organisation=house, **his)
    goes = last_days.standing().filter(employer=house, **his)
    several = Technician.objects.filter(Exists(goes) | Exists(here) & ~Exists(here.filter(to_at=None)))
    return sorted((one for one in map(_held, _technicians(several)) if one.fen), key=lambda one: one.since)


def _technicians(several: QuerySet[Technician]) -> "QuerySet[Any, dict[str, Any]]":
    his = {"technician": OuterRef("pk")}
    goes = last_days.standing().filter(**his).order_by("from_date").values("from_date")[:1]
    works = Exists(Engagement.objects.filter(to_at=None, **his))
    names = {"number": F("number"), "called": F("called")}
    return _holding("technician", several, **names, after=Subquery(goes), engaged=works)


def _holding(
    kind: str,
    several: QuerySet[Any],
    *,
    number: F,
    called: F,
    after: Combinable,
    engaged: Combinable,
) -> "QuerySet[Any, dict[str, Any]]":
    """Return everybody of one kind who ever took cash, with what came and what went."""
    posted = Transfer.objects.filter(state=Transfer.State.POSTED)
    key = Replace(Substr("debit", len(rules.CASH_HELD) + 1), Value("-"), Value(""))
    took = posted.filter(debit__startswith=rules.CASH_HELD).values(holder=Cast(key, UUIDField()))
    account = Concat(Value(rules.CASH_HELD), KeyText(OuterRef("pk")), output_field=CharField())
    return several.filter(pk__in=took).values(
        who=Value(kind),
        named=number,
        known=called,
        after=after,
        engaged=engaged,
        came=_summed(posted.filter(debit=account), "debit", Min("created_at")),
        gone=_summed(posted.filter(credit=account), "credit", Max("created_at")),
    )


def _summed(rows: QuerySet[Transfer], side: str, at: Aggregate) -> Gathered:
    """Gather what all of them come to, and one moment of theirs."""
    return Gathered(rows.order_by().values(side).annotate(fen=Sum("amount_fen"), at=at), "fen", "at")


def _held(row: dict[str, Any]) -> HeldView:
    (came,) = row["came"]
    out, last = (row["gone"][0]["fen"], row["gone"][0]["at"]) if row["gone"] else (0, None)
    named = {"kind": row["who"], "number": row["named"], "called": row["known"]}
    last_date = row["after"] and row["after"] - last_days.ONE_DAY
    named |= {"last_date": last_date, "works": row["engaged"]}
    return HeldView(**named, fen=came["fen"] - out, since=last or came["at"], last=last)
