"""Money outside of every provider: which bill it is for, how to transfer, what waits for finance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from anxin.core import files, masks, timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.files import SealedFile
from anxin.core.states import lock
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Payment, Remittance
from anxin.domain.ledger.queries import bindings, sent_transfers
from anxin.domain.ledger.queries.payees import payee_sent
from anxin.domain.ledger.queries.provider_statements import MAY_SEE
from anxin.domain.ledger.queries.refund_cases import rows_of
from anxin.domain.ledger.queries.transfers import PAYABLE
from anxin.domain.ledger.rules.remittances import (
    is_return,
    numbers_in,
    plain_reference,
)

PAYER, REMARK = "ledger.remittance.payer", "ledger.remittance.remark"
OPEN, ENDED = ("noted", "proposed"), ("booked", "aside", "came_back")
LIKELY = 3
"""So many bills are offered for a sum nobody named a bill for."""


class NoSuchRemittance(Missing):
    """There is no such remittance, or not for this actor."""

    code = "ledger.no_such_remittance"


@dataclass(frozen=True, kw_only=True)
class Payer:
    """Who paid, and what was written to it."""

    name: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """Which bill money that came is for, as far as its bill's number or its sum tell; `sure` where a number does.

    `sent`: the transfer of ours that came back with it; `likely_sent` those of its sum where its bank says one did.
    """

    bill: Bill | None = None
    sure: bool = False
    likely: tuple[str, ...] = ()
    sent: Remittance | None = None
    likely_sent: tuple[Remittance, ...] = ()


def bill_for(number: str, *, by: Actor) -> Bill:
    """Return the bill meant by its number or its case's, of this person's house; raises `ledger.no_bill_of`."""
    text = number.strip()
    every = Bill.objects.filter(payee=rules.organisation_account(by.organisation)).exclude(state="drafted")
    own, found = every.exclude(state="replaced"), every.filter(number=text).first()
    if found is not None and found.state != "replaced":
        return found
    wanted = Q(pk=None)
    for one in [found.stream()] if found else bindings.streams_numbered(text):
        wanted |= Q(stream_kind=one.kind, stream_key=one.key)
    newest = own.filter(wanted).order_by("-created_at", "-id").first()
    if newest is None:
        raise bindings.NoBillOf("number", expected="the number of a bill of this house, or of its case", got=text[:64])
    return newest


def alike(bill: Bill, fen: int, day: date) -> Remittance | None:
    """Return money that was written down for a bill already, as much and of the same day."""
    came = bill.remittances.filter(direction=Payment.Direction.IN, returns=None, state__in=("proposed", "booked"))
    return came.filter(amount_fen=fen, moved_date=day).first()


def remittances(actor: Actor) -> QuerySet[Remittance]:
    """Return what this actor may see of money outside of every provider."""
    rows = Remittance.objects.select_related("bill")
    return rows if actor.may(MAY_SEE) else rows.none()


def remittance(key: str, *, actor: Actor) -> Remittance:
    """Return a remittance by its id, for who keeps the money; raises `ledger.no_such_remittance`."""
    about = ("payment", "beside", "returns__payment", "repeats__payment")
    found = remittances(actor).filter(pk=key).select_related(*about).first()
    if found is None:
        raise NoSuchRemittance({"remittance": key})
    return found


def open_remittances(actor: Actor, *, most: int) -> list[Remittance]:
    """Return what waits for a bill or a second person, the oldest first (one query)."""
    return list(open_ones(actor).order_by("moved_date", "id")[:most])


def parted(rows: Iterable[Remittance]) -> tuple[list[Remittance], list[Remittance]]:
    """Part what waits: for its bill, and for a second person."""
    several = list(rows)
    return [one for one in several if one.state == "noted"], [one for one in several if one.state == "proposed"]


def asks_for(row: Remittance) -> int | None:
    """Return how much the bill asks for that money is proposed to be booked on; None where none is proposed."""
    pays = row.direction == Payment.Direction.IN and row.returns_id is None
    return due_of(row) if row.state == "proposed" and pays else None


def ended_remittances(actor: Actor, *, most: int) -> list[Remittance]:
    """Return what was booked or put aside lately (one query)."""
    return list(remittances(actor).filter(state__in=ENDED).order_by("-updated_at")[:most])


def waiting_ones(actor: Actor) -> QuerySet[Remittance]:
    """Return what of that waits for this person: what he proposed himself waits for another."""
    return open_ones(actor).exclude(state="proposed", proposed_by=actor.key)


def open_ones(actor: Actor) -> QuerySet[Remittance]:
    """Return what waits for a bill or a second person."""
    return remittances(actor).filter(state__in=OPEN)


def aside_since(before: datetime) -> QuerySet[Remittance]:
    """Return what was of no bill and put aside before a moment, and of whom it is still known who paid."""
    rows = Remittance.objects.filter(state="aside", direction=Payment.Direction.IN, updated_at__lt=before)
    return rows.exclude(payer_sealed="", remark_sealed="", proof="").order_by("updated_at")


def matches(rows: Iterable[Remittance], *, by: Actor) -> dict[Any, Match]:
    """Match money that came with the bills it may be for: by the number the payer wrote, else by the sum.

    The number is sure; a sum says little, and is only offered. So is a transfer of ours that came back (three queries).
    """
    rows = [one for one in rows if one.state == "noted" and one.direction == Payment.Direction.IN]
    remarks = {one.pk: payer_of(one).remark for one in rows}
    written = {pk: numbers_in(remark) for pk, remark in remarks.items()}
    own = Bill.objects.filter(payee=rules.organisation_account(by.organisation))
    numbers = {number for several in written.values() for number in several}
    named = _counting(own, numbers)
    sums = {one.amount_fen for one in rows}
    owing = own.filter(state__in=PAYABLE).annotate(due=F("total_fen") - F("paid_fen")).filter(due__in=sums)
    likely: dict[int, list[str]] = {}
    for number, due in owing.order_by("-created_at").values_list("number", "due"):
        likely.setdefault(due, []).append(number)
    sent: dict[int, list[Remittance]] = {}
    for row in sent_transfers.booked_ones(sums) if rows else ():
        sent.setdefault(row.amount_fen, []).append(row)
    return {
        one.pk: _returned(remarks[one.pk], sent.get(one.amount_fen, []))
        or _match(one, [named[each] for each in written[one.pk] if each in named], likely)
        for one in rows
    }


def _returned(remark: str, sent: Sequence[Remittance]) -> Match | None:
    """Return which transfer of ours came back; None where it is none, or its bill can be paid still."""
    named = sent_transfers.named_in(remark, sent)
    if named and (named[0].bill is None or named[0].bill.state not in PAYABLE or is_return(remark)):
        return Match(sent=named[0], sure=True)
    return Match(likely_sent=tuple(sent[:LIKELY])) if sent and is_return(remark) else None


def _counting(own: QuerySet[Bill], numbers: Iterable[str]) -> dict[str, Bill]:
    """Return the bills of these numbers; for one that was replaced the one that counts now (one query, two then)."""
    found = {one.number: one for one in own.filter(number__in=numbers)}
    old = {number: one for number, one in found.items() if one.state == "replaced"}
    if old:
        keys = {one.stream_key for one in old.values()}
        later = own.filter(stream_key__in=keys).exclude(state__in=("replaced", "drafted")).order_by("created_at", "id")
        newest = {(one.stream_kind, one.stream_key): one for one in later}
        told = {number: newest.get((one.stream_kind, one.stream_key)) for number, one in old.items()}
        found = {number: now for number, one in found.items() if (now := told.get(number, one)) is not None}
    return found


def _match(row: Remittance, named: Sequence[Bill], likely: dict[int, list[str]]) -> Match:
    if len(named) == 1:
        return Match(bill=named[0], sure=True)
    found = tuple(one.number for one in named) or tuple(likely.get(row.amount_fen, ())[:LIKELY])
    return Match(likely=found)


def payer_of(row: Remittance) -> Payer:
    """Return who paid and what was written to it, in plain words: for matching, and for who opens them."""
    name = vault.open_(PAYER, row.id, row.payer_sealed) if row.payer_sealed else ""
    return Payer(name=name, remark=vault.open_(REMARK, row.id, row.remark_sealed) if row.remark_sealed else "")


def masked_payer(row: Remittance) -> str:
    """Return who paid, masked; of what goes back who gets it, and at which account."""
    payer = payer_of(row)
    back = row.direction == Payment.Direction.BACK
    return payee_sent(payer.name, payer.remark) if back else masks.mask_name(payer.name)


def due_of(row: Remittance) -> int:
    """Return how much its bill still asks for; nothing where there is none, or it can't be paid any more."""
    bill = row.bill
    return bill.total_fen - bill.paid_fen if bill is not None and bill.state in PAYABLE else 0


