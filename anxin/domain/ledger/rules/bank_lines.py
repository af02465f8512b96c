"""On which side of the account a line of a bank's statement stands, and over how much it is."""

from collections.abc import Mapping

CAME, WENT = "in", "back"
"""The side of a line, as it is kept: what came in, what went out."""


def went_out(values: Mapping[str, object]) -> bool:
    """Return whether a line went out: its side says so, or its sum stands in the column of what went out.

    >>> went_out({"amount": 5, "side": "back"}), went_out({"out": 5}), went_out({"amount": 5}), went_out({"amount": 0})
    (True, True, False, True)
    """
    return values.get("side") == WENT or (values.get("side") is None and not values.get("amount"))


def out_fen(values: Mapping[str, object]) -> int:
    """Return how much a line that went out is over."""
    return int(str(values.get("out") or values.get("amount") or 0))


def sum_fault(values: Mapping[str, object]) -> str:
    """Return the column at fault where a line has a sum on both sides, or came in without one; empty where none is.

    >>> sum_fault({"amount": 5, "out": 5}), sum_fault({"side": "in", "amount": 0}), sum_fault({"out": 5})
    ('out', 'amount', '')
    """
    if values.get("amount") and values.get("out"):
        return "out"
    return "amount" if values.get("side") == CAME and not values.get("amount") else ""
