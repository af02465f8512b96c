"""What can be asked of statements: which are due, what differs, what finance has to do."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import batched
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock as lock
from anxin.core.streams.models import Entry
from anxin.core.zone import SHANGHAI as SHANGHAI
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Difference, Payment, Repayment, Statement, StatementLine, Transfer
from anxin.domain.ledger.providers import BACK, IN, REAL, PaymentRequest
from anxin.domain.ledger.queries import bindings
from anxin.domain.ledger.rules import reconciliation
from anxin.domain.ledger.rules.reconciliation import FoundDifference, Ours, Theirs
from anxin.domain.ledger.rules.situation import CORRECTABLE, SURPLUS, DifferenceSituation

MAY_SEE = frozenset({"finance", "operator"})
UNKNOWN = "missing_here"
AT_ONCE = 500


class NoSuchDifference(Missing):
    """There is no such difference, or not for this actor."""

    code = "ledger.no_such_difference"


def payment_by_number(number: str, *, provider: str) -> Payment | None:
    """Return a payment by our number at its provider."""
    key = _key(number)
    rows = Payment.objects.select_related("bill").filter(pk=key, provider=provider) if key else Payment.objects.none()
    return rows.first()


def _key(number: str) -> UUID | None:
    try:
        return UUID(hex=number) if len(number) == 32 else None
    except ValueError:
        return None


def stated_at(row: Payment) -> datetime | None:
    """Return when money moved as a statement says it; None where none does."""
    lines = StatementLine.objects.filter(statement__provider=row.provider, number=row.number, direction=row.direction)
    return lines.order_by("at").values_list("at", flat=True).first()


def moved_on(provider: str, day: date) -> QuerySet[Payment]:
    """Return what moved on a day by our books."""
    begins = datetime.combine(day, time.min, SHANGHAI)
    rows = Payment.objects.filter(provider=provider, state="succeeded")
    return rows.filter(moved_at__gte=begins, moved_at__lt=begins + timedelta(days=1))


def differences_of(provider: str, day: date) -> Iterator[FoundDifference]:
    """Yield what differs between a day's statement and our books."""
    columns = ("id", "direction", "amount_fen", "state", "moved_at", "created_at")
    ours = {one[0]: one for one in moved_on(provider, day).values_list(*columns).iterator(AT_ONCE)}
    of_day = _lines(StatementLine.objects.filter(statement__provider=provider, statement__day=day))
    lines = [one for _id, one in of_day]
    seen = {one for one, _line in of_day}
    named = {key for line in lines if (key := _key(line.number))} - ours.keys()
    for some in batched(named, AT_ONCE, strict=False):
        rows = Payment.objects.filter(provider=provider, pk__in=some)
        ours |= {one[0]: one for one in rows.values_list(*columns)}
    twins = bindings.numbers_of_twins(provider)
    bound = bindings.bound_on(provider, day, {line.number for line in lines})
    for some in batched((*(key.hex for key in ours), *(one.number for one in bound)), AT_ONCE, strict=False):
        beside = StatementLine.objects.filter(statement__provider=provider, number__in=some)
        lines += [line for key, line in _lines(beside) if key not in seen]
    lines = [replace(line, number=twins.get(line.number, line.number)) for line in lines]
    apart = [_ours(one) for key, one in ours.items() if key.hex not in twins]
    days = set(Statement.objects.filter(provider=provider).values_list("day", flat=True))
    first = min(days, default=day)
    read = days | {first - timedelta(days=n) for n in (1, 2)}
    found = reconciliation.differences(day, ours=[*apart, *bound], theirs=lines, read=read)
    for several in batched(found, AT_ONCE, strict=False):
        sold = _sold({one.reference for one in several if one.kind == UNKNOWN and one.direction == IN})
        yield from reconciliation.beside_orders(several, sold=sold)


def _sold(references: Collection[str]) -> dict[str, int]:
    """Return what the orders came to that these payments paid, by the payment's own number."""
    numbers = {one for one in references if one}
    if not numbers:
        return {}
    rows = Purchase.objects.filter(paid_reference__in=numbers).order_by()
    told = rows.values_list("paid_reference").annotate(fen=Sum("lines__amount_fen"))
    freight = dict(rows.values_list("paid_reference").annotate(fen=Sum("freight_fen")))
    return {number: (fen or 0) + freight[number] for number, fen in told}


def with_sold(rows: QuerySet[Difference]) -> QuerySet[Difference]:
    """Return differences that know which order, of any house, bears the number of a payment that isn't ours."""
    orders = Purchase.objects.filter(paid_reference=OuterRef("reference")).exclude(paid_reference="")
    return rows.annotate(sold=Subquery(orders.order_by("order_key").values("order_key")[:1]))


def _ours(row: tuple[UUID, str, int, str, datetime | None, datetime]) -> Ours:
    key, direction, fen, state, moved_at, created_at = row
    return Ours(
        key=str(key),
        number=key.hex,
        direction=direction,
        amount_fen=fen,
        settled=state == "succeeded",
        at=moved_at or created_at,
        under_way=direction == Payment.Direction.BACK and state == "called",
    )


def _lines(rows: QuerySet[StatementLine]) -> list[tuple[int, Theirs]]:
    columns = ("id", "number", "reference", "direction", "amount_fen", "statement__day")
    return [
        (key, Theirs(number=number, reference=reference, direction=direction, amount_fen=fen, day=day))
        for key, number, reference, direction, fen, day in rows.order_by("id").values_list(*columns).iterator(2000)
    ]


