"""Sign-in of accounts: password and second factor.

A try is counted first (`pacing`). The password is proved outside of any block (it takes a while by design), then
`enter` writes down what came of it; what a refusal must leave behind is carried by the error. A known name and an
unknown one go the same way, so that neither answer nor time tells them apart.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from django.conf import settings as django_settings
from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anxin.core import sessions, settings, timeline, vault
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.singles import single
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.actions import sign_in_records, throttle
from anxin.domain.people.actions.throttle import Attempt, Origin
from anxin.domain.people.models import Account, RecoveryCode

TOTP = "people.account.totp"
RECOVERY_CODES = 10


class WrongSignIn(Invalid):
    """Name, password or code is wrong; which one stays untold."""

    code = "people.wrong_sign_in"


class CodeUsed(WrongState):
    """A code of the authenticator works once."""

    code = "people.code_used"


class AlreadyEnrolled(WrongState):
    """The account has a second factor."""

    code = "people.already_enrolled"


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
    account = _held(proof.account)
    throttle.right(attempt=attempt)
    return account


def entered(*, account: Account, how: str, origin: Origin, now: datetime) -> Stay:
    """Write down that somebody came in, and say how long this sign-in may last."""
    actor = queries.actor_of_account(account, now=now, via="sign-in")
    told = sign_in_records.note("signed_in", by=actor, origin=origin, now=now, account=account.id, facts={"how": how})
    name = "people.idle_technician_min" if actor.kind == "technician" else "people.idle_min"
    idle = timedelta(minutes=settings.get(name, at=now))
    return Stay(handle=str(told.id), lasts=rules.LONGEST_STAY, idle=idle)


def left(*, account: UUID, by: Actor, origin: Origin, now: datetime) -> None:
    """Write down that somebody signed out."""
    sign_in_records.note("signed_out", by=by, origin=origin, now=now, account=account)


def end_sign_ins(*, account: UUID, handle: str, but: str, by: Actor, origin: Origin, now: datetime) -> None:
    """End one of somebody's own sign-ins, or without a handle all but the one he asks with."""
    ended = sessions.end(str(account), handle=handle, but=but)
    if ended:
        facts = {"session": handle, "count": ended}
        sign_in_records.note("session_ended", by=by, origin=origin, now=now, account=account, facts=facts)


def username_of(account: UUID) -> str:
    """Return the name of an account whose password was just shown."""
    return Account.objects.values_list("username", flat=True).get(pk=account)


def begin_second_factor(*, account: UUID) -> str:
    """Make a new secret for the authenticator and give its address; raises `AlreadyEnrolled`."""
    row = _held(account)
    if row.totp_confirmed_at is not None:
        raise AlreadyEnrolled
    if not row.totp_sealed:
        row.totp_sealed = vault.seal(TOTP, row.id, pyotp.random_base32())
        row.save(update_fields=["totp_sealed"])
    return _totp(row).provisioning_uri(name=row.username, issuer_name="Anxin")


def confirm_second_factor(*, account: UUID, code: str, now: datetime) -> tuple[Account, list[str]]:
    """Take the first code of a new authenticator; give the account and its recovery codes, which are shown once."""
    row = _held(account)
    if row.totp_confirmed_at is not None:
        raise AlreadyEnrolled
    _take_totp(row, code, now)
    Account.objects.filter(pk=row.pk).update(totp_confirmed_at=now)
    _tell(row, "people.second_factor", now)
    return row, _fresh_recovery_codes(row, now)


def check_second_factor(*, account: UUID, code: str, attempt: Attempt, now: datetime) -> tuple[Account, str]:
    """Take a code of the authenticator or one recovery code; give the account and which of the two it was.

    Raises `WrongSignIn`, `CodeUsed`.
    """
    row = _held(account)
    how = "code" if len(rules.digits(code)) == 6 else "recovery"
    take = _take_totp if how == "code" else _take_recovery_code
    try:
        take(row, code, now)
    except WrongSignIn as wrong:
        wrong.survives = (
            lambda: sign_in_records.note("wrong_second", by=STRANGER, origin=attempt.origin, now=now, account=row.id),
        )
        raise
    throttle.right_code(account=row.id, known=attempt.known)
    return row, how


