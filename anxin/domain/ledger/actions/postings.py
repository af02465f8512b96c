"""Movements of bills in the ledger, each posted once under its key, and their opposites."""

from datetime import datetime

from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.ledger.rules.shops_money import OWN_KEY


def post(
    bill: Bill | None,
    *,
    debit: str,
    credit: str,
    amount_fen: int,
    key: str,
    reason: str,
    now: datetime,
    reverses: Transfer | None = None,
) -> Transfer:
    """Post a movement of a bill, under its own key."""
    return Transfer.objects.create(
        bill=bill,
        debit=debit,
        credit=credit,
        amount_fen=amount_fen,
        state=Transfer.State.POSTED,
        key=key,
        reason=reason,
        reverses=reverses,
        created_at=now,
        settled_at=now,
    )


def reverse(*, transfer: Transfer, now: datetime) -> Transfer:
    """Post the opposite of a posted transfer, once."""
    return post(
        transfer.bill,
        debit=transfer.credit,
        credit=transfer.debit,
        amount_fen=transfer.amount_fen,
        key=f"reverse:{transfer.id}",
        reason="reversal",
        now=now,
        reverses=transfer,
    )


def reverse_refund(key: str, *, now: datetime) -> None:
    """Post the opposite of all that a refund moved, by its key; also of what was booked with its shop later."""
    keys = (key, f"credit:{key}", f"{OWN_KEY}{key}")
    for one in Transfer.objects.filter(key__in=keys).order_by("id"):
        reverse(transfer=one, now=now)
