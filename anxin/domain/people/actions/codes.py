"""Codes by message: to a phone we know, bounded in number and in money, the same answer for one we don't know."""

import hmac
import secrets
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings as django_settings
from django.db.models import F, QuerySet

from anxin.core import outbox, settings, vault
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, Unavailable
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.people import queries, rules
from anxin.domain.people.actions.throttle import keyed, mark_of
from anxin.domain.people.models import LoginCode, MessageDay
from anxin.domain.people.queries import actors

CODE_LIVES = timedelta(minutes=10)
HOUR = timedelta(hours=1)
BROWSER = "b:"
"""How it begins what is kept of a browser that asked, instead of a network."""


class WrongLoginCode(Invalid):
    """The code that came by message is wrong or over."""

    code = "people.wrong_code"


class TooManyCodes(Forbidden):
    """This phone or this address asked for too many codes."""

    code = "people.too_many_codes"


class MessagesSpent(Unavailable):
    """The day's budget for messages is spent."""

    code = "people.messages_spent"


def send_code(*, phone: str, asked_from: str, now: datetime, browser: str = "") -> UUID:
    """Send a sign-in code to a phone we know and give the try's id; an unknown one hears the same and gets nothing.

    `browser` is the mark of one in which this phone was proved before, by `whose` mark it begins: while the phone is
    that person's, what strangers ask for doesn't count there. Raises `TooManyCodes` and `MessagesSpent`.
    """
    index, known = vault.blind_index(phone), queries.known_by_phone(phone)
    day = day_of(now)
    lock(day)  # one after another: what is counted below is what was sent
    is_his = any(browser.startswith(whose(str(one.id))) for one in known)
    origin = (_known_origin(index, browser, now) if is_his else "") or mark_of("origin", asked_from)
    refuse_a_flood(index, origin, now, most=rules.CODES_PER_PHONE_IN_ALL)
    _refuse_from(_asked(now).filter(phone_index=index, asked_from=origin), rules.CODES_PER_PHONE, now)
    refuse_when_spent(day, now)
    if known:
        spend(day, now)
    row = LoginCode(id=uuid7(), phone_index=index, asked_from=origin, created_at=now, expires_at=now + CODE_LIVES)
    code = draw(row) if known else ""
    row.save(force_insert=True)
    if known:
        send(row, code, template="people.login_code", to=known[0].id, named="login", now=now)
    return row.id


def draw(row: LoginCode) -> str:
    """Return six new figures for a try, which keeps their hash."""
    code = django_settings.ENVIRONMENT.demo_code or f"{secrets.randbelow(1_000_000):06d}"
    row.code_hash = hash_of(row.id, code)
    return code


def send(row: LoginCode, code: str, *, template: str, to: UUID, named: str, now: datetime) -> None:
    """Send the code of a try to a person's phone."""
    outbox.put(
        template,
        audience=f"person:{to}",
        ids={"login": str(row.id)},
        key=f"{named}|{row.id}",
        now=now,
        secret=code,
        expires_at=row.expires_at,
        carrier="sms",
    )


def whose(person: str) -> str:
    """Return by what the mark of a browser begins in which this person proved a phone: a keyed digest."""
    return mark_of("proved person", person)[:16]


def _known_origin(index: str, browser: str, now: datetime) -> str:
    """Return as what a known browser is counted; nothing once known ones asked for all of theirs: as a stranger's."""
    origin = f"{BROWSER}{mark_of('browser', browser)[:30]}"
    asked = _asked(now).filter(phone_index=index, asked_from__startswith=BROWSER)
    _refuse_from(asked.filter(asked_from=origin), rules.CODES_PER_PHONE, now)
    return origin if asked.count() < rules.CODES_PER_PHONE_IN_ALL else ""


def check_code(*, login: UUID, code: str, now: datetime) -> Actor:
    """Take the code that came by message; raises `WrongCode` (five tries a code, ten minutes)."""
    row = living_code(login, now)
    lock(row)
    if not fits(row, code):
        raise wrong_code(row)
    LoginCode.objects.filter(pk=row.pk).update(used_at=now)
    return actors.actor_of_phone_index(row.phone_index)


