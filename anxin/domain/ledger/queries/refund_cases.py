"""The case in which money goes back: held first, before bill and payment, by whoever says what becomes of a refund."""

from collections.abc import Callable

from anxin.core.states import lock
from anxin.core.states.stateful import Stateful
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment

_CASES: list[Callable[[Payment], Stateful | None]] = []


def declare_refund_case(of: Callable[[Payment], Stateful | None]) -> None:
    """Say how the case is found in which money goes back, where that is another than its bill's."""
    _CASES.append(of)


def case_of(row: Payment) -> StreamKey:
    """Return the case in which a refund goes back: the claim, else its bill's."""
    return next((one.stream() for one in rows_of(row)), row.stream())


def is_for_hands(row: Payment) -> bool:
    """Return whether a refund goes back by a person's hand: no provider had it, or the provider refused it."""
    return row.direction == Payment.Direction.BACK and (row.provider in rules.REMITTED or rules.is_by_hand(row.fault))


def is_paid_out(row: Payment) -> bool:
    """Return whether a refund is said to have been paid out by a transfer that a second person looks at."""
    return row.remittances.exclude(state="aside").exists()


def hold(row: Payment) -> None:
    """Hold a payment with its bill and its case, so that both sides of a refund stand in one line."""
    lock(*rows_of(row), row.bill, row)


def rows_of(row: Payment) -> list[Stateful]:
    """Return the row of the case in which a refund goes back, where that is another than its bill's."""
    if row.direction != Payment.Direction.BACK:
        return []
    return [one for of in _CASES if (one := of(row)) is not None]
