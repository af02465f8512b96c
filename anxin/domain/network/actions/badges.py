"""Printed badges: each has a serial, a new one takes the earlier's place, a withdrawn one says so when checked."""

import secrets
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import badges
from anxin.domain.network.rules import badge_codes


class NoBadge(WrongState):
    """A badge needs a portrait, and a brand that vouches today."""

    code = "network.no_badge"


def issue_badge(*, technician: Technician, by: Actor, now: datetime) -> str:
    """Give a technician a badge to print; the one before is withdrawn by it. Raises `network.no_badge`."""
    lock(technician)
    if not badges.may_have(technician, now=now):
        raise NoBadge({"number": technician.number})
    before = badges.current(technician)
    serial = "".join(secrets.choice(badge_codes.ALPHABET) for _sign in range(badge_codes.SERIAL))
    if before:
        _withdraw(technician, before, reason="replaced", by=by, now=now)
    timeline.write(technician.stream(), badges.ISSUED, by=by, now=now, facts={"serial": serial})
    return serial


def withdraw_badge(*, technician: Technician, reason: str, by: Actor, now: datetime) -> None:
    """Let the printed badge count no more, whoever holds it."""
    lock(technician)
    serial = badges.current(technician)
    if not serial:
        raise WrongState({"machine": "badge", "state": "", "step": "withdraw"})
    _withdraw(technician, serial, reason=reason, by=by, now=now)


def _withdraw(technician: Technician, serial: str, *, reason: str, by: Actor, now: datetime) -> None:
    facts = {"serial": serial, "badge_end": reason}
    timeline.write(technician.stream(), badges.WITHDRAWN, by=by, now=now, facts=facts)