def visible_differences(actor: Actor) -> QuerySet[Difference]:
    """Return the differences an actor may see: finance's and the operator's."""
    rows = with_sold(Difference.objects.select_related("payment__bill").order_by("-found_at", "number"))
    return rows if actor.may(MAY_SEE) else rows.none()


def differences(actor: Actor, *, most: int, ended: int) -> tuple[list[Difference], list[Difference]]:
    """Return the differences that wait and those that ended, the newest first (one query)."""
    rows = visible_differences(actor)
    waits, over = rows.filter(ended_at=None), rows.exclude(ended_at=None)
    shown = rows.filter(Q(pk__in=waits.values("pk")[:most]) | Q(pk__in=over.values("pk")[:ended]))
    return [one for one in shown if one.ended_at is None], [one for one in shown if one.ended_at]


def difference(key: UUID | str, *, actor: Actor) -> Difference:
    """Return a difference, for who may see it."""
    found = visible_differences(actor).filter(pk=key).first()
    if found is None:
        raise NoSuchDifference({"difference": str(key)})
    return found


def difference_by_key(key: str) -> Difference:
    """Return a difference by its id, for a task."""
    return Difference.objects.select_related("payment__bill").get(pk=key)


def is_returning(difference: str) -> bool:
    """Return whether money is on its way back that belongs to nothing here."""
    return Difference.objects.filter(pk=difference, ended_at=None).exclude(returning_at=None).exists()


def is_under_way(payment: str) -> bool:
    """Return whether nobody knows yet how a payment or refund ends."""
    return Payment.objects.filter(pk=payment, state__in=("intended", "called", "unclear")).exists()


def waiting(actor: Actor) -> int:
    """Count what waits for somebody of finance: open differences, payments of unclear outcome, what is to go back.

    What waits for another's yes because he proposed it himself doesn't; nor does a transfer that was written down: it
    waits among the transfers.
    """
    if not actor.may(MAY_SEE):
        return 0
    lost = Payment.objects.filter(state="unclear", kept_at=None).exclude(remittances__state="proposed").values("pk")
    missed = Payment.objects.filter(missed_at__isnull=False).values("pk")
    back = Repayment.objects.filter(ended_at=None).exclude(proposed_by=actor.key).values("pk")
    open_ = Difference.objects.filter(ended_at=None).exclude(proposed_by=actor.key).values("pk")
    return open_.union(lost, missed, back, all=True).count()


def more_fen(row: Difference) -> int:
    """Return by how much more its provider holds than our books say, what was booked because of it counted in."""
    keys = Entry.objects.filter(stream__kind="difference", stream__key=str(row.pk), code="ledger.corrected")
    booked = Transfer.objects.filter(key__in=[f"{rules.CORRECTED}:{one}" for one in keys.values_list("pk", flat=True)])
    there = rules.provider_account(row.provider)
    so_far = sum(one.amount_fen if one.debit == there else -one.amount_fen for one in booked)
    ours, theirs = 0 if row.kind in SURPLUS else row.ours_fen or 0, row.theirs_fen or 0
    return reconciliation.held_more_fen(direction=row.direction, ours_fen=ours, theirs_fen=theirs) - so_far


def request_back(row: Difference, *, now: datetime) -> PaymentRequest:
    """Return what the provider is asked to give back because of a difference."""
    fen = row.theirs_fen or 0
    return PaymentRequest(
        key=f"difference:{row.id}",
        number=row.id.hex,
        amount_fen=fen,
        method="",
        direction="back",
        first_number=row.number,
        total_fen=fen,
        now=now,
    )


def _is_sold(row: Difference, *, anew: bool) -> bool:
    """Return whether a payment that isn't ours paid an order that we know; looked up `anew` under the lock."""
    if row.kind != UNKNOWN or not row.reference:
        return False
    if anew or "sold" not in vars(row):
        return Purchase.objects.filter(paid_reference=row.reference).exists()
    return bool(vars(row)["sold"])


def order_of(row: Difference) -> str:
    """Return the number of the order that a line paid which is no payment of ours; empty where none is known."""
    return str(vars(row).get("sold") or "") if row.payment_id is None else ""


def _sum(rows: Iterable[Payment]) -> int:
    return sum(one.amount_fen for one in rows)


def difference_situation(row: Difference, *, by: Actor, now: datetime, under_lock: bool = False) -> DifferenceSituation:
    """Return the situation of a difference for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        bound = bindings.bill_named(row.voucher) if bindings.is_of_bill(row) else None
        lock(row, *((bound,) if bound else ()))
    gone = row.payment if row.payment and row.direction == BACK and row.payment.state == "failed" else None
    unsent = bindings.unsent_in_place(gone) if gone is not None else []
    return DifferenceSituation(
        kind=row.kind,
        direction=row.direction,
        open=row.ended_at is None,
        returning=row.returning_at is not None,
        payment=row.payment.state if row.payment else "",
        real=row.provider in REAL,
        fen=more_fen(row) if row.ended_at is None and row.kind in CORRECTABLE | SURPLUS else 0,
        proposed=row.proposed_at is not None,
        own=row.proposed_by == by.key,
        sold=_is_sold(row, anew=under_lock),
        releasable=bindings.is_releasable(row, by=by, now=now),
        in_place=gone is not None and bindings.in_place_of(gone, unsent=unsent),
        replaced=gone is not None and bindings.is_replaced(gone, unsent=unsent),
        room=gone is not None and bindings.left_fen(gone.bill) + _sum(unsent) >= gone.amount_fen,
    )
