"""Cash: whether it may be taken for a bill, the customer's code, who holds how much until it is handed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, CharField, Max, Min, OuterRef, Q, QuerySet, Sum, UUIDField, Value
from django.db.models.functions import Cast, Concat, Replace, Substr
from django.utils.crypto import salted_hmac

from anxin.core import settings
from anxin.core.gathered import Gathered, KeyText
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.network.models import Technician

WRONG = "wrong code"
"""Three wrong codes: no more cash for that bill."""


@dataclass(frozen=True, kw_only=True)
class HeldView:
    """What one technician holds, since when (his last handing in, else the first of it)."""

    number: str
    called: str
    fen: int
    since: datetime
    last: datetime | None


def begun(row: Bill) -> Payment | None:
    """Return the cash that is being taken for a bill and not confirmed yet."""
    return row.payments.filter(provider=rules.CASH, state="intended").first()


def code_of(payment: str) -> str:
    """Return the six digits by which a customer confirms that he hands over cash; for his page alone."""
    digest = salted_hmac("anxin.ledger.cash", payment, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def may_take(row: Bill, technician: Technician, *, now: datetime) -> str:
    """Return how cash stands for an agreed bill: `may`, `begun`, `full` where he holds too much, or empty."""
    if row.state != "agreed":
        return ""
    ways = list(row.payments.filter(direction=Payment.Direction.IN).values_list("provider", "state", "fault"))
    if any(one[:2] == (rules.CASH, "intended") for one in ways):
        return "begun"
    limits = settings.several("ledger.cash_most_yuan", "ledger.cash_held_yuan", at=now)
    due = row.total_fen - row.paid_fen
    barred = any(state == "unclear" or fault == WRONG for _provider, state, fault in ways)
    if barred or due > limits["ledger.cash_most_yuan"] * 100:
        return ""
    return "may" if held_by(technician) + due <= limits["ledger.cash_held_yuan"] * 100 else "full"


def held_by(technician: Technician) -> int:
    """Return what a technician holds that is to be handed in, in fen (one query)."""
    account = rules.cash_account(str(technician.id))
    posted = Transfer.objects.filter(state=Transfer.State.POSTED)
    sums = posted.aggregate(
        to=Sum("amount_fen", filter=Q(debit=account)), out=Sum("amount_fen", filter=Q(credit=account))
    )
    return (sums["to"] or 0) - (sums["out"] or 0)


def cash_holders() -> list[HeldView]:
    """List who holds cash, the longest first (one query)."""
    posted = Transfer.objects.filter(state=Transfer.State.POSTED)
    key = Replace(Substr("debit", len(rules.CASH_HELD) + 1), Value("-"), Value(""))
    took = posted.filter(debit__startswith=rules.CASH_HELD).values(holder=Cast(key, UUIDField()))
    account = Concat(Value(rules.CASH_HELD), KeyText(OuterRef("pk")), output_field=CharField())
    rows: QuerySet[Technician, Any] = Technician.objects.filter(pk__in=took).annotate(
        came=_summed(posted.filter(debit=account), "debit", Min("created_at")),
        gone=_summed(posted.filter(credit=account), "credit", Max("created_at")),
    )
    return sorted(filter(None, map(_held, rows)), key=lambda one: one.since)


def _summed(rows: QuerySet[Transfer], side: str, at: Aggregate) -> Gathered:
    """Gather what all of them come to, and one moment of theirs."""
    return Gathered(rows.order_by().values(side).annotate(fen=Sum("amount_fen"), at=at), "fen", "at")


def _held(row: Any) -> HeldView | None:
    (came,) = row.came
    out, last = (row.gone[0]["fen"], row.gone[0]["at"]) if row.gone else (0, None)
    named = {"number": row.number, "called": row.called}
    return HeldView(**named, fen=came["fen"] - out, since=last or came["at"], last=last) if came["fen"] > out else None
