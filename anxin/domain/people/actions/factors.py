"""The second step: authenticators, as many as somebody wants, and recovery codes for when all of them are lost."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from django.conf import settings as django_settings

from anxin.core import timeline, vault
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Invalid, Missing, WrongState
from anxin.core.ids import uuid7
from anxin.core.timeline import StreamKey
from anxin.domain.people import rules
from anxin.domain.people.actions import sign_in_records, throttle
from anxin.domain.people.actions.credentials import WrongSignIn, end_sessions, locked_account, tell
from anxin.domain.people.actions.throttle import Attempt
from anxin.domain.people.models import Account, Factor, RecoveryCode
from anxin.domain.people.queries import factors as lists

TOTP = "people.account.totp"
RECOVERY_CODES = 10


class CodeUsed(WrongState):
    """A code of the authenticator works once."""

    code = "people.code_used"


class WrongFirstCode(Invalid):
    """A new authenticator's first code doesn't fit its key: there is nothing else it could be."""

    code = "people.wrong_first_code"


class FirstKeyOver(WrongFirstCode):
    """The key a first code belongs to was shown in another sign-in, or too long ago: another one is shown."""

    code = "people.first_key_over"


class AlreadyEnrolled(WrongState):
    """The account has a second factor."""

    code = "people.already_enrolled"


class NoSuchFactor(Missing):
    """The account has no such authenticator or passkey."""

    code = "people.no_such_factor"


class LastFactor(WrongState):
    """Without this one the password alone would let its owner in."""

    code = "people.last_factor"


class EnoughFactors(WrongState):
    """An account has as many authenticators and passkeys as anybody can keep apart."""

    code = "people.enough_factors"


@dataclass(frozen=True, kw_only=True)
class Begun:
    """An authenticator whose first code is waited for: which one, for the session that began it, and its address."""

    id: UUID
    address: str


def begin(*, account: UUID, now: datetime, mine: UUID | None = None, further: bool = False, site: str = "") -> Begun:
    """Make a secret for an authenticator; raises `AlreadyEnrolled` where the first one counts.

    `mine`: what this session began before, which stays the same for a while. What another one saw counts no more.
    `site`: what it is listed under there.
    """
    row = locked_account(account)
    room_for(row, further=further)
    begun = _begun(row, mine, now)
    if begun is None:
        Factor.objects.filter(account=row, confirmed_at=None).delete()
        begun = Factor(id=uuid7(), account=row, kind=Factor.Kind.AUTHENTICATOR, created_at=now)
        begun.secret_sealed = vault.seal(TOTP, begun.id, pyotp.random_base32())
        begun.save(force_insert=True)
    return Begun(id=begun.id, address=_totp(begun).provisioning_uri(name=row.username, issuer_name=site or "Anxin"))


def _begun(row: Account, mine: UUID | None, now: datetime) -> Factor | None:
    """Return what a session began to set up, while it may be confirmed."""
    if mine is None:
        return None
    begun = Factor.objects.filter(account=row, kind=Factor.Kind.AUTHENTICATOR, confirmed_at=None, pk=mine)
    return begun.filter(created_at__gt=now - rules.BEGUN_FOR).first()


def room_for(row: Account, *, further: bool) -> None:
    """Refuse a first one where there is one, and more than anybody keeps apart."""
    kept = Factor.objects.filter(account=row, confirmed_at__isnull=False).count()
    if kept and not further:
        raise AlreadyEnrolled
    if kept >= rules.MOST_FACTORS:
        raise EnoughFactors({"most": rules.MOST_FACTORS})


def confirm(
    *, account: UUID, mine: UUID | None, code: str, now: datetime, further: bool = False, name: str = ""
) -> tuple[Account, list[str]]:
    """Take the first code of what this session began; with the first one of an account come recovery codes, shown once.

    Raises `FirstKeyOver`, `WrongFirstCode`.
    """
    row = locked_account(account)
    room_for(row, further=further)
    begun = _begun(row, mine, now)
    if begun is None:
        raise FirstKeyOver("code", expected="the first code of the key shown now", got="one of another key")
    try:
        taken = _take_totp([begun], code, now)
    except WrongSignIn:
        raise WrongFirstCode("code", expected="the authenticator's present code") from None
    Factor.objects.filter(pk=taken.pk).update(confirmed_at=now, name=rules.factor_name(name))
    tell(row, "people.second_factor", now)
    return row, [] if further else fresh_recovery_codes(row, now)


def check(*, account: UUID, code: str, attempt: Attempt, now: datetime) -> tuple[Account, str]:
    """Take a code of an authenticator or one recovery code; give the account and which of the two it was.

    Raises `WrongSignIn`, `CodeUsed`.
    """
    row = locked_account(account)
    how = "code" if len(rules.digits(code)) == 6 else "recovery"
    try:
        if how == "code":
            mine = Factor.objects.filter(account=row, kind=Factor.Kind.AUTHENTICATOR, confirmed_at__isnull=False)
            _take_totp(list(mine), code, now)
        else:
            _take_recovery_code(row, code, now)
    except WrongSignIn as wrong:
        wrong.survives = (
            lambda: sign_in_records.note("wrong_second", by=STRANGER, origin=attempt.origin, now=now, account=row.id),
        )
        raise
    throttle.right_code(account=row.id, known=attempt.known)
    return row, how


def renew_recovery_codes(*, account: UUID, now: datetime) -> list[str]:
    """Replace all recovery codes of somebody who has just proved himself."""
    row = locked_account(account)
    tell(row, "people.recovery_codes", now)
    return fresh_recovery_codes(row, now)


def rename(*, account: UUID, factor: UUID, name: str) -> None:
    """Call an authenticator or a passkey by another name; raises `NoSuchFactor`."""
    row = locked_account(account)
    if not Factor.objects.filter(account=row, pk=factor).update(name=rules.factor_name(name)):
        raise NoSuchFactor


def remove(*, account: UUID, factor: UUID, rp: str, now: datetime) -> None:
    """Take one of one's own away, never the last that opens the door under this name.

    Raises `NoSuchFactor`, `LastFactor`.
    """
    row = locked_account(account)
    found = next((one for one in lists.factors_of(row.id, rp=rp) if one.id == factor), None)
    if found is None:
        raise NoSuchFactor
    if found.last:
        raise LastFactor
    Factor.objects.filter(pk=factor).delete()
    tell(row, f"people.{found.kind}_removed", now)


def reset(*, account: UUID, by: Actor, now: datetime) -> None:
    """Take all that is lost away, so that the next sign-in sets one up anew; every sign-in of it ends."""
    Factor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account, used_at=None).delete()
    end_sessions(account)
    timeline.write(StreamKey("account", str(account)), "people.second_factor_reset", by=by, now=now)


def fresh_recovery_codes(row: Account, now: datetime) -> list[str]:
    """Make ten new codes and drop what is left of the old ones."""
    RecoveryCode.objects.filter(account=row, used_at=None).delete()
    codes = [rules.recovery_code(secrets.token_bytes(rules.RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=row, code_hash=_recovery_hash(row, code), created_at=now) for code in codes
    )
    return codes


def _totp(row: Factor) -> pyotp.TOTP:
    return pyotp.TOTP(vault.open_(TOTP, row.id, row.secret_sealed))


def _take_totp(rows: list[Factor], code: str, now: datetime) -> Factor:
    given = rules.digits(code).encode()
    taken = next(((row, step) for row in rows if (step := _step_of(row, given, now)) is not None), None)
    if taken is None:
        raise WrongSignIn("code", expected="the authenticator's present code", got="")
    row, step = taken
    demo = bool(django_settings.ENVIRONMENT.demo_code)
    fresh = Factor.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step, used_at=now)
    if not fresh and not demo:
        raise CodeUsed
    return row


def _step_of(row: Factor, given: bytes, now: datetime) -> int | None:
    """Return the time step whose code was given."""
    totp = _totp(row)
    present = int(now.timestamp()) // totp.interval
    shown = ((one, totp.generate_otp(one).encode()) for one in rules.steps_around(present))
    return next((one for one, fits in shown if hmac.compare_digest(fits, given)), None)


def _take_recovery_code(row: Account, code: str, now: datetime) -> None:
    mine = RecoveryCode.objects.filter(account=row, code_hash=_recovery_hash(row, code), used_at=None)
    if not mine.update(used_at=now):
        raise WrongSignIn("code", expected="a code not yet used", got="")
    tell(row, "people.recovery_code_used", now)


def _recovery_hash(row: Account, code: str) -> str:
    plain = rules.plain_recovery_code(code)
    return hashlib.sha256(f"anxin recovery|{row.id}|{plain}".encode()).hexdigest()
