"""Whose hands count in how an account is entered, until when, and who could help its owner meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.timeline import Entry
from anxin.domain.people.models import Account
from anxin.domain.people.queries import factors
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.rules.hands import HELPED_FOR, Hand, counting, went_by
from anxin.domain.staff.states import ADMINISTERS

FORGOTTEN = "staff.forgotten"
MAIL = "staff.mail"
HELPS = ("staff.invited", FORGOTTEN, MAIL, "staff.company_parted", "people.second_factor_reset")
WAY_KEPT = "staff.way_kept"
LINKS_GO_BY = ("mail", "address")
"""The ways, of all that are kept, by which a link for a new password goes or to which it leads."""


@dataclass(frozen=True, kw_only=True)
class HandsView:
    """What somebody did about how an account is entered, when, until when it counts, and who may help now."""

    says: str
    at: datetime
    until: datetime
    others: tuple[str, ...]


def until(row: Account, *, by: Actor, now: datetime) -> datetime | None:
    """Return until when somebody's hand in how an account is entered counts; None where he had none (two queries)."""
    mine = [one for one in _hands(row, by.organisation, now) if by.id in one.whose]
    return mine[0].until if mine else None


def hands_in(row: Account, *, by: Actor, now: datetime) -> HandsView | None:
    """Return what the reader did about it that counts longest; administrators read which of them had no hand in it."""
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
    """Return the hands that count; a way by which links go is read however long it stands."""
    ordered = Entry.objects.order_by("position")
    own = ordered.filter(stream__kind="account", stream__key=str(row.pk), code__in=HELPS)
    mine = list(own.filter(Q(at__gt=now - HELPED_FOR) | Q(code=MAIL)))
    ways = list(ordered.filter(stream__kind="organisation", stream__key=house, code=WAY_KEPT))
    links = [one.at for one in mine if one.code == FORGOTTEN]
    return counting(_each([*mine, *ways], links), now=now)


def _each(entries: Sequence[Entry], links: Sequence[datetime]) -> Iterator[Hand]:
    """Give the hands of each entry: it lasts until the next one of the same way."""
    next_at: dict[tuple[str, str], datetime] = {}
    for one in reversed(entries):
        way = str(one.facts.get("way", ""))
        linked = went_by(links, kept_at=one.at, ended_at=next_at.get((one.code, way)))
        next_at[one.code, way] = one.at
        yield from _hands_of(one, linked, carries=one.code == MAIL or way in LINKS_GO_BY)


def _hands_of(one: Entry, linked: datetime | None, *, carries: bool) -> Iterator[Hand]:
    """Give the hand of who did it, and who asked for it; only his, by whose way links go, lasts on with a link."""
    asked_by = str(one.facts.get("asked_by", "")).partition(":")[2]
    said, first = wording.sentence(one.code, one.facts), bool(one.facts.get("first"))
    hand = Hand(says=said, whose=frozenset({one.actor_id, asked_by} - {""}), at=one.at, first=first)
    yield replace(hand, linked_at=linked and min(linked, one.at))
    if carries:
        yield replace(hand, whose=frozenset({asked_by or one.actor_id} - {""}), linked_at=linked)
