"""Sign-in: password and second factor for accounts, a code by message for customers.

A password is proved outside of any block (it takes a while by design), then `enter` counts what came of it. What a
refusal must leave behind, the counted tries, is carried by the error.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from django.conf import settings as django_settings
from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F

from anxin.core import outbox, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, Unavailable, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import hold
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.models import Account, LoginCode, MessageDay, RecoveryCode

TOTP = "people.account.totp"
CODE_LIVES = timedelta(minutes=10)
RECOVERY_CODES = 10


class WrongSignIn(Invalid):
    """Name, password or code is wrong; which one stays untold."""

    code = "people.wrong_sign_in"


class Locked(WrongState):
    """Too many wrong tries; the account opens again later."""

    code = "people.locked"


class CodeUsed(WrongState):
    """A code of the authenticator works once."""

    code = "people.code_used"


class AlreadyEnrolled(WrongState):
    """The account has a second factor."""

    code = "people.already_enrolled"


class WeakPassword(Invalid):
    """The password is too easy to guess."""

    code = "people.weak_password"


class WrongCode(Invalid):
    """The code that came by message is wrong or over."""

    code = "people.wrong_code"


class TooManyCodes(Forbidden):
    """This phone or this address asked for too many codes."""

    code = "people.too_many_codes"


class MessagesSpent(Unavailable):
    """The day's budget for messages is spent."""

    code = "people.messages_spent"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What came of comparing a password: for which account, if any, and whether it matched."""

    account: UUID | None
    matched: bool


def prove(*, username: str, password: str) -> Proof:
    """Compare a password outside of any block; an unknown name takes as long as a known one."""
    account = Account.objects.filter(username=username[:64]).first()
    if account is None:
        hashers.make_password(password)
        return Proof(account=None, matched=False)
    return Proof(account=account.id, matched=account.check_password(password) and account.is_active)


def enter(*, proof: Proof, now: datetime) -> Account:
    """Count a proof: let a right one on to the second factor; raises `WrongSignIn`, `Locked`."""
    if proof.account is None:
        raise WrongSignIn("password", expected="a known name with its password", got="")
    account = _held(proof.account, now)
    if not proof.matched:
        raise WrongSignIn(
            "password", expected="a known name with its password", got="", survives=(_miss(account, now),)
        )
    return account


def begin_second_factor(*, account: UUID, now: datetime) -> str:
    """Make a new secret for the authenticator and give its address; raises `AlreadyEnrolled`."""
    row = _held(account, now)
    if row.totp_confirmed_at is not None:
        raise AlreadyEnrolled
    if not row.totp_sealed:
        row.totp_sealed = vault.seal(TOTP, row.id, pyotp.random_base32())
        row.save(update_fields=["totp_sealed"])
    return _totp(row).provisioning_uri(name=row.username, issuer_name="Anxin")


def confirm_second_factor(*, account: UUID, code: str, now: datetime) -> tuple[Account, list[str]]:
    """Take the first code of a new authenticator; give the account and its recovery codes, which are shown once."""
    row = _held(account, now)
    if row.totp_confirmed_at is not None:
        raise AlreadyEnrolled
    _take_totp(row, code, now)
    Account.objects.filter(pk=row.pk).update(totp_confirmed_at=now)
    _tell(row, "people.second_factor", now)
    return row, _fresh_recovery_codes(row, now)


def check_second_factor(*, account: UUID, code: str, now: datetime) -> Account:
    """Take a code of the authenticator or one recovery code; raises `WrongSignIn`, `Locked`, `CodeUsed`."""
    row = _held(account, now)
    if len(rules.digits(code)) == 6:
        _take_totp(row, code, now)
    else:
        _take_recovery_code(row, code, now)
    return row


def renew_recovery_codes(*, account: UUID, code: str, now: datetime) -> list[str]:
    """Replace all recovery codes for whoever shows the authenticator's code."""
    row = _held(account, now)
    _take_totp(row, code, now)
    _tell(row, "people.recovery_codes", now)
    return _fresh_recovery_codes(row, now)


