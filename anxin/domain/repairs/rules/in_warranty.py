"""Which services the warranty pays for: a fault and a look at it; what is ordered costs what the price list says."""

from typing import Any

from anxin.core.errors import Invalid

SETTING = "repairs.in_warranty"
PAID_BY = ("warranty", "price_list")
IN_WARRANTY = {
    **{"repair": "warranty", "inspect": "warranty"},
    **dict.fromkeys(("install", "maintain", "remove", "lock_opening"), "price_list"),
}
"""What pays for each kind of service of a device in warranty, unless a brand says otherwise."""


def check_in_warranty(value: dict[str, Any]) -> None:
    """Refuse a table that leaves a kind of service open, or names something else that pays; raises `Invalid`."""
    if set(value) != set(IN_WARRANTY) or set(value.values()) - set(PAID_BY):
        raise Invalid(SETTING, expected=f"{' | '.join(IN_WARRANTY)}, each {' | '.join(PAID_BY)}", got=value)
