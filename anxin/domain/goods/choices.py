"""Who tells of money that went back of an order: one list, with what each is called and whether its word proves it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Who tells of it, and whether money counts as gone by his word alone."""

    name: "_StrPromise"
    proves: bool = False


LIST, FILE, MERCHANT, PLATFORM, FINANCE, DESK = "list", "file", "merchant", "platform", "finance", "desk"
TELLERS = {
    LIST: Teller(name=_("the connected shop's own list"), proves=True),
    FILE: Teller(name=_("the shop's orders file")),
    MERCHANT: Teller(name=_("the merchant")),
    PLATFORM: Teller(name=_("the platform"), proves=True),
    FINANCE: Teller(name=_("finance"), proves=True),
    DESK: Teller(name=_("the service desk")),
}


@dataclass(frozen=True, kw_only=True)
class Peril:
    """A fault that is a danger to somebody: what is done first, and whom to ring before any repair.

    `signs` is how it is told in a customer's words, as a pattern that a browser reads as well.
    """

    name: "_StrPromise"
    says: "_StrPromise"
    numbers: tuple[str, ...]
    signs: str


PERILS = {
    "gas": Peril(
        name=_("Gas: leave first, ring outside"),
        says=_(
            "It smells of gas: touch no switch, light nothing, don't ring indoors. Shut the valve and open windows "
            "only where you pass them; everybody goes out, and only outside ring your gas supplier's emergency line or "
            "119."
        ),
        numbers=("119",),
        signs=(
            r"(?<!没有)(?<!没)(?<!无)(?:燃气|煤气|天然气|液化气|瓦斯)(?:味|漏|泄)|闻到了?(?:燃气|煤气|天然气|瓦斯)"
            r"|(?<!不)(?:漏|泄漏|泄露)(?:燃气|煤气|天然气|气)|gas[ _](?:smell|leak)|smells? (?:of|like) gas|leaks? gas"
        ),
    ),
    "fire": Peril(
        name=_("Fire or smoke: leave first, ring 119"),
        says=_(
            "It burns or smokes: everybody goes out, nobody goes back for anything. Cut power and gas only where you "
            "pass the switch; no water on anything electric. Outside ring 119; for whoever is hurt 120."
        ),
        numbers=("119", "120"),
        signs=(
            r"(?<!不)(?<!没)(?<!打)(?<!点)着火|起火|冒火|失火|冒烟|烧起来|烧着了|爆炸"
            r"|\b(?:on|caught|catches) fire|\bsmok(?:es|ing)\b|explod"
        ),
    ),
    "shock": Peril(
        name=_("Current on the machine: don't touch it"),
        says=_(
            "It leaks current or gave somebody a shock: touch neither it nor water beside it, nor who still touches "
            "it. Switch off at the main switch. Somebody is hurt: ring 120. It smokes or burns: go out and ring 119."
        ),
        numbers=("120", "119"),
        signs=r"(?<!不)漏电|触电|电到人|被电|electric shock|leaks? current",
    ),
    "trapped": Peril(
        name=_("Somebody is trapped: ring 119 first"),
        says=_(
            "Somebody can't get out and is a child, old, ill or beside a lit stove: ring 119 now. Whoever is hurt: "
            "120. Don't wait for us; stay where they hear you."
        ),
        numbers=("119", "120"),
        signs=r"被困|困在|锁在(?:家|屋|房|里)|反锁在|(?:人|孩子|小孩|宝宝)[^，。,.]{0,4}出不来|locked in\b|trapped",
    ),
}
"""By code, the gravest first: the words that stand on every page that such a report has."""
