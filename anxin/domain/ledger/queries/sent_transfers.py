"""Transfers that went out: the one that money which came is the return of, and what is still to come back."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import F, Q, QuerySet

from anxin.core.errors import Invalid
from anxin.core.money import format_fen
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries import bindings
from anxin.domain.ledger.queries.refund_cases import is_for_hands, is_paid_out, rows_of
from anxin.domain.ledger.rules.remittances import EXCESS, numbers_in, plain_reference


class NoTransferOf(Invalid):
    """No transfer of ours of this sum bears this number, or it has come back already."""

    code = "ledger.no_transfer_of"


OVER = ("aside", "came_back")
SEEN = 200
"""So many transfers of the sums that came are looked at."""
OWED_FIRST = (F("repeats").desc(nulls_last=True), F("beside").desc(nulls_last=True), "-moved_date", "-id")
_OWED: list[Callable[[Payment], int]] = []


def declare_owed(asks: Callable[[Payment], int]) -> None:
    """Say who knows how much of a refund its case owes still once its bank sent it back."""
    _OWED.append(asks)


def owed_anew(row: Payment) -> int:
    """Return how much of a refund that its bank sent back is owed again; expects bill and refund held."""
    return min((asks(row) for asks in _OWED), default=row.amount_fen)


def booked_ones(fens: Iterable[int]) -> list[Remittance]:
    """Return the transfers of these sums that went out and have not come back: those owed back first (one query)."""
    rows = Remittance.objects.filter(direction=Payment.Direction.BACK, state="booked", amount_fen__in=set(fens))
    rows = rows.exclude(returned_by__state="proposed").select_related("bill", "payment")
    return list(rows.order_by(*OWED_FIRST)[:SEEN])


def is_coming_back(row: Remittance) -> bool:
    """Return whether a transfer is said to have been returned, or what came too much to have gone back."""
    return row.returned_by.exclude(state__in=OVER).exists()


def has_come_back(row: Remittance) -> bool:
    """Return whether its bank sent a transfer back."""
    return row.state == "came_back"


def named_in(remark: str, sent: Sequence[Remittance]) -> list[Remittance]:
    """Return the transfers whose reference, bill or refund stands in what a bank wrote."""
    numbers, bare = set(numbers_in(remark)), plain_reference(remark, most=1000)
    return [one for one in sent if _bill_of(one) in numbers or any(key in bare for key in _keys(one))]


def _bill_of(row: Remittance) -> str:
    return row.bill.number if row.bill else ""


def _keys(row: Remittance) -> list[str]:
    return [row.plain.rstrip(EXCESS), *([row.payment.number.upper()] if row.payment else [])]


def sent_for(number: str, *, fen: int) -> Remittance:
    """Return the transfer of ours that is meant by its reference, its bill's, case's or refund's number, of this sum.

    Raises `ledger.no_transfer_of`.
    """
    text, keys = number.strip(), [(one.kind, one.key) for one in bindings.streams_numbered(number.strip())]
    plain = plain_reference(text)
    wanted = Q(plain__in=(plain, plain + EXCESS)) | Q(bill__number=text)
    for kind, key in keys:
        wanted |= Q(bill__stream_kind=kind, bill__stream_key=key)
    rows = Remittance.objects.filter(wanted, direction=Payment.Direction.BACK, state="booked", amount_fen=fen)
    rows = rows.exclude(returned_by__state="proposed").select_related("bill", "payment")
    found = rows.order_by(*OWED_FIRST).first()
    if found is None:
        said = f"the number of a transfer of {format_fen(fen)} that went out, or of its bill or case"
        raise NoTransferOf("number", expected=said, got=text[:64], facts={"sum": format_fen(fen)})
    return found


def owed_back() -> QuerySet[Remittance]:
    """Return the transfers that went out a second time and have not come back, the oldest first."""
    second = Q(repeats__isnull=False) | Q(beside__isnull=False)
    return Remittance.objects.filter(second, state="booked").select_related("bill").order_by("moved_date", "id")


def is_repeat(row: Remittance) -> bool:
    """Return whether a transfer is said to have gone out a second time, and doesn't only seem so."""
    said = row.state != "aside" and (row.beside_id is not None or row.plain.endswith(EXCESS))
    return said or (row.repeats_id is not None and row.state not in ("noted", "aside"))


def bears_its_number(row: Remittance) -> bool:
    """Return whether another transfer of ours bears the reference of one that was put aside (one query)."""
    back = Remittance.objects.filter(direction=Payment.Direction.BACK, way=row.way, plain=row.plain)
    return back.exclude(state="aside").exclude(pk=row.pk).exists()


def waits_for(row: Remittance) -> Payment | None:
    """Return the refund of the same case that waits, and takes no more than a transfer of ours that fell away."""
    sent_for = row.refund
    if sent_for is None:
        return None
    rows = Payment.objects.filter(bill=row.bill, direction=Payment.Direction.BACK, state="unclear")
    open_ones = rows.filter(amount_fen__lte=row.amount_fen).select_related("bill").order_by("-amount_fen", "id")
    cases = rows_of(sent_for)
    found = (one for one in open_ones if is_for_hands(one) and not is_paid_out(one) and rows_of(one) == cases)
    return next(found, None)


def sum_sent(payment: Payment, reference: str) -> int:
    """Return how much went by a slip that is said of a refund: of one that fell away, in this case, what it was."""
    back = Remittance.objects.filter(direction=Payment.Direction.BACK, bill=payment.bill, state="aside")
    fell = back.filter(plain=plain_reference(reference), amount_fen__gt=payment.amount_fen)
    rows = fell.select_related("payment", "beside").order_by("-amount_fen")
    cases = rows_of(payment)
    same = (one.amount_fen for one in rows if one.refund is not None and rows_of(one.refund) == cases)
    return next(same, payment.amount_fen)


def excess_of(row: Remittance) -> list[Remittance]:
    """Return what is booked as gone by a transfer beyond what was owed."""
    return list(row.repeated_by.filter(plain__endswith=EXCESS, state="booked").order_by("id"))


def repeats_of(row: Remittance) -> list[Remittance]:
    """Return the transfers that went out for the same refund once more."""
    return list(row.repeated_by.exclude(state="aside").order_by("moved_date", "id"))
