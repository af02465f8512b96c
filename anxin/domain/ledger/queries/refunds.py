"""How money went back, as a dossier tells it: which way, under which numbers, by whose hands where a person sent it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from anxin.core.actors import Actor
from anxin.core.streams.hashing import instant
from anxin.core.streams.models import Entry
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries.payees import is_asked, may_miss, miss_until, payee_of, refund_rows
from anxin.domain.ledger.queries.refund_cases import is_for_hands
from anxin.domain.ledger.queries.remittances import masked_payer
from anxin.domain.ledger.queries.unclear_payments import transfer_of
from anxin.domain.ledger.states import PAYMENT
from anxin.domain.people.queries import actors

BY_TWO = {"remittance.propose": "registered", "remittance.book": "agreed"}
"""The facts of a transfer that two persons stand for."""


@dataclass(frozen=True, kw_only=True)
class RefundView:
    """A refund before who gets it: to whom, masked; can he say where to, or that it is `lost`, until when."""

    row: Payment
    payee: str = ""
    asked: bool = False
    lost: bool = False
    lost_until: datetime | None = None

    @property
    def arrived(self) -> bool:
        """Return whether it went out."""
        return self.row.state == "succeeded"


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Transfers by which refunds were paid out, each by its refund, and the facts of who stands for it."""

    transfers: dict[Any, Remittance]
    facts: dict[str, list[Entry]]

    @property
    def acts(self) -> set[tuple[str, str, str]]:
        """Return who stands for them: kind, id and house."""
        every = (one for several in self.facts.values() for one in several)
        return {(one.actor_kind, one.actor_id, one.organisation) for one in every}

    def told(self, row: Payment, *, payer: str) -> dict[str, object]:
        """Return what a dossier tells of a refund: its way once it went, its numbers, its transfer and who paid it."""
        transfer = self.transfers.get(row.pk)
        went = rules.went_by(row.provider, by_hand=False) if row.state == "succeeded" else ""
        remitted = row.provider in rules.REMITTED and transfer is not None
        moved = row.moved_at and instant(row.moved_at)
        return {
            "way": went,
            "over": row.state in PAYMENT.ends,
            "by_hand": is_for_hands(row),
            "our_number": row.number,
            "refund_reference": row.refund_reference,
            "moved_at": transfer.moved_date.isoformat() if transfer and remitted else moved,
            **({"receipt_sha256": row.proof} if row.proof else {}),
            **({"transfer": self._transfer(transfer, payer)} if transfer else {}),
        }

    def _transfer(self, row: Remittance, payer: str) -> dict[str, object]:
        told: dict[str, object] = {
            "payer": payer,
            "payee": masked_payer(row),
            "way": row.way,
            "slip": row.reference,
            "day": row.moved_date.isoformat(),
            "state": row.state,
            "receipt_sha256": row.proof,
        }
        for one in self.facts.get(str(row.pk), ()):
            name = BY_TWO[one.code]
            told |= {f"{name}_by": f"{one.actor_kind}:{one.actor_id}", f"{name}_at": instant(one.at)}
        return told


def paid_out(payments: Iterable[Payment]) -> Paid:
    """Return the transfers by which refunds are said to have been paid out (two queries, one where there is none)."""
    rows = Remittance.objects.filter(payment__in=list(payments), direction=Payment.Direction.BACK)
    transfers = {one.payment_id: one for one in rows.exclude(state="aside")}
    facts: dict[str, list[Entry]] = {}
    for one in _facts([str(row.pk) for row in transfers.values()]):
        facts.setdefault(one.stream.key, []).append(one)
    return Paid(transfers=transfers, facts=facts)


def _facts(keys: Sequence[str]) -> Iterable[Entry]:
    if not keys:
        return ()
    rows = Entry.objects.filter(stream__kind="remittance", stream__key__in=keys, code__in=BY_TWO)
    return rows.select_related("stream").order_by("stream", "position")


def goes_to(row: Payment) -> str:
    """Return to which account a refund goes or went, masked: of a transfer the one it was sent to.

    Empty where it isn't known (a query where it goes by hand or went by bank).
    """
    transfer = transfer_of(row) if is_for_hands(row) else None
    payee = payee_of(row)
    return masked_payer(transfer) if transfer is not None else payee.masked if payee else ""


def refunds_of(stream: StreamKey, *, by: Actor, now: datetime) -> list[RefundView]:
    """Return each refund of a case that goes by hand, and each that went by a transfer, oldest first.

    Who didn't pay, a helper, say, reads of no account, and says nothing of it.
    """
    sent = Q(state="succeeded", provider=rules.BANK)
    found = refund_rows(stream, Q(state="unclear") | sent)
    rows = [one for one in found if one.state == "succeeded" or is_for_hands(one)]
    mine = {rules.customer_account(one) for one in actors.selves(by)} if rows else set()
    return [_view(one, now) if one.bill.payer in mine else RefundView(row=one) for one in rows]


def _view(row: Payment, now: datetime) -> RefundView:
    lost, until = may_miss(row, now), miss_until(row)
    return RefundView(row=row, payee=goes_to(row), asked=is_asked(row), lost=lost, lost_until=until)
