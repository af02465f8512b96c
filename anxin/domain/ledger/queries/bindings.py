"""Refunds of a provider's own back office and the bills they are given to: which bill is meant, what is its already."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from itertools import batched

from django.db.models import Q, QuerySet

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Difference, Payment, StatementLine
from anxin.domain.ledger.providers import BACK
from anxin.domain.ledger.queries import refund_cases
from anxin.domain.ledger.rules.reconciliation import Ours
from anxin.domain.ledger.rules.shops_money import THERE
from anxin.domain.ledger.rules.situation import RELEASE

type Finder = Callable[[str], StreamKey | None]
NOON, AT_ONCE = time(12), 500
_CASES: list[Finder] = []


class NoBillOf(Invalid):
    """No bill, or more than one, bears this number or is of the order or case that does."""

    code = "ledger.no_bill_of"


def declare_cases(find: Finder) -> None:
    """Say how the stream is found whose bill a case's number means."""
    _CASES.append(find)


def bill_named(number: str) -> Bill:
    """Return the bill of this number, or of the order or case of this number; raises `ledger.no_bill_of`."""
    text = number.strip()
    found = Bill.objects.filter(number=text).first()
    if found is not None:
        return found
    wanted = Q(pk=None)
    for one in streams_numbered(text):
        wanted |= Q(stream_kind=one.kind, stream_key=one.key)
    paid = list(Bill.objects.filter(wanted, paid_fen__gt=0).exclude(state="replaced")[:2])
    if len(paid) != 1:
        raise NoBillOf("number", expected="the number of one paid bill, of its order or case", got=text)
    return paid[0]


def streams_numbered(text: str) -> list[StreamKey]:
    """Return the orders and cases of a number."""
    orders = Purchase.objects.filter(order_key=text).values_list("pk", flat=True)
    cases = [one for find in _CASES if (one := find(text)) is not None]
    return [*(StreamKey("purchase", str(key)) for key in orders), *cases]


def paid_by(bill: Bill) -> str:
    """Return the provider by which a bill was paid; empty where nothing was paid."""
    first = bill.payments.filter(direction=Payment.Direction.IN, state="succeeded").order_by("id").first()
    return first.provider if first else ""


def left_fen(bill: Bill) -> int:
    """Return what is left of a bill's payment to go back."""
    return rules.refundable(paid_fen=bill.paid_fen, refunded_fen=bill.refunded_fen, reserved_fen=bill.reserved_fen)


def in_place_of(failed: Payment, *, unsent: Collection[Payment]) -> bool:
    """Return whether a refund of the same bill began after one that failed, and did not fail, nor is `unsent`."""
    backs = failed.bill.payments.filter(direction=Payment.Direction.BACK, id__gt=failed.pk)
    return backs.exclude(state="failed").exclude(pk__in=[one.pk for one in unsent]).exists()


def is_replaced(failed: Payment, *, unsent: Collection[Payment]) -> bool:
    """Return whether another refund of its case went in the place of one that failed, or is under way, not `unsent`."""
    if not refund_cases.rows_of(failed):
        return False
    after = Q(id__gt=failed.pk) | Q(differences__end=rules.COUNTED)
    waiting = {failed.pk, *(one.pk for one in unsent)}
    return any(one.state != "failed" and one.pk not in waiting for one in _of_its_case(failed, after))


def unsent_in_place(failed: Payment) -> list[Payment]:
    """Return what stands in the place of a refund that failed, waits for a person's hand, and nobody says he sent.

    Also where it is owed anew because what stood there first came back.
    """
    rows = _of_its_case(failed, Q(id__gt=failed.pk, state="unclear"))
    return [one for one in rows if refund_cases.is_for_hands(one) and not refund_cases.is_paid_out(one)]


def _of_its_case(failed: Payment, wanted: Q) -> list[Payment]:
    """Return refunds of the case of one, whatever their reason; of the bill itself those of its reason."""
    rows, cases = failed.bill.payments.filter(wanted, direction=Payment.Direction.BACK), refund_cases.rows_of(failed)
    if not cases:
        return list(rows.filter(reason=failed.reason)) if failed.reason else []
    return [one for one in rows if refund_cases.rows_of(one) == cases]