def reset_second_factor(*, account: UUID, by: Actor, now: datetime) -> None:
    """Take a lost authenticator away, so that the next sign-in enrols a new one."""
    Account.objects.filter(pk=account).update(
        totp_sealed="", totp_confirmed_at=None, totp_last_step=0, failed_tries=0, locked_until=None
    )
    RecoveryCode.objects.filter(account=account, used_at=None).delete()
    timeline.write(_stream(account), "people.second_factor_reset", by=by, now=now)


def give_password(*, account: UUID, new: str, now: datetime) -> None:
    """Set the hash of a new password for whoever keeps the house, and open the account again."""
    Account.objects.filter(pk=account).update(password=new, failed_tries=0, locked_until=None)
    timeline.write(_stream(account), "people.password", by=SYSTEM, now=now)


def change_password(*, account: UUID, proof: Proof, new: str, now: datetime) -> Account:
    """Set a new password for whoever proved the old one; raises `WrongSignIn`, `WeakPassword`."""
    row = _held(account, now)
    if not proof.matched or proof.account != account:
        raise WrongSignIn("old", expected="the present password", got="", survives=(_miss(row, now),))
    row.password = new
    row.save(update_fields=["password"])
    _tell(row, "people.password", now)
    return row


def hashed(*, password: str, account: UUID) -> str:
    """Give the hash of a new password, made outside of any block; raises `WeakPassword`."""
    try:
        validate_password(password, Account.objects.get(pk=account))
    except ValidationError as error:
        raise WeakPassword("new", expected="; ".join(error.messages), got="") from None
    return hashers.make_password(password)


def send_code(*, phone: str, asked_from: str, now: datetime) -> UUID:
    """Send a sign-in code to a phone we know and give the try's id; an unknown one hears the same and gets nothing.

    Raises `TooManyCodes` and `MessagesSpent`.
    """
    index, origin = vault.blind_index(phone), _origin(asked_from)
    day = MessageDay.objects.get_or_create(day=rules.day_of(now))[0]
    hold(day)  # one after another: what is counted below is what was sent
    _refuse_a_flood(index, origin, now)
    known = queries.known_by_phone(phone)
    if known:
        _spend(day, now)
    row = LoginCode(id=uuid7(), phone_index=index, asked_from=origin, created_at=now, expires_at=now + CODE_LIVES)
    code = django_settings.ENVIRONMENT.demo_code or f"{secrets.randbelow(1_000_000):06d}"
    row.code_hash = _hash(row.id, code) if known else ""
    row.save(force_insert=True)
    if known:
        outbox.put(
            "people.login_code",
            audience=f"person:{known[0].id}",
            ids={"login": str(row.id)},
            key=f"login|{row.id}",
            now=now,
            secret=code,
            expires_at=row.expires_at,
            carrier="sms",
        )
    return row.id


def check_code(*, login: UUID, code: str, now: datetime) -> Actor:
    """Take the code that came by message; raises `WrongCode` (five tries a code, ten minutes)."""
    row = LoginCode.objects.filter(pk=login, expires_at__gt=now, used_at=None).first()
    if row is None:
        raise WrongCode("code", expected="a code sent within ten minutes", got="")
    hold(row)
    if row.tries >= rules.CODE_TRIES or not _fits(row, code):
        raise WrongCode("code", expected="the code of the latest message", got="", survives=(lambda: _tried(row),))
    LoginCode.objects.filter(pk=row.pk).update(used_at=now)
    return queries.actor_of_phone_index(row.phone_index)


def _held(account: UUID, now: datetime) -> Account:
    row = Account.objects.get(pk=account)
    hold(row)
    if row.locked_until is not None and row.locked_until > now:
        raise Locked({"until": row.locked_until})
    if not row.is_active:
        raise WrongSignIn("username", expected="an account in use", got="")
    return row


def _miss(account: Account, now: datetime) -> Callable[[], None]:
    def count() -> None:
        rows = Account.objects.filter(pk=account.pk)
        rows.update(failed_tries=F("failed_tries") + 1)
        tries = rows.values_list("failed_tries", flat=True).get()
        pause = rules.lock_after(tries)
        if pause:
            rows.update(locked_until=now + pause)

    return count


