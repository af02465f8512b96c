"""The waiting list: who lives where nobody goes yet, or all windows are taken, is kept once, and told once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from anxin.core import acting, numbers, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.goods.models import Product
from anxin.domain.network import queries
from anxin.domain.network.actions import reports
from anxin.domain.network.models import Report, Waiting
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places


class Served(Invalid):
    """Somebody goes there: nobody needs to wait."""

    code = "network.served"


class NoPlace(Invalid):
    """The text names no place."""

    code = "network.no_place"


@dataclass(frozen=True, kw_only=True)
class WaitlistEntry:
    """Who waits, where, for which brand's goods."""

    brand: Organisation
    name: str
    phone: str
    address: str
    category: str = ""
    consent_version: str = ""
    channel: str = "page"
    window_for: Product | None = None
    """The goods for which all windows are taken there, where somebody goes: then he waits for one."""


def wait(*, wish: WaitlistEntry, by: Actor, now: datetime) -> Waiting:
    """Put somebody on the waiting list of his county; a second time for such goods, whatever his name, changes nothing.

    Only the county is kept of the address, and the town where he waits for a window. Raises `NoPlace`, `Served`.
    """
    found = places.read(wish.address)
    if not found.code:
        raise NoPlace("address", expected="province, city and county", got=found.precision)
    code = found.county_code or found.code
    skills = queries.skills_for(wish.brand, wish.category)
    comes = not queries.nobody_comes(brand=wish.brand, skills=skills, code=found.code, outside=found.outside, now=now)
    if comes and wish.window_for is None:
        raise Served("address", expected="a place nobody serves", got=found.division)
    wish = replace(wish, window_for=wish.window_for if comes else None)
    row = _listed(wish, code)
    if row is not None:
        return row
    acting.alone(f"network.waiting|{vault.blind_index(wish.phone)}|{wish.brand.pk}|{wish.category}|{code}")
    name = " ".join(dict.fromkeys(filter(None, (found.province, found.city, found.county))))
    return _listed(wish, code) or _begun(wish, code, found.code, name, by, now)


def _listed(wish: WaitlistEntry, code: str) -> Waiting | None:
    known = people_queries.known_by_phone(wish.phone)
    same = Waiting.objects.filter(brand=wish.brand, category=wish.category, division=code, state="waiting")
    return same.filter(person__in=known).first()


def _begun(wish: WaitlistEntry, code: str, town: str, name: str, by: Actor, now: datetime) -> Waiting:
    person = people.enrol(name=wish.name, phone=wish.phone, now=now)
    row = Waiting(
        id=uuid7(),
        number=numbers.issue("W", now=now),
        brand=wish.brand,
        category=wish.category,
        division=code,
        division_name=name,
        for_window=wish.window_for is not None,
        product=wish.window_for,
        town=town if wish.window_for else "",
        person=person,
    )
    people.join(stream=row.stream(), role="operator", organisation=people_queries.operator(), now=now)
    people.join(stream=row.stream(), role="brand", organisation=wish.brand, now=now)
    people.join(stream=row.stream(), role="customer", person=person, now=now)
    begin(row, by=by, now=now, facts={"number": row.number, "division": code, "brand": wish.brand.slug})
    told: dict[str, Any] = {"version": wish.consent_version, "channel": wish.channel}
    told["basis"] = "consent" if wish.consent_version else "contract"
    personal_data.consent(person=person, purpose="waiting", stream=row.stream(), by=by, now=now, **told)
    return row


def serve_waiting(*, entries: Iterable[UUID], now: datetime) -> int:
    """Tell those of these entries who still wait that somebody can come by now; give how many."""
    rows = list(Waiting.objects.filter(pk__in=entries).order_by("created_at"))
    lock(*rows)
    waiting = [row for row in rows if row.state == "waiting"]
    for row in waiting:
        transition(row, "serve", by=SYSTEM, now=now, facts={"division": row.division})
    return len(waiting)


def end_waiting(*, entries: Iterable[UUID], now: datetime) -> int:
    """Take those of these entries off the list who still wait for a brand that left; each is told; give how many."""
    rows = list(Waiting.objects.filter(pk__in=entries).select_related("brand").order_by("created_at"))
    lock(*rows)
    waiting = [row for row in rows if row.state == "waiting"]
    for row in waiting:
        transition(row, "drop", by=SYSTEM, now=now, facts={"left": True, "of_brand": row.brand.slug})
    return len(waiting)


def drop_waiting(*, entry: Waiting, why: str, by: Actor, now: datetime) -> None:
    """Take somebody off the list who asked for it, or was there twice."""
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    lock(entry)
    transition(entry, "drop", by=by, now=now, why=why)


def consent_taken_back(*, fact: Entry, now: datetime) -> None:
    """Take off the list, or out of his reports of numbers, who took back that he is told."""
    person = UUID(fact.stream_key.key)
    if fact.facts["purpose"] == "waiting":
        rows = list(Waiting.objects.filter(person=person, state="waiting").order_by("id"))
        lock(*rows)
        for row in rows:
            transition(row, "drop", by=SYSTEM, now=now)
    elif fact.facts["purpose"] == "report":
        for report in Report.objects.filter(person=person).select_related("about", "person").order_by("id"):
            reports.leave_unnamed(report=report, now=now)
