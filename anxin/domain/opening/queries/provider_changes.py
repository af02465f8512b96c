"""Changes that wait for a second person: where money goes, who lets staff in, which way links go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from anxin.core import providers, settings
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.providers import ProviderHealth
from anxin.core.states import lock
from anxin.domain.opening import rules
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import lookup
from anxin.domain.opening.rules.provider_changes import ProviderChangeSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people import queries as people
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules
from anxin.domain.staff.states import DEPUTISES

LONGEST = 200
"""A value is shown as it is up to so many characters."""


class NoSuchProviderChange(Missing):
    """There is no such change of an account."""

    code = "opening.no_such_change"


@dataclass(frozen=True, kw_only=True)
class ProviderChangeView:
    """A change that waits: of which account, who asked when, and what becomes what; `keys` where secrets go along.

    `house` is named where it is the company sign-in of its own; `seconds` are those who may answer it.
    """

    id: UUID
    name: str
    asked_by: str
    at: datetime
    differences: tuple[tuple[str, str, str], ...]
    keys: bool
    seconds: staff.Seconds
    house: str = ""
    row: ProviderChange = field(repr=False)


def waits(name: str) -> bool:
    """Return whether a change of this waits for a second person."""
    return name in waiting()


def waiting() -> frozenset[str]:
    """Return the names of all a change of which waits for a second person."""
    return frozenset(ProviderChange.objects.filter(state="asked").values_list("name", flat=True))


def is_of_leads(row: ProviderChange, *, now: datetime) -> bool:
    """Return whether the leads of a house answer it among themselves: there are two of them."""
    if row.house is None:
        return False
    house = people.organisation_by_key(str(row.house))
    return staff_rules.needs_second(staff.leads_of(house, now=now))


def is_before(row: ProviderChange, actor: Actor, *, now: datetime) -> bool:
    """Return whether a change is somebody's to see: an administrator's, or a lead's of the very house.

    A house's own is before administrators where one lead alone is left there.
    """
    if ADMINISTERS in actor.roles:
        return not is_of_leads(row, now=now)
    return row.house is not None and actor.house == row.house and not staff_rules.LEADING.isdisjoint(actor.roles)


def provider_changes(*, actor: Actor, now: datetime) -> list[ProviderChangeView]:
    """Return what waits before somebody, the oldest first.

    Four queries, one more for mail server and public address each, three for a house's own company sign-in.
    """
    asked = ProviderChange.objects.filter(state="asked").order_by("created_at")
    rows = [one for one in asked if is_before(one, actor, now=now)]
    names = people.account_names(one.asked_by.partition(":")[2] for one in rows)
    known = providers.health() if rows else {}
    known_seconds = staff.seconds(houses={one.house for one in rows if one.house}, now=now) if rows else []
    return [
        ProviderChangeView(
            id=one.pk,
            name=one.name,
            asked_by=names.get(one.asked_by.partition(":")[2], ""),
            at=one.created_at,
            differences=_differences(_standing(one, known, now), one.values),
            keys=one.kind != rules.ADDRESS,
            seconds=_seconds(one, known_seconds, now),
            house=people.organisation_by_key(str(one.house)).name if one.house else "",
            row=one,
        )
        for one in rows
    ]


def _seconds(change: ProviderChange, known: list[staff.Second], now: datetime) -> staff.Seconds:
    """Return who may answer a change: administrators, or the leads of its house where there are two; no deputy."""
    leads = is_of_leads(change, now=now)
    able = [one for one in known if one.role != DEPUTISES and (one.house is not None or not leads)]
    return staff.besides(able, house=change.house, without=(change.asked_by.partition(":")[2],))


def _standing(change: ProviderChange, known: Mapping[str, ProviderHealth], now: datetime) -> Mapping[str, str]:
    """Return what counts until somebody agrees, as far as it may be shown."""
    if change.kind == rules.MAIL:
        return lookup.mail_kept()
    if change.kind == rules.ADDRESS:
        return {"address": str(settings.get("notices.address", at=now))}
    return known[change.name].values if change.name in known else {}


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    fields = (*after, *(one for one in before if one not in after))
    told = ((one, _short(before.get(one, "")), _short(after.get(one, ""))) for one in fields)
    return tuple(one for one in told if one[1] != one[2])


def _short(value: str) -> str:
    """Return a value as two people can compare it: of a long one its digest."""
    return value if len(value) <= LONGEST else f"SHA-256 {sha256(value.encode()).hexdigest()[:32]}"


def provider_change(key: str, *, actor: Actor, now: datetime) -> ProviderChange:
    """Return a change; raises `NoSuchChange` for whoever it isn't before."""
    found = ProviderChange.objects.filter(pk=key).first()
    if found is None or not is_before(found, actor, now=now):
        raise NoSuchProviderChange
    return found


def provider_change_situation(
    row: ProviderChange, *, by: Actor, now: datetime, under_lock: bool = False
) -> ProviderChangeSituation:
    """Return the situation of a change; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    here = is_before(row, by, now=now)
    return ProviderChangeSituation(state=row.state, here=here, asked_by_me=row.asked_by == by.key)
