"""What its shop's file and its merchant tell of a refund, for finance before it sends it or agrees."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anxin.core.wording import gap
from anxin.domain.claims.queries.told_debts import told_of
from anxin.faces.words import fen

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Payment


def told(row: "Payment | None") -> str:
    """Return what the shop tells of a refund that nobody knows the outcome of; empty where it tells nothing."""
    if row is None:
        return ""
    found, said = told_of(row), []
    if found.filed_fen:
        text = _(
            "The shop's orders file says that it gave back {sum} of it: ask the shop for the number first, or it goes "
            "twice."
        )
        said.append(text.format(sum=fen(found.filed_fen)))
    if found.number:
        text = _(
            "Its merchant says that the shop gave it back before (number {number}). Look at that before you agree; if "
            "it is so, refuse the transfer, ask for it back, and enter the number on the refund's page."
        )
        said.append(text.format(number=found.number))
    return gap().join(said)
