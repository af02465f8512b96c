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
