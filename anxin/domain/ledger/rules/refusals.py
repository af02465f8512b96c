"""Why a provider refused a refund, where that is for the house to put right."""

from anxin.domain.ledger.rules import BY_HAND, NUMBERS, is_by_hand

BARRED = frozenset({"NO_AUTH", "NOAUTH", "ACQ.ACCESS_FORBIDDEN", "ACQ.PARTNER_ERROR"})
BARRED |= {"isv.insufficient-isv-permissions", "isv.insufficient-user-permissions"}
"""By which codes a provider says that our account may give nothing back."""


def is_barred(provider: str, fault: str) -> bool:
    """Return whether a provider refused a refund because our account there may not make any.

    >>> is_barred("wechat", "by hand: NO_AUTH"), is_barred("bank", "by hand: NO_AUTH")
    (True, False)
    """
    return provider in NUMBERS and is_by_hand(fault) and fault.removeprefix(BY_HAND).removeprefix(": ") in BARRED
