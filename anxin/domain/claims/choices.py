"""Why a buyer asks: each reason once, with its words, what may be asked for it, and which pictures help."""

from dataclasses import dataclass
from typing import Literal, get_args

from django.utils.translation import gettext_lazy as _

from anxin.core.commands.fields import Text


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason as buyers choose it. `needs`: kinds of picture (`evidence.choices`); without them it is still decided.

    `kept`: the goods are whole, so money goes back only against them. `fault`: something is wrong with the goods,
    so the rows of law about quality touch it.
    """

    says: Text
    asks: tuple[str, ...]
    needs: tuple[str, ...] = ()
    kept: bool = False
    fault: bool = True


CHANGED_MIND = "changed_mind"
"""The one reason the law asks none for: goods go back within seven days."""
DEFECTIVE = "defective"
"""The reason of a claim that follows from repairs in vain."""
NOT_REFUNDED = "not_refunded"
"""The reason of who is told that money went back to him, and has none: no machine agrees to it, a person decides."""
FREIGHT = "freight"
"""The reason of who has all goods of an order paid back, one by one, and not its freight: that alone is asked for."""
# In the order in which buyers are offered them.
DECLARED = {
    "broken": Reason(
        says=_("broken"),
        asks=("refund_only", "return", "exchange", "repair"),
        needs=("whole", "detail", "package"),
    ),
    "transport_damage": Reason(
        says=_("damaged in transport"),
        asks=("refund_only", "return", "exchange", "repair"),
        needs=("package", "detail", "label"),
    ),
    "missing": Reason(
        says=_("something is missing"), asks=("refund_only", "exchange", "return"), needs=("package", "whole")
    ),
    "wrong": Reason(says=_("the wrong thing came"), asks=("return", "exchange"), needs=("whole", "label"), kept=True),
    "not_received": Reason(says=_("not received"), asks=("refund_only", "exchange"), fault=False),
    NOT_REFUNDED: Reason(says=_("the shop's refund did not arrive"), asks=("refund_only",), fault=False),
    FREIGHT: Reason(says=_("the freight, all goods having gone back"), asks=("refund_only",), fault=False),
    DEFECTIVE: Reason(
        says=_("does not work"), asks=("return", "exchange", "repair"), needs=("whole", "detail"), kept=True
    ),
    "not_as_described": Reason(
        says=_("not as described"), asks=("return", "exchange"), needs=("whole", "detail"), kept=True
    ),
    "perishable": Reason(says=_("gone bad"), asks=("refund_only", "exchange"), needs=("whole", "detail")),
    "swapped": Reason(
        says=_("swapped on the way"),
        asks=("return", "exchange", "refund_only"),
        needs=("whole", "label", "package"),
    ),
    CHANGED_MIND: Reason(says=_("no reason needed, within seven days"), asks=("return",), kept=True, fault=False),
}
REASONS = {code: one.says for code, one in DECLARED.items()}
AGREEABLE = {code: says for code, says in REASONS.items() if code not in (NOT_REFUNDED, FREIGHT)}
"""To which a merchant can agree beforehand."""

PlatformOutcome = Literal["refunded", "returned", "refused"]
PLATFORM_OUTCOMES: tuple[str, ...] = get_args(PlatformOutcome)
"""How a platform ends a claim that is before it."""
ANEW = ("piece_missed", "goods_missed", "repair_missed", "nobody_sent", "no_address", "parcel_missed")
"""Why a person decides anew: what had been decided or agreed did not come about."""
