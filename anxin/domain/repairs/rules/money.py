"""When money may be asked for."""

from anxin.domain.repairs.states import REPAIR


def may_ask_money(repair: str) -> bool:
    """Return whether money may be asked for: not before its customer has an answer to what he says is wrong.

    >>> may_ask_money("confirmed"), may_ask_money("disputed")
    (True, False)
    """
    return repair not in REPAIR.capabilities["asks_no_money"]
