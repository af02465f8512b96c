"""The waiting list: who lives where nobody goes yet, or all windows are taken, is kept once, and told once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anxin.core import acting, case_contents, numbers, settings, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.goods.models import Product
from anxin.domain.network import queries
from anxin.domain.network.actions import reports
from anxin.domain.network.models import Report, Waiting
from anxin.domain.network.queries.waiting_terms import ANSWER, TERM
from anxin.domain.network.states import WAITS
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import kept
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
        return _waits_on(row, now)
    acting.alone(f"network.waiting|{vault.blind_index(wish.phone)}|{wish.brand.pk}|{wish.category}|{code}")
    name = " ".join(dict.fromkeys(filter(None, (found.province, found.city, found.county))))
    row = _listed(wish, code)
    return _waits_on(row, now) if row is not None else _begun(wish, code, found.code, name, by, now)


def _listed(wish: WaitlistEntry, code: str) -> Waiting | None:
    known = people_queries.known_by_phone(wish.phone)
    same = Waiting.objects.filter(brand=wish.brand, category=wish.category, division=code, state__in=WAITS)
    return same.filter(person__in=known).first()


def _waits_on(row: Waiting, now: datetime) -> Waiting:
    """Take it for an answer that somebody puts himself on the list once more who is asked whether he still waits."""
    lock(row)
    if row.state == "asked":
        transition(row, "keep", by=SYSTEM, now=now)
    return row


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
    waiting = [row for row in rows if row.state in WAITS]
    for row in waiting:
        transition(row, "serve", by=SYSTEM, now=now, facts={"division": row.division})
    return len(waiting)


def end_waiting(*, entries: Iterable[UUID], now: datetime) -> int:
    """Take those of these entries off the list who still wait for a brand that left; each is told; give how many."""
    rows = list(Waiting.objects.filter(pk__in=entries).select_related("brand").order_by("created_at"))
    lock(*rows)
    waiting = [row for row in rows if row.state in WAITS]
    for row in waiting:
        transition(row, "drop", by=SYSTEM, now=now, facts={"left": True, "of_brand": row.brand.slug})
    return len(waiting)


def ask_still_waiting(*, entries: Iterable[UUID], now: datetime) -> int:
    """Ask those of these entries once whether they still wait whose term is over; give how many."""
    until = now + timedelta(days=settings.get(ANSWER, at=now))
    rows = _over(entries, "waiting", TERM, now)
    for row in rows:
        transition(row, "ask", by=SYSTEM, now=now, facts={"due": until.isoformat(timespec="minutes")})
    return len(rows)


def lapse_waiting(*, entries: Iterable[UUID], now: datetime) -> int:
    """End those of these entries that nobody answered for in time; give how many. Nobody is told again."""
    rows = _over(entries, "asked", ANSWER, now)
    for row in rows:
        transition(row, "lapse", by=SYSTEM, now=now)
    return len(rows)


def _over(entries: Iterable[UUID], state: str, setting: str, now: datetime) -> list[Waiting]:
    """Hold those of these entries that stand so for longer than a setting says."""
    rows = list(Waiting.objects.filter(pk__in=entries).order_by("created_at"))
    lock(*rows)
    before = queries.waits_before(setting, now=now)
    return [row for row in rows if row.state == state and row.updated_at < before]


def keep_waiting(*, entry: Waiting, by: Actor, now: datetime) -> None:
    """Keep somebody on the list who still waits; he is asked again after as long a time."""
    lock(entry)
    transition(entry, "keep", by=by, now=now)


def withdraw_waiting(*, entry: Waiting, by: Actor, now: datetime) -> None:
    """Take somebody off the list who waits no more, and erase what the entry knows of him, unless the law holds it."""
    lock(entry)
    transition(entry, "withdraw", by=by, now=now)
    if not kept.holds(entry.stream()):
        case_contents.empty(entry.stream(), reason="network.waiting_withdrawn", by=SYSTEM, now=now)
        personal_data.let_go(stream=entry.stream(), now=now)


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
        rows = list(Waiting.objects.filter(person=person, state__in=WAITS).order_by("id"))
        lock(*rows)
        for row in rows:
            transition(row, "drop", by=SYSTEM, now=now)
    elif fact.facts["purpose"] == "report":
        for report in Report.objects.filter(person=person).select_related("about", "person").order_by("id"):
            reports.leave_unnamed(report=report, now=now)
