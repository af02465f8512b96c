"""What a yes means, in words: which solution, and what in money."""

from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core.money import format_fen
from anxin.domain.claims.wording import REMEDIES

READ_OUT = gettext_lazy("Read out to him before: {what}")
"""The last line of what a buyer said with a yes on the phone."""


class Sent(Protocol):
    """So much of a sum is sent; of the rest the shop gave some."""

    @property
    def amount_fen(self) -> int:
        """Return the sum."""
        ...

    @property
    def fen(self) -> int:
        """Return what is sent."""
        ...

    @property
    def given_fen(self) -> int:
        """Return what the shop gave of it."""
        ...

    @property
    def is_met(self) -> bool:
        """Return whether nothing of it is to be sent any more."""
        ...


def offered(remedy: str) -> str:
    """Say what the merchant offers."""
    return _("The merchant offers: {what}.").format(what=REMEDIES[remedy])


def decided(remedy: str, amount_fen: int) -> str:
    """Say what was decided."""
    sums = f" {format_fen(amount_fen)}" if amount_fen else ""
    return _("The decision: {what}.").format(what=f"{REMEDIES[remedy]}{sums}")


def sent_words(one: Sent) -> list[str]:
    """Say what is sent by a yes; where the shop gave some of it since, or all, so."""
    if one.is_met:
        return [_("Nothing more is sent: all of {sum} has gone back already.").format(sum=format_fen(one.amount_fen))]
    said = [_("{sum} goes back to who paid.").format(sum=format_fen(one.fen))] if one.fen else []
    if one.given_fen:
        said.append(_("{sum} of it was given back by the shop already.").format(sum=format_fen(one.given_fen)))
    return said