def proof_of(row: Remittance) -> SealedFile | None:
    """Return the file that proves it."""
    return files.holding(row.proof) if row.proof else None


def why_not(row: Remittance) -> str:
    """Return why it was last refused or put aside."""
    told = timeline.read(row.stream(), opened=("why",))
    return next((one.private["why"].text for one in reversed(told) if "why" in one.private), "")


def hold(row: Remittance) -> None:
    """Hold a remittance with the bill and the payment it is about, or what it returns is, and the case of that."""
    about = [one for one in (row.returns, row.repeats) if one is not None]
    excess = [one for sent in about for one in sent_transfers.excess_of(sent)]
    waits = sent_transfers.waits_for(row) if row.state == "aside" else None
    paid = [one for one in (row.refund, waits, *(other.payment for other in about)) if one is not None]
    lock(
        row, *([row.bill] if row.bill else []), *about, *excess, *paid, *(case for one in paid for case in rows_of(one))
    )


def may_be_mistyped(row: Remittance) -> bool:
    """Return whether what seems to have gone out twice may be the first transfer, its reference mistyped.

    No statement has the first one, and the bank names nobody else.
    """
    first = row.repeats
    if row.state != "noted" or first is None or first.state != "booked" or first.seen_date is not None:
        return False
    if row.amount_fen != first.amount_fen:
        return False
    named, sent_to = (plain_reference(payer_of(one).name) for one in (row, first))
    return named in ("", sent_to) or not sent_to
