"""Sign-in of accounts by password; what proves it a second time is in `factors`, what does both in `passkeys`.

A try is counted first (`pacing`). The password is proved outside of any block (it takes a while by design), then
`enter` writes down what came of it; what a refusal must leave behind is carried by the error. A known name and an
unknown one go the same way, so that neither answer nor time tells them apart.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anxin.core import settings, timeline
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.sessions import lifecycle
from anxin.core.singletons import single
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.core.wording import gap
from anxin.domain.people import rules
from anxin.domain.people.actions import sign_in_records, throttle
from anxin.domain.people.actions.throttle import Attempt, Origin
from anxin.domain.people.models import Account, Factor
from anxin.domain.people.queries import actors


class WrongSignIn(Invalid):
    """Name, password or code is wrong; which one stays untold."""

    code = "people.wrong_sign_in"


class WeakPassword(Invalid):
    """The password is too easy to guess."""

    code = "people.weak_password"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What came of comparing a password: for which account, if any, and whether it matched."""

    account: UUID | None
    matched: bool


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One sign-in: its handle, when it ends, and how long it may lie idle before."""

    handle: str
    lasts: timedelta
    idle: timedelta


def prove(*, username: str, password: str) -> Proof:
    """Compare a password outside of any block; an unknown name costs the same comparison as a known one."""
    account, nobodys = Account.objects.filter(username=username[:64]).first(), _nobodys()
    kept = account.password if account and account.has_usable_password() else nobodys
    matched = hashers.check_password(password, kept)
    fits = matched and account is not None and account.is_active and account.has_usable_password()
    return Proof(account=account.id if account else None, matched=fits)


@single
def _nobodys() -> str:
    """Return the hash that the password of a name nobody has is compared with."""
    return hashers.make_password(secrets.token_urlsafe(32))


def enter(*, proof: Proof, attempt: Attempt, now: datetime) -> Account:
    """Let a right password on to the second factor; raises `WrongSignIn`, and writes down from where."""
    if not proof.matched or proof.account is None:

        def wrong() -> None:
            told = {"name": throttle.name_of(attempt.username)}
            sign_in_records.note(
                "wrong_password", by=STRANGER, origin=attempt.origin, now=now, account=proof.account, facts=told
            )

        raise WrongSignIn("password", expected="a known name with its password", got="", survives=(wrong,))
    account = locked_account(proof.account)
    throttle.right(attempt=attempt)
    return account


def entered(*, account: Account, how: str, origin: Origin, now: datetime) -> Stay:
    """Write down that somebody came in, and say how long this sign-in may last."""
    actor = actors.actor_of_account(account, now=now, via="sign-in")
    told = sign_in_records.note("signed_in", by=actor, origin=origin, now=now, account=account.id, facts={"how": how})
    name = "people.idle_technician_min" if actor.kind == "technician" else "people.idle_min"
    idle = timedelta(minutes=settings.get(name, at=now))
    return Stay(handle=str(told.id), lasts=rules.LONGEST_STAY, idle=idle)


def note_sign_out(*, account: UUID, by: Actor, origin: Origin, now: datetime) -> None:
    """Write down that somebody signed out."""
    sign_in_records.note("signed_out", by=by, origin=origin, now=now, account=account)


def end_sign_ins(*, account: UUID, handle: str, but: str, by: Actor, origin: Origin, now: datetime) -> int:
    """End one of somebody's sign-ins, or without a handle all but the one he asks with; give how many ended."""
    ended = end_sessions(account, handle=handle, but=but)
    if ended:
        facts = {"session": handle, "count": ended}
        sign_in_records.note("session_ended", by=by, origin=origin, now=now, account=account, facts=facts)
    return ended


def end_sessions(account: UUID, *, handle: str = "", but: str = "") -> int:
    """End one sign-in of an account, or all but one, and the authenticator begun in any; give how many ended."""
    Factor.objects.filter(account=account, confirmed_at=None).delete()
    return lifecycle.end(str(account), handle=handle, but=but)


def username_of(account: UUID) -> str:
    """Return the name of an account whose password was just shown."""
    return Account.objects.values_list("username", flat=True).get(pk=account)


def give_password(*, account: UUID, new: str, now: datetime) -> None:
    """Set the hash of a new password for whoever keeps the house; every sign-in of the account ends."""
    Account.objects.filter(pk=account).update(password=new)
    end_sessions(account)
    timeline.write(_stream(account), "people.password", by=SYSTEM, now=now)


def change_password(*, account: UUID, proof: Proof, attempt: Attempt, new: str, session: str, now: datetime) -> Account:
    """Set a new password for whoever proved the old one, and end every other sign-in; raises `WrongSignIn`."""
    row = locked_account(account)
    if not proof.matched or proof.account != account:
        raise WrongSignIn("old", expected="the present password", got="")
    throttle.right(attempt=attempt)
    row.password = new
    row.save(update_fields=["password"])
    end_sessions(account, but=session)
    tell(row, "people.password", now)
    return row


def hashed(*, password: str, account: UUID) -> str:
    """Return the hash of a new password, made outside of any block; raises `WeakPassword`."""
    return _hashed(password, Account.objects.get(pk=account))


def hashed_for(*, password: str, username: str, called: str) -> str:
    """Return the same for an account that isn't kept yet."""
    return _hashed(password, Account(username=username, called=called))


def _hashed(password: str, account: Account) -> str:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword("new", expected=gap().join(error.messages), got="") from None
    return hashers.make_password(password)


def locked_account(account: UUID) -> Account:
    """Lock an account in use; raises `WrongSignIn`."""
    row = Account.objects.get(pk=account)
    lock(row)
    if not row.is_active:
        raise WrongSignIn("username", expected="an account in use", got="")
    return row


def tell(row: Account, code: str, now: datetime) -> None:
    """Write down what an owner did with his account."""
    actor = actors.actor_of_account(row, now=now, via="sign-in")
    timeline.write(_stream(row.id), code, by=actor, now=now)


def _stream(account: UUID) -> StreamKey:
    return StreamKey("account", str(account))