def gone_beside(row: Payment) -> Difference | None:
    """Return what says of a refund that is unclear that another one of its bill went after all (one query, or none)."""
    if row.state != "unclear":
        return None
    told = Difference.objects.filter(payment__bill=row.bill_id, kind="not_settled", direction=BACK, ended_at=None)
    return told.exclude(payment=row).order_by("found_at").first()


def is_gone_after_all(payments: Collection[Payment]) -> bool:
    """Return whether a provider says of one of these failed refunds that it went, and nobody has said what it was."""
    told = Difference.objects.filter(payment__in=payments, kind="not_settled", direction=BACK, ended_at=None)
    return told.exists()


def untold_refund(bill: Bill, row: Difference) -> Payment | None:
    """Return the refund of ours that this line may be: of the bill, of its sum, and in no statement by its own number.

    Finance made it by hand where it was paid: there it bears another number. One that the provider refused comes last.
    """
    backs = bill.payments.filter(
        direction=Payment.Direction.BACK, provider=row.provider, amount_fen=row.theirs_fen or 0
    )
    bound = Difference.objects.filter(provider=row.provider, end=rules.BOUND, payment__bill=bill)
    backs = backs.filter(state__in=("unclear", "succeeded", "failed")).exclude(pk__in=bound.values("payment"))
    numbers = {one.number: one for one in sorted(backs.order_by("id"), key=lambda one: one.state == "failed")}
    told = StatementLine.objects.filter(statement__provider=row.provider, number__in=numbers)
    for number in told.values_list("number", flat=True):
        numbers.pop(number, None)
    return next(iter(numbers.values()), None)


def moved_at(row: Difference) -> datetime:
    """Return when a refund moved as its statement says it; else noon of its day."""
    lines = StatementLine.objects.filter(statement__provider=row.provider, number=row.number, direction=row.direction)
    at = lines.order_by("at").values_list("at", flat=True).first()
    return at or datetime.combine(row.day, NOON, SHANGHAI)


def source_of(row: Difference, bill: Bill) -> str:
    """Return by whose word money of a bill is booked as gone: a difference's, which may be of another bill later."""
    return f"{THERE}{row.pk.hex}:{bill.number}"


def bound_ones(provider: str) -> "QuerySet[Difference, Difference]":
    """Return the refunds of a provider that were given to bills."""
    return Difference.objects.filter(provider=provider, end=rules.BOUND)


def is_bound(provider: str, number: str) -> bool:
    """Return whether a refund of the provider was given to a bill already."""
    return bound_ones(provider).filter(number=number).exists()


def bound_on(provider: str, day: date, numbers: Collection[str]) -> list[Ours]:
    """Return the refunds given to bills that are of a day, or bear one of these numbers, as our books have them."""
    rows = {one.pk: one for one in bound_ones(provider).filter(day=day)}
    for some in batched(numbers, AT_ONCE, strict=False):
        rows |= {one.pk: one for one in bound_ones(provider).filter(number__in=some)}
    return [
        Ours(
            key=str(one.payment_id or ""),
            number=one.number,
            direction=one.direction,
            amount_fen=one.theirs_fen or 0,
            settled=True,
            at=datetime.combine(one.day, NOON, SHANGHAI),
        )
        for _key, one in sorted(rows.items())
    ]


def numbers_of_twins(provider: str) -> dict[str, str]:
    """Return by which number of a statement refunds of ours are known that finance made by hand."""
    told = bound_ones(provider).exclude(payment=None).values_list("payment_id", "number")
    return {key.hex: number for key, number in told if key}


def is_releasable(row: Difference, *, by: Actor, now: datetime) -> bool:
    """Return whether what was booked of a difference can be taken back by this person now; an advance at any time."""
    if row.end not in rules.RELEASABLE or row.ended_at is None or row.ended_by == by.key:
        return False
    return row.end == rules.KEPT or now - row.ended_at <= RELEASE


def is_of_bill(row: Difference) -> bool:
    """Return whether a difference is, or is proposed to be, the refund of a bill."""
    return row.correction == rules.OF_BILL and bool(row.voucher)
