"""Decided repairs that an earlier version billed: what their buyers paid, or are asked for, though they are free."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.claims.models import Claim
from anxin.domain.claims.models.decisions import DECIDED_REPAIR, Decision
from anxin.domain.claims.queries.former_refunds import former_refunds
from anxin.domain.claims.queries.gone_twice import said_twice
from anxin.domain.claims.queries.payers import others_pay, unsaid
from anxin.domain.claims.queries.refused_refunds import refused_refunds
from anxin.domain.claims.rules.billed_repairs import KEEPS, BilledSituation
from anxin.domain.invoices import queries as invoices
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, Repayment
from anxin.domain.ledger.queries import remittances
from anxin.domain.ledger.queries.payees import kept_refunds
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR

STANDS = ("shown", "agreed", "paid", "invoiced")


class NoBilledRepair(Missing):
    """There is no decided repair that was billed, or not for this actor."""

    code = "claims.no_billed_repair"


@dataclass(frozen=True, kw_only=True)
class BilledRepair:
    """A decided repair that is billed: its claim, its bill, how much that asks for or has taken, and who waits."""

    claim: Claim
    bill: Bill
    fen: int
    over: bool
    waits: bool


def billed_claims() -> QuerySet[Claim, Claim]:
    """Return the claims whose repair was decided to be free, and whose bill asks its buyer for money all the same."""
    decided = Decision.objects.filter(DECIDED_REPAIR, claim=OuterRef("pk"))
    bills = Bill.objects.filter(stream_kind="repair", stream_key=OuterRef("pk"), state__in=STANDS, total_fen__gt=0)
    asks = Q(state__in=ledger.OPEN, total_fen__gt=F("paid_fen"))
    here = bills.filter(asks | Q(paid_fen__gt=F("refunded_fen") + F("reserved_fen")))
    repairs = Repair.objects.filter(Exists(here), number=OuterRef("repair_number"))
    priced = repairs.exclude(warranty_why__in=("decision", "guarantee"))
    return Claim.objects.filter(Exists(decided), Exists(priced), repair_number__gt="").order_by("id")


def billed_repairs(actor: Actor, *, most: int) -> list[BilledRepair]:
    """Return decided repairs that are billed, the oldest first, for who keeps the money (three queries)."""
    if not actor.may(KEEPS):
        return []
    claims = {one.repair_number: one for one in billed_claims()[:most]}
    repairs = {one.pk: one for one in Repair.objects.filter(number__in=claims)}
    bills = Bill.objects.filter(stream_kind="repair", stream_key__in=repairs, state__in=STANDS).order_by("created_at")
    waiting = Exists(Repayment.objects.filter(bill=OuterRef("pk"), ended_at=None))
    latest = {one.stream_key: one for one in bills.annotate(waits=waiting) if ledger.releasable(one)}
    return [_billed(claims[repairs[key].number], repairs[key], bill) for key, bill in latest.items()]


def _billed(claim: Claim, repair: Repair, bill: Any) -> BilledRepair:
    return BilledRepair(
        claim=claim, bill=bill, fen=ledger.releasable(bill), over=_is_over(repair, bill), waits=bill.waits
    )


def waiting(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Count what waits for finance beside its money page: invoices, remittances, billed repairs … (one query).

    `twice` waits for nobody: it is what went twice lately.
    """
    counted: dict[str, QuerySet[Any, Any]] = {
        "invoices": invoices.waiting_ones(actor),
        "received": remittances.waiting_ones(actor),
        "billed_repairs": billed_claims() if actor.may(KEEPS) else Claim.objects.none(),
        "refused": refused_refunds(actor),
        "former": former_refunds(actor),
        "paid_for": others_pay(actor),
        "unsaid": unsaid(actor),
        "kept": kept_refunds(actor),
        "twice": said_twice(actor, now=now),
    }
    rows = [of.order_by().values_list(Value(what)).annotate(n=Count("pk")) for what, of in counted.items()]
    return dict.fromkeys(counted, 0) | dict(rows[0].union(*rows[1:], all=True))


def _is_over(repair: Repair, bill: Bill) -> bool:
    """Return whether nothing stands in the way of letting a bill go: it is paid in full, or what it is for is over."""
    return not ledger.still_due(bill) or repair.state in REPAIR.capabilities["waive"]


def billed_repair(number: str, *, actor: Actor) -> Claim:
    """Return the claim of a decided repair that is billed; raises `claims.no_billed_repair`."""
    found = billed_claims().filter(number=number).first() if actor.may(KEEPS) else None
    if found is None:
        raise NoBilledRepair({"number": number[:40]})
    return found


def bill_of_repair(claim: Claim) -> Bill:
    """Return the bill of a claim's decided repair: the newest of which something is open, or here.

    Raises `claims.no_billed_repair`.
    """
    repair = Repair.objects.get(number=claim.repair_number)
    bills = Bill.objects.filter(stream_kind="repair", stream_key=repair.pk, state__in=STANDS).order_by("-created_at")
    found = next((one for one in bills if ledger.releasable(one)), None) or ledger.latest(repair.stream())
    if found is None:
        raise NoBilledRepair({"number": claim.number})
    return found


def billed_situation(row: Claim, *, by: Actor, now: datetime, under_lock: bool = False) -> BilledSituation:
    """Return the situation of a decided repair that is billed; `under_lock` locks its bill first."""
    bill = bill_of_repair(row)
    if under_lock:
        lock(bill)
    repair = Repair.objects.get(number=row.repair_number)
    return BilledSituation(
        fen=ledger.releasable(bill),
        over=_is_over(repair, bill),
        waits=bill.repayments.filter(ended_at=None).exists(),
    )
