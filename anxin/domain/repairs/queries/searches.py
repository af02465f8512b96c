"""Find repairs by what somebody says of them: a number, a phone, a serial number."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.gathered_rows import EachAsked
from anxin.core.imports.earlier_numbers import END, end_of, keys_ending
from anxin.core.numbers import completed, parse
from anxin.domain.goods import queries as goods
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.counts import UNDER_WAY
from anxin.domain.repairs.queries.lists import MERGED, QueueRow, rows_of
from anxin.domain.repairs.queries.lookup import formerly, visible_to
from anxin.domain.repairs.states import REPAIR

SERIAL, LAST = 6, 4

MEANT = 1000
"""So many cases at most may be meant by a text, whoever may see them."""


@dataclass(frozen=True, kw_only=True)
class KnownCaller:
    """Somebody whose phone we know: masked, with his open and past repairs."""

    person: PersonView
    open: tuple[QueueRow, ...]
    past: int


def search(text: str, *, actor: Actor, now: datetime, limit: int = 20) -> list[QueueRow]:
    """Return repairs by number, the last six digits of one, their old one or its end, whole phone, or serial.

    The phone's last four digits find what is under way: of all that is over too many end so.
    """
    wanted = text.strip()
    bare = "".join(char for char in wanted if char.isalnum()).upper()
    if not bare:
        return []
    rows = visible_to(actor, now=now)
    found = [Repair.objects.filter(one).values("pk") for one in _fits(wanted, bare, now=now)]
    if len(bare) == LAST and bare.isdigit():
        theirs = Person.objects.filter(pk=OuterRef("customer"), phone_masked__endswith=bare)
        ends = rows.filter(EachAsked(theirs), state__in=UNDER_WAY)
        found.append(ends.order_by().values("pk"))
    keys = set(found[0].union(*found[1:]).values_list("pk", flat=True)[:MEANT])
    return rows_of(list(rows.filter(pk__in=keys).order_by("-created_at")[:limit]), now)


def of_number(text: str, *, actor: Actor, now: datetime, limit: int = 20) -> list[QueueRow]:
    """Return the repairs whose number ends as somebody says (1127 000 001), newest first; of claims there are alike."""
    rows = visible_to(actor, now=now).filter(number__in=completed("R", text, now=now))
    return rows_of(list(rows.order_by("-created_at")[:limit]), now)


def _fits(wanted: str, bare: str, *, now: datetime) -> Iterator[Q]:
    """Yield what a text may mean, each found by an index of its own."""
    exact = {wanted.upper()} | completed("R", wanted, now=now)
    with suppress(Invalid):
        exact.add(str(parse(wanted)))
    yield Q(number__in=exact)
    yield Q(pk__in=formerly(wanted.upper()))
    if len(bare) >= END:
        yield Q(pk__in=keys_ending("repair", wanted))
        yield Q(taken_over__old_end=end_of(wanted), taken_over__old_number__endswith=wanted.upper())
    yield Q(device__in=goods.devices_numbered(bare))
    if bare.isdigit() and len(bare) > SERIAL:
        with suppress(Invalid):
            yield Q(customer__in=[one.id for one in people.known_by_phone(wanted)])


def caller(phone: str, *, actor: Actor, now: datetime) -> list[KnownCaller]:
    """Match a caller's phone with who we know and may see, with the open repairs."""
    known = people.known_by_phone(phone)
    rows = visible_to(actor, now=now).filter(customer__in=[one.id for one in known]).exclude(MERGED)
    by_person: dict[UUID, list[Repair]] = defaultdict(list)
    for row in rows.order_by("-created_at"):
        by_person[row.customer_id].append(row)
    found = []
    for person in known:
        own = by_person.get(person.id, [])
        if own:
            running = [row for row in own if row.state not in REPAIR.ends]
            found.append(
                KnownCaller(
                    person=people.masked(person), open=tuple(rows_of(running, now)), past=len(own) - len(running)
                )
            )
    return found