def renew_recovery_codes(*, account: UUID, code: str, known: str, now: datetime) -> list[str]:
    """Replace all recovery codes for whoever shows the authenticator's code."""
    row = _held(account)
    _take_totp(row, code, now)
    throttle.right_code(account=row.id, known=known)
    _tell(row, "people.recovery_codes", now)
    return _fresh_recovery_codes(row, now)


def reset_second_factor(*, account: UUID, by: Actor, now: datetime) -> None:
    """Take a lost authenticator away, so that the next sign-in enrols a new one; every sign-in of it ends."""
    Account.objects.filter(pk=account).update(totp_sealed="", totp_confirmed_at=None, totp_last_step=0)
    RecoveryCode.objects.filter(account=account, used_at=None).delete()
    sessions.end(str(account))
    timeline.write(_stream(account), "people.second_factor_reset", by=by, now=now)


def give_password(*, account: UUID, new: str, now: datetime) -> None:
    """Set the hash of a new password for whoever keeps the house; every sign-in of the account ends."""
    Account.objects.filter(pk=account).update(password=new)
    sessions.end(str(account))
    timeline.write(_stream(account), "people.password", by=SYSTEM, now=now)


def change_password(*, account: UUID, proof: Proof, attempt: Attempt, new: str, session: str, now: datetime) -> Account:
    """Set a new password for whoever proved the old one, and end every other sign-in; raises `WrongSignIn`."""
    row = _held(account)
    if not proof.matched or proof.account != account:
        raise WrongSignIn("old", expected="the present password", got="")
    throttle.right(attempt=attempt)
    row.password = new
    row.save(update_fields=["password"])
    sessions.end(str(account), but=session)
    _tell(row, "people.password", now)
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
        raise WeakPassword("new", expected="; ".join(error.messages), got="") from None
    return hashers.make_password(password)


def _held(account: UUID) -> Account:
    row = Account.objects.get(pk=account)
    lock(row)
    if not row.is_active:
        raise WrongSignIn("username", expected="an account in use", got="")
    return row


def _totp(row: Account) -> pyotp.TOTP:
    return pyotp.TOTP(vault.open_(TOTP, row.id, row.totp_sealed))


def _take_totp(row: Account, code: str, now: datetime) -> None:
    wrong = WrongSignIn("code", expected="the authenticator's present code", got="")
    if not row.totp_sealed:
        raise wrong
    totp, given = _totp(row), rules.digits(code).encode()
    present = int(now.timestamp()) // totp.interval
    shown = ((one, totp.generate_otp(one).encode()) for one in rules.steps_around(present))
    fitting = (one for one, fits in shown if hmac.compare_digest(fits, given))
    step = next(fitting, None)
    if step is None:
        raise wrong
    demo = bool(django_settings.ENVIRONMENT.demo_code)
    if not Account.objects.filter(pk=row.pk, totp_last_step__lt=step).update(totp_last_step=step) and not demo:
        raise CodeUsed


def _fresh_recovery_codes(row: Account, now: datetime) -> list[str]:
    RecoveryCode.objects.filter(account=row, used_at=None).delete()
    codes = [rules.recovery_code(secrets.token_bytes(rules.RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=row, code_hash=_recovery_hash(row, code), created_at=now) for code in codes
    )
    return codes


def _take_recovery_code(row: Account, code: str, now: datetime) -> None:
    mine = RecoveryCode.objects.filter(account=row, code_hash=_recovery_hash(row, code), used_at=None)
    if not mine.update(used_at=now):
        raise WrongSignIn("code", expected="a code not yet used", got="")
    _tell(row, "people.recovery_code_used", now)


def _recovery_hash(row: Account, code: str) -> str:
    plain = rules.plain_recovery_code(code)
    return hashlib.sha256(f"anxin recovery|{row.id}|{plain}".encode()).hexdigest()


def _tell(row: Account, code: str, now: datetime) -> None:
    actor = queries.actor_of_account(row, now=now, via="sign-in")
    timeline.write(_stream(row.id), code, by=actor, now=now)


def _stream(account: UUID) -> StreamKey:
    return StreamKey("account", str(account))
