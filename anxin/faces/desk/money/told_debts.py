"""What its shop and its provider tell of a refund, for finance before it sends it or agrees."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anxin.core.wording import gap
from anxin.domain.claims.queries.told_debts import told_of
from anxin.domain.claims.wording.money import SAID_BESIDE
from anxin.domain.ledger.queries.bindings import gone_beside
from anxin.faces.words import day, fen

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Payment


def told(row: "Payment | None") -> str:
    """Return what is told of a refund that nobody knows the outcome of; empty where nothing is."""
    if row is None:
        return ""
    found, said = told_of(row), []
    if (gone := gone_beside(row)) is not None:
        text = _(
            "{sum} of this bill went back on {day} after all, though our books gave it up: send nothing, agree to "
            "nothing. Have it counted on its difference first; this refund is given up by that."
        )
        said.append(text.format(sum=fen(gone.theirs_fen), day=day(gone.day)))
    if found.filed_fen:
        text = _(
            "The shop's orders file says that it gave back {sum} of it: ask the shop for the number first, or it goes "
            "twice."
        )
        said.append(text.format(sum=fen(found.filed_fen)))
    if found.number:
        text = _(
            "Its merchant says that the shop gave it back before (number {number}). Look at that before you agree; if "
            "it is so, refuse the transfer: the number then counts by itself. What was sent all the same you say on "
            "the transfer's page afterwards, and ask for it back."
        )
        said.append(text.format(number=found.number))
    for one in found.said:
        facts = {"sum": fen(one.amount_fen), "number": one.reference, "claim": one.claim.number}
        said.append(str(SAID_BESIDE).format_map(facts))
    return gap().join(said)
