"""What of a claim goes on outside: what was asked back, and the doors a side used."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anxin.core.states import Step, buttons
from anxin.domain.claims.queries.records import Records


@dataclass(frozen=True, kw_only=True)
class RecoveryView:
    """Money asked back."""

    id: UUID
    state: str
    demanded_fen: int
    repaid_fen: int
    promised_date: date | None
    buttons: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class ReferralView:
    """A door outside that was used."""

    id: UUID
    door: str
    state: str
    number: str
    at: datetime
    buttons: tuple[Step, ...]


def recovery_of(records: Records) -> RecoveryView | None:
    """Return what was asked back last."""
    if (one := records.recovery) is None:
        return None
    return RecoveryView(
        id=one.id,
        state=one.state,
        demanded_fen=one.demanded_fen,
        repaid_fen=one.repaid_fen,
        promised_date=one.promised_date,
        buttons=tuple(buttons(one, records.by)),
    )


def referrals_of(records: Records, *, side: str) -> tuple[ReferralView, ...]:
    """Return the doors outside that a side used, oldest first; who decides and who inspects see every side's."""
    return tuple(
        ReferralView(
            id=referral.id,
            door=referral.door,
            state=referral.state,
            number=referral.their_number,
            at=referral.created_at,
            buttons=tuple(buttons(referral, records.by)),
        )
        for referral in records.referrals
        if side in ("desk", "auditor", referral.side)
    )
