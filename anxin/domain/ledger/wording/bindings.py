"""What is said of a refund of a provider's own books: whose it is, and what its order's shop tells of it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact
from anxin.domain.ledger.wording.remittances import ALL, INSIDE

BESIDE = {
    "": pgettext_lazy("a refund that a shop may tell of", "it tells of none of this sum"),
    "same": _("it is the one that the shop tells"),
    "other": _("it is another one: both went"),
}
"""Whether a refund of a statement is the one of the same sum that its order's shop tells by another number."""
ERRORS = {
    "ledger.more_than_left": _("Of bill {bill} {left} can still go back; this refund is {sum}."),
    "ledger.bound_already": _("This refund belongs to a bill already."),
    "ledger.told_by_shop": _(
        "The order's shop tells of {sum} under {numbers}. Say whether it is this refund; where it was told after the "
        "proposal, don't book it and have it proposed anew."
    ),
}
FACTS = {
    "ledger.refund_bound": Fact(_("Money of bill {number} was given back to who paid"), ALL),
    "ledger.refund_released": Fact(_("That money of bill {number} was given back was a mistake in our books"), ALL),
    "ledger.gone_over": Fact(
        _("{amount_fen} that the shop was said to have given is booked with the provider, whose books tell it"),
        INSIDE,
        instead={("back", True): _("{amount_fen} is booked with the shop again, no more with the provider")},
    ),
}
WENT_OVER = _("gone over to the provider, whose books tell it")
