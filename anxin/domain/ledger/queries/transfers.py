"""How a bill is paid by transfer: the house's account, and what is stated with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.core import settings
from anxin.domain.ledger.rules.remittances import ACCOUNT

PAYABLE = ("shown", "agreed")


@dataclass(frozen=True, kw_only=True)
class TransferAccount:
    """Where a bill can be transferred to, and what is to be stated with it."""

    name: str
    bank: str
    number: str
    reference: str
    fen: int


def transfer_account(bill: Any, *, now: datetime) -> TransferAccount | None:
    """Return how a bill is paid by transfer; None where nothing is due, or the house has said no account."""
    kept = settings.get(ACCOUNT, at=now)
    if not kept or bill is None or bill.state not in PAYABLE or not bill.due_fen:
        return None
    return TransferAccount(**kept, reference=bill.number, fen=bill.due_fen)


def takes_transfers(*, now: datetime) -> bool:
    """Return whether the house has said to which account bills are transferred."""
    return bool(settings.get(ACCOUNT, at=now))
