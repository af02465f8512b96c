"""A way past the slow-down for the true owner: a code to the phone of the account, or one from an administrator.

Either makes the browser one that knows the name, so that strangers' tries don't slow it any more. It replaces
neither password nor second step. Known and unknown names hear the same and cost the same: whether there is anybody
to send to is looked up by a task. Others can use up the messages of a name; an administrator's code needs none: it is
taken whether or not one was asked for.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import later
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.people import rules
from anxin.domain.people.actions import codes, sign_in_records
from anxin.domain.people.actions.throttle import Origin, mark_of, name_of
from anxin.domain.people.models import Account, LoginCode
from anxin.domain.people.queries import actors

TASK = "anxin.domain.people.tasks.send_unlocking"
HANDED_OUT_LIVES = timedelta(minutes=30)
HANDED_OUT = "desk"


class NotLetIn(Forbidden):
    """Only an administrator hands out codes."""

    code = "people.not_let_in"


def ask(*, username: str, origin: Origin, now: datetime) -> UUID:
    """Have a code sent to the phone of whoever the name belongs to; raises `TooManyCodes`, `MessagesSpent`."""
    asked_from = mark_of("origin", origin.address)
    day = codes.day_of(now)
    lock(day)
    codes.refuse_a_flood(_index(username), asked_from, now)
    codes.refuse_when_spent(day, now)
    row = codes.fresh_code(_index(username), asked_from, now)
    account = Account.objects.filter(username=username[:64], is_active=True).first()
    arguments = {"login": str(row.id), "account": str(account.id) if account else ""}
    later.put(TASK, arguments=arguments, key=f"unlocking|{row.id}", now=now)
    return row.id


def send(*, login: UUID, account: UUID, now: datetime) -> None:
    """Send the code that was asked for, where the account's owner has a phone."""
    row = LoginCode.objects.get(pk=login)
    owner = Account.objects.select_related("person").get(pk=account).person
    if owner is None or not owner.phone_sealed or row.code_hash:
        return
    codes.spend(codes.day_of(now), now)
    code = codes.draw(row)
    LoginCode.objects.filter(pk=row.pk).update(code_hash=row.code_hash)
    codes.send(row, code, template="people.unlocking_code", to=owner.id, named="unlocking", now=now)


def hand_out(*, account: Account, by: Actor, origin: Origin, now: datetime) -> str:
    """Make a code an administrator tells the owner of an account, who has proved elsewhere who he is."""
    if "operator" not in by.roles:
        raise NotLetIn
    code = rules.recovery_code(secrets.token_bytes(rules.RECOVERY_BYTES))
    row = LoginCode(
        id=uuid7(),
        phone_index=_handed_index(account.username),
        asked_from=HANDED_OUT,
        created_at=now,
        expires_at=now + HANDED_OUT_LIVES,
    )
    row.code_hash = codes.hash_of(row.id, rules.plain_recovery_code(code))
    row.save(force_insert=True)
    sign_in_records.note("let_in", by=by, origin=origin, now=now, account=account.id)
    return code


def check(*, login: UUID | None, username: str, code: str, origin: Origin, now: datetime) -> None:
    """Take an administrator's code, or that of the message asked for; raises `WrongCode` (five tries a message)."""
    account = Account.objects.filter(username=username[:64], is_active=True).first()
    fitting = _handed_out(username, code, now) or _sent(login, code, now)
    if account is None or not LoginCode.objects.filter(pk=fitting.pk, used_at=None).update(used_at=now):
        raise codes.wrong_code(fitting)
    sign_in_records.note(
        "unlocked", by=actors.actor_of_account(account, now=now), origin=origin, now=now, account=account.id
    )


def is_handed_out(*, username: str, code: str, now: datetime) -> bool:
    """Return whether this is an administrator's unused code for a name (120 bits); write nothing."""
    return _handed_out(username, code, now) is not None


def _handed_out(username: str, code: str, now: datetime) -> LoginCode | None:
    given = rules.plain_recovery_code(code)
    rows = LoginCode.objects.filter(phone_index=_handed_index(username), expires_at__gt=now, used_at=None)
    fits = (one for one in rows if hmac.compare_digest(one.code_hash, codes.hash_of(one.id, given)))
    return next(fits, None)


def _sent(login: UUID | None, code: str, now: datetime) -> LoginCode:
    row = codes.living_code(login, now)
    lock(row)
    if not codes.fits(row, code):
        raise codes.wrong_code(row)
    return row


def send_asked(*, login: str, account: str, now: datetime) -> None:
    """Do what the task was put for: nothing where the name belongs to nobody."""
    if account:
        send(login=UUID(login), account=UUID(account), now=now)


def _index(username: str) -> str:
    return f"unlocking:{name_of(username)}"


def _handed_index(username: str) -> str:
    return f"handed out:{name_of(username)}"
