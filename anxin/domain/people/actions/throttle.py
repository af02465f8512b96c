"""How fast a sign-in may be tried: by the name and the place it comes from, never by the account alone.

A try is counted before it is looked at and given back when it was right, so that tries at the same time can't slip
past the count. A browser in which the account signed in before has a count of its own: strangers' tries don't slow
it. Known and unknown names are counted in the same way: what is counted is what was typed.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings as django_settings
from django.core import signing

from anxin.core import rate_limits
from anxin.core.errors import WrongState
from anxin.domain.people import rules


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a request comes from: its network address and what it says of its device."""

    address: str
    device: str = ""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A try to sign in: the name typed, from where, in a browser that knows the name, after a wait."""

    username: str
    origin: Origin
    known: str = ""
    turn: str = ""


class Slowed(WrongState):
    """Many wrong tries: the next may be made in a while."""

    code = "people.slowed"

    def __init__(self, wait_s: int, turn: str = "") -> None:
        self.turn = turn
        super().__init__({"wait_s": wait_s})


def admit(*, attempt: Attempt, now: datetime) -> None:
    """Count a try of a password; raises `Slowed`, and then nothing was counted."""
    _take(_place(attempt), rules.PASSWORDS, now)
    if attempt.known or _is_turn(attempt, now):
        return
    try:
        _take(_everywhere(attempt), rules.NAMES, now)
    except Slowed:
        raise Slowed(int(rules.TURN_AFTER.total_seconds()), turn=_turn(attempt, now)) from None


def right(*, attempt: Attempt) -> None:
    """Give a counted try back: the password was right."""
    rate_limits.give_back(_place(attempt), per_min=rules.PASSWORDS.per_min)
    if not attempt.known:
        rate_limits.give_back(_everywhere(attempt), per_min=rules.NAMES.per_min)


def admit_code(*, account: UUID, known: str, now: datetime) -> None:
    """Count a try of the second step; raises `Slowed`."""
    _take(_second(account, known), rules.CODES, now)


def right_code(*, account: UUID, known: str) -> None:
    """Give a counted try of the second step back."""
    rate_limits.give_back(_second(account, known), per_min=rules.CODES.per_min)


def mark_of(kind: str, text: str) -> str:
    """Keep a name or an address only as a keyed digest: enough to compare and count by, nothing to read."""
    return keyed(kind, text)[:32]


def keyed(purpose: str, text: str) -> str:
    """Return a digest that only this installation can make."""
    key = django_settings.SECRET_KEY.encode()
    return hmac.new(key, f"anxin {purpose}|{text}".encode(), "sha256").hexdigest()


def name_of(username: str) -> str:
    """Return the mark of a name as people type it."""
    return mark_of("name", username[:64].strip().casefold())


def _take(name: str, pace: rules.TryPace, now: datetime) -> None:
    wait_s = rate_limits.take(name, burst=pace.burst, per_min=pace.per_min, now_s=now.timestamp())
    if wait_s:
        raise Slowed(wait_s)


def _place(attempt: Attempt) -> str:
    name = name_of(attempt.username)
    return f"sign-in|{name}|{attempt.known or attempt.origin.address}"


def _everywhere(attempt: Attempt) -> str:
    return f"sign-in|{name_of(attempt.username)}"


def _second(account: UUID, known: str) -> str:
    return f"second step|{account}|{known}"


def _signer() -> signing.Signer:
    return signing.Signer(salt="anxin.people.turn")


def _turn(attempt: Attempt, now: datetime) -> str:
    return _signer().sign_object({"of": _place(attempt), "at": now.timestamp()})


def _is_turn(attempt: Attempt, now: datetime) -> bool:
    try:
        told = _signer().unsign_object(attempt.turn)
    except signing.BadSignature:
        return False
    given_at = datetime.fromtimestamp(told["at"], now.tzinfo)
    return told["of"] == _place(attempt) and rules.is_turn(given_at=given_at, now=now)