def day_of(now: datetime) -> MessageDay:
    """Return the row that counts what a day's messages cost."""
    return MessageDay.objects.get_or_create(day=rules.day_of(now))[0]


def refuse_a_flood(index: str, origin: str, now: datetime, *, most: int = rules.CODES_PER_PHONE) -> None:
    """Refuse more codes an hour than one phone, or one address, may ask for.

    A browser in which the phone was proved uses up no stranger's, and no stranger uses up its own.
    """
    if origin.startswith(BROWSER):
        return
    strangers = _asked(now).exclude(asked_from__startswith=BROWSER)
    _refuse_from(strangers.filter(phone_index=index), most, now)
    _refuse_from(strangers.filter(asked_from=origin), rules.CODES_PER_ADDRESS, now)


def _asked(now: datetime) -> QuerySet[LoginCode]:
    return LoginCode.objects.filter(created_at__gt=now - HOUR)


def _refuse_from(rows: QuerySet[LoginCode], most: int, now: datetime) -> None:
    """Refuse where so many were asked for within the hour, and say when the first of them is an hour ago."""
    asked_at = list(rows.order_by("-created_at").values_list("created_at", flat=True)[:most])
    if len(asked_at) == most:
        wait = asked_at[-1] + HOUR - now
        raise TooManyCodes({"wait_min": max(1, ceil(wait.total_seconds() / 60))})


def spend(day: MessageDay, now: datetime) -> None:
    """Take one message out of the day's budget: one conditional update, so that two can't share the last fen."""
    price = settings.get("people.message_fen", at=now)
    if not _affordable(day, now).update(spent_fen=F("spent_fen") + price):
        raise MessagesSpent({"day": day.day.isoformat()})


def refuse_when_spent(day: MessageDay, now: datetime) -> None:
    """Refuse to ask for a message where none could be paid, whoever it would go to."""
    if not _affordable(day, now).exists():
        raise MessagesSpent({"day": day.day.isoformat()})


def _affordable(day: MessageDay, now: datetime) -> QuerySet[MessageDay]:
    price = settings.get("people.message_fen", at=now)
    budget = settings.get("people.messages_daily_fen", at=now)
    return MessageDay.objects.filter(pk=day.pk, spent_fen__lte=budget - price)


def fresh_code(index: str, origin: str, now: datetime) -> LoginCode:
    """Make the row of a code that may be sent later."""
    return LoginCode.objects.create(
        id=uuid7(), phone_index=index, asked_from=origin, created_at=now, expires_at=now + CODE_LIVES
    )


def forget(*, now: datetime) -> int:
    """Delete codes that were over a day ago: until then they count against who asks for many; give how many."""
    return LoginCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]


def living_code(login: UUID | None, now: datetime) -> LoginCode:
    """Find a code that is neither over nor used; raises `WrongCode`."""
    living = LoginCode.objects.filter(expires_at__gt=now, used_at=None)
    row = living.filter(pk=login).first() if login else None
    if row is None:
        raise WrongLoginCode("code", expected="a code sent within ten minutes", got="")
    return row


def fits(row: LoginCode, code: str) -> bool:
    """Return whether this is the code that was sent, within its five tries."""
    in_time = row.tries < rules.CODE_TRIES and bool(row.code_hash)
    return in_time and hmac.compare_digest(row.code_hash, hash_of(row.id, rules.digits(code)))


def wrong_code(row: LoginCode) -> WrongLoginCode:
    """Make the refusal that counts the try although the block is undone."""
    return WrongLoginCode("code", expected="the code of the latest message", got="", survives=(lambda: _tried(row),))


def hash_of(row: UUID, code: str) -> str:
    """Return the keyed hash under which a code is kept."""
    return keyed("login code", f"{row}|{code}")


def _tried(row: LoginCode) -> None:
    LoginCode.objects.filter(pk=row.pk, tries__lt=rules.CODE_TRIES).update(tries=F("tries") + 1)
