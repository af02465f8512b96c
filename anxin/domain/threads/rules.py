"""What is decided about messages: which side somebody speaks for, who hears it, and until when anybody may write."""

from datetime import datetime, timedelta

from anxin.core.actors import CUSTOMERS, HOUSES

SIDES = ("buyer", "merchant", "desk", "auditor")
SPEAKING = ("buyer", "merchant", "desk")
WORDS = "said"
"""The private part of the fact that binds the words of a message; read with the message, by who hears that."""
MERCHANT = frozenset({"merchant_owner", "merchant_agent", "packer"})


def side_of(*, kind: str, roles: frozenset[str]) -> str:
    """Return the side an actor stands on; empty for a stranger."""
    if "customer" in roles or kind in CUSTOMERS:
        return "buyer"
    if roles & MERCHANT:
        return "merchant"
    if "auditor" in roles:
        return "auditor"
    if kind == "token" and "agent" not in roles:
        return ""
    return "desk" if kind in HOUSES | {"system"} else ""


AFTER_THE_END = ("buyer", "desk")


def may_write(side: str, ended_at: datetime | None, *, now: datetime, after: timedelta) -> bool:
    """Return whether a side may write: each while the case is under way, buyer and desk a stated while after its end.

    Who lost or won has nothing left to say to a buyer whose case is over; the buyer may have found what is still wrong.
    """
    if side not in SPEAKING or ended_at is None:
        return side in SPEAKING
    return side in AFTER_THE_END and now < ended_at + after


def heard_by(*, side: str, to: frozenset[str]) -> frozenset[str]:
    """Return who reads a message: whom it is for, who wrote it, and always those who decide or inspect."""
    return to | {side, "desk", "auditor"}


SPEAKS_AS = ("reviewer", "agent", "dispatcher", "quality", "finance", "operator")


def speaks_as(roles: frozenset[str]) -> str:
    """Return the role in which somebody of the desk writes, the one that decides first; empty where he has none."""
    return next((one for one in SPEAKS_AS if one in roles), "")
