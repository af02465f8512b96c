"""When a message to a person may go, and for how long: nobody is woken at night for what can wait."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from anxin.core.actors import VISITORS
from anxin.core.zone import SHANGHAI

AWAKE = timedelta(hours=1)
"""So long after he did something himself a person is taken to be awake."""
DAYTIME = timedelta(hours=10)
"""So long a message that waited for the morning may still go."""
KEPT = timedelta(days=180)
"""So long a notice is kept."""
WITH_HIM = frozenset({"visits.called", "repair.help"})
"""What somebody here can only do while he speaks with the customer."""
SPOKEN = {"channel": {"phone"}, "direction": {"in"}, "how": {"code", "call"}}
"""What a fact says where somebody here wrote down what the customer did or said himself: rang, gave his code."""


def goes_at(now: datetime, *, quiet_from_h: int, quiet_until_h: int, urgent: bool) -> datetime:
    """Return when a message to a person may go: at once, or as soon as the quiet hours of Shanghai are over."""
    local = now.astimezone(SHANGHAI)
    across = quiet_from_h > quiet_until_h
    late, early = local.hour >= quiet_from_h, local.hour < quiet_until_h
    if urgent or not ((late or early) if across else (late and early)):
        return now
    day = local.date() + timedelta(days=1 if across and late else 0)
    return datetime.combine(day, time(quiet_until_h), SHANGHAI).astimezone(now.tzinfo)


def is_his_own(code: str, *, actor_kind: str, facts: Mapping[str, object]) -> bool:
    """Return whether a fact is what a customer did himself: by a page or chat, or on the phone with somebody here.

    What a program sent is not, whoever stands behind it: it comes in batches, at night too.
    """
    if actor_kind in VISITORS or code in WITH_HIM:
        return True
    return actor_kind != "token" and any(facts.get(name) in said for name, said in SPOKEN.items())
