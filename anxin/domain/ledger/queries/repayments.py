"""Money of paid bills that waits to be given back: the list of finance, and the situation of one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Value

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock as lock
from anxin.domain.ledger.models import Bill, Payment, Remittance, Repayment
from anxin.domain.ledger.queries.provider_statements import MAY_SEE
from anxin.domain.ledger.rules.situation import RepaymentSituation

PAYEE_KNOWN = ExpressionWrapper(~Q(payee_sealed=""), output_field=BooleanField())


class NoSuchRepayment(Missing):
    """There is no such repayment, or not for this actor."""

    code = "ledger.no_such_repayment"


@dataclass(frozen=True, kw_only=True)
class OpenPayment:
    """What finance has to decide of a bill: a repayment and what it is asked for, or a payment and its fault.

    `told`: somebody has said by which transfer it went back, and a second person has to look at that; `payee`: it is
    known to which account it goes; `missed`: it went, and has not arrived as its payee says; `by`: who proposed it.
    """

    repays: bool
    key: UUID
    bill: str
    amount_fen: int
    direction: str
    provider: str
    why: str
    at: datetime
    told: bool
    payee: bool
    missed: bool
    by: str

    def waits_for(self, actor: Actor) -> bool:
        """Return whether it waits for this person: another's yes to what he proposed himself doesn't."""
        return not self.told and self.by != actor.key


def open_payments(actor: Actor, *, most: int) -> list[OpenPayment]:
    """Return payments of unclear outcome, and repayments that wait for another, the oldest first (one query)."""
    if not actor.may(MAY_SEE):
        return []
    transfers = Remittance.objects.filter(payment=OuterRef("pk")).exclude(state="aside")
    lost = Payment.objects.filter(state="unclear", kept_at=None).annotate(
        repays=Value(value=False), at=F("updated_at"), why=F("fault"), told=Exists(transfers), payee=PAYEE_KNOWN
    )
    lost = lost.annotate(missed=Value(value=False), by=Value(""))
    missed = Payment.objects.filter(missed_at__isnull=False).annotate(
        repays=Value(value=False), at=F("missed_at"), why=F("fault"), told=Value(value=False), payee=Value(value=False)
    )
    missed = missed.annotate(missed=Value(value=True), by=Value(""))
    back = (
        Repayment.objects.filter(ended_at=None)
        .annotate(
            repays=Value(value=True), at=F("proposed_at"), why=F("reason"), direction=Value("back"), provider=Value("")
        )
        .annotate(told=Value(value=False), payee=Value(value=False), missed=Value(value=False), by=F("proposed_by"))
    )
    named = (
        *("repays", "pk", "bill__number", "amount_fen", "direction", "provider", "why", "at", "told", "payee"),
        *("missed", "by"),
    )
    others = missed.values_list(*named), back.values_list(*named)
    rows = lost.values_list(*named).union(*others, all=True).order_by("at")[:most]
    fields = ("repays", "key", "bill", *named[3:])
    return [OpenPayment(**dict(zip(fields, row, strict=True))) for row in rows]


def repayment(key: str, *, actor: Actor) -> Repayment:
    """Return a repayment by its id, for who keeps the money; raises `ledger.no_such_repayment`."""
    rows = Repayment.objects.select_related("bill")
    found = rows.filter(pk=key).first() if actor.may(MAY_SEE) else None
    if found is None:
        raise NoSuchRepayment({"repayment": key})
    return found


def is_asked_back(row: Bill) -> bool:
    """Return whether money of a bill waits for finance to agree that it goes back (one query)."""
    return row.repayments.filter(ended_at=None).exists()


def repayment_situation(row: Repayment, *, by: Actor, now: datetime, under_lock: bool = False) -> RepaymentSituation:
    """Return the situation of a repayment for the rules of its commands; `under_lock` locks its bill first."""
    if under_lock:
        lock(row.bill)
        row.refresh_from_db(fields=["ended_at"])
    return RepaymentSituation(open=row.ended_at is None, own=row.proposed_by == by.key)


def paid_in(row: Payment) -> list[Payment]:
    """Return what came in for the bill of a payment that goes back: by it its provider finds the money (one query)."""
    if row.direction != Payment.Direction.BACK:
        return []
    return list(Payment.objects.filter(bill=row.bill_id, direction="in", state="succeeded").order_by("moved_at"))


def why_repayment(row: Repayment) -> str:
    """Return in the words of who proposed it why money is to go back."""
    told = timeline.read(row.bill.stream(), opened=("why",))
    found = [one for one in told if one.code == "ledger.repayment_proposed" and one.facts.get("row") == str(row.pk)]
    return found[-1].private["why"].text if found else ""
