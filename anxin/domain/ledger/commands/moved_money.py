"""What is said of money that moved outside of every provider: which way, when, by which reference, proved how."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Fields, SomeDocuments
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile
from anxin.domain.ledger.actions.remittances import Received
from anxin.domain.ledger.wording import REMITTED

REFERENCE = Ask(label=_("Reference"), hint=_("the bank's number of it, or that of the receipt"))
PROOF = _("The bank's slip or the receipt, as picture or PDF")
Way = Annotated[Literal["bank", "office", "other"], Ask(label=_("How it came"), names=REMITTED)]
Moved = Annotated[date, Ask(label=_("On which day"))]
Reference = Annotated[str, Field(min_length=3, max_length=64), REFERENCE]


class SentMoney(Fields):
    """Money that went out: when, by which reference."""

    way: Annotated[Literal["bank", "office", "other"], Ask(label=_("How it went"), names=REMITTED)]
    moved_date: Moved
    reference: Reference
    files: Annotated[SomeDocuments, Ask(label=PROOF)] = ()


def proof_in(files: tuple[SealedFile, ...]) -> SealedFile | None:
    """Return the one file that proves it; raises `core.invalid` for several."""
    if len(files) > 1:
        raise Invalid("files", expected="one file", got=len(files))
    return files[0] if files else None


def sent(told: SentMoney, fen: int) -> Received:
    """Return what is said of money that went out."""
    return Received(
        way=told.way,
        amount_fen=fen,
        moved_date=told.moved_date,
        reference=told.reference,
        proof=proof_in(told.files),
    )