def _took(row: Account) -> None:
    Account.objects.filter(pk=row.pk).update(failed_tries=0, locked_until=None)


def _totp(row: Account) -> pyotp.TOTP:
    return pyotp.TOTP(vault.open_(TOTP, row.id, row.totp_sealed))


def _take_totp(row: Account, code: str, now: datetime) -> None:
    wrong = WrongSignIn("code", expected="the authenticator's present code", got="", survives=(_miss(row, now),))
    if not row.totp_sealed:
        raise wrong
    totp, given = _totp(row), rules.digits(code)
    present = int(now.timestamp()) // totp.interval
    fitting = (one for one in rules.steps_around(present) if hmac.compare_digest(totp.generate_otp(one), given))
    step = next(fitting, None)
    if step is None:
        raise wrong
    demo = bool(django_settings.ENVIRONMENT.demo_code)
    if not Account.objects.filter(pk=row.pk, totp_last_step__lt=step).update(totp_last_step=step) and not demo:
        raise CodeUsed
    _took(row)


def _fresh_recovery_codes(row: Account, now: datetime) -> list[str]:
    RecoveryCode.objects.filter(account=row, used_at=None).delete()
    codes = [rules.recovery_code(secrets.token_bytes(10)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=row, code_hash=_recovery_hash(row, code), created_at=now) for code in codes
    )
    return codes


def _take_recovery_code(row: Account, code: str, now: datetime) -> None:
    mine = RecoveryCode.objects.filter(account=row, code_hash=_recovery_hash(row, code), used_at=None)
    if not mine.update(used_at=now):
        raise WrongSignIn("code", expected="a code not yet used", got="", survives=(_miss(row, now),))
    _took(row)
    _tell(row, "people.recovery_code_used", now)


def _recovery_hash(row: Account, code: str) -> str:
    plain = rules.plain_recovery_code(code)
    return hashlib.sha256(f"anxin recovery|{row.id}|{plain}".encode()).hexdigest()


def _refuse_a_flood(index: str, origin: str, now: datetime) -> None:
    hour = LoginCode.objects.filter(created_at__gt=now - timedelta(hours=1))
    if hour.filter(phone_index=index).count() >= rules.CODES_PER_PHONE:
        raise TooManyCodes({"wait_min": 60})
    if hour.filter(asked_from=origin).count() >= rules.CODES_PER_ADDRESS:
        raise TooManyCodes({"wait_min": 60})


def _spend(day: MessageDay, now: datetime) -> None:
    """Take one message out of the day's budget: one conditional update, so that two can't share the last fen."""
    price = settings.get("people.message_fen", at=now)
    budget = settings.get("people.messages_daily_fen", at=now)
    rows = MessageDay.objects.filter(pk=day.pk, spent_fen__lte=budget - price)
    if not rows.update(spent_fen=F("spent_fen") + price):
        raise MessagesSpent({"day": day.day.isoformat()})


def _origin(address: str) -> str:
    """Keep an address only as a keyed digest: enough to count by, nothing to read."""
    return _keyed("origin", address)[:32]


def _hash(row: UUID, code: str) -> str:
    return _keyed("login code", f"{row}|{code}")


def _fits(row: LoginCode, code: str) -> bool:
    return bool(row.code_hash) and hmac.compare_digest(row.code_hash, _hash(row.id, rules.digits(code)))


def _tried(row: LoginCode) -> None:
    LoginCode.objects.filter(pk=row.pk, tries__lt=rules.CODE_TRIES).update(tries=F("tries") + 1)


def _keyed(purpose: str, text: str) -> str:
    return hmac.new(django_settings.SECRET_KEY.encode(), f"anxin {purpose}|{text}".encode(), "sha256").hexdigest()


def _tell(row: Account, code: str, now: datetime) -> None:
    actor = queries.actor_of_account(row, now=now, via="sign-in")
    timeline.write(_stream(row.id), code, by=actor, now=now)


def _stream(account: UUID) -> StreamKey:
    return StreamKey("account", str(account))
