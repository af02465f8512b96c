"""Whose hands count in how an account is entered, until when, and who could help its owner meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.timeline import Entry
from anxin.domain.people.models import Account
from anxin.domain.people.queries import factors
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.rules.hands import HELPED_FOR, Hand, counting
from anxin.domain.staff.states import ADMINISTERS

FORGOTTEN = "staff.forgotten"
HELPS = ("staff.invited", FORGOTTEN, "staff.mail", "staff.company_parted", "people.second_factor_reset")
WAY_KEPT = "staff.way_kept"


@dataclass(frozen=True, kw_only=True)
class HandsView:
    """What somebody did last about how an account is entered, when, until when it counts, and who may help now."""

    says: str
    at: datetime
    until: datetime
    others: tuple[str, ...]


def until(row: Account, *, by: Actor, now: datetime) -> datetime | None:
    """Return until when somebody's hand in how an account is entered counts; None where he had none (two queries)."""
    mine = [one for one in _hands(row, by.organisation, now) if by.id in one.whose]
    return mine[0].until if mine else None


def hands_in(row: Account, *, by: Actor, now: datetime) -> HandsView | None:
    """Return what the reader did last about it; administrators read which of them had no hand in it."""
    hands = _hands(row, by.organisation, now)
    mine = next((one for one in hands if by.id in one.whose), None)
    if mine is None:
        return None
    busy = {by.id, str(row.pk)}.union(*(one.whose for one in hands))
    others = _free(busy, now) if ADMINISTERS in by.roles else ()
    return HandsView(says=mine.says, at=mine.at, until=mine.until, others=others)


def _free(busy: set[str], now: datetime) -> tuple[str, ...]:
    """Return which administrators can come in and had no hand in it."""
    roles = lookup.living_roles(now=now).filter(factors.enrolled("account"), role=ADMINISTERS, account__is_active=True)
    rows = roles.order_by("account__called", "pk").values_list("account", "account__called", "account__username")
    free = (called or username for account, called, username in rows if str(account) not in busy)
    return tuple(dict.fromkeys(free))


def _hands(row: Account, house: str, now: datetime) -> list[Hand]:
    recent = Entry.objects.filter(at__gt=now - HELPED_FOR)
    own = list(recent.filter(stream__kind="account", stream__key=str(row.pk), code__in=HELPS))
    ways = recent.filter(stream__kind="organisation", stream__key=house, code=WAY_KEPT)
    links = [one.at for one in own if one.code == FORGOTTEN]
    return counting([_hand(one) for one in [*own, *ways]], linked_at=max(links, default=None), now=now)


def _hand(one: Entry) -> Hand:
    asked_by = str(one.facts.get("asked_by", "")).partition(":")[2]
    whose = frozenset({one.actor_id, asked_by} - {""})
    said = wording.sentence(one.code, one.facts)
    return Hand(says=said, whose=whose, at=one.at, first=bool(one.facts.get("first")))
