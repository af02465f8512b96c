"""What stands in the way of an erasure: cases that aren't over, money owed to him, what the law has kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core import case_contents
from anxin.core.actors import Actor
from anxin.core.gathered_rows import Looked
from anxin.core.streams import heads
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people.models import DataRequest, Hold, Party, Person
from anxin.domain.people.queries import access, data_requests, kept, selves
from anxin.domain.people.wording.erasures import UNNUMBERED

SAID = ("people.customer_erased", "people.customer_was_erased")
SAID_BY = ("stream__key", "actor_kind", "facts")
THEIRS = ("person", "stream_kind", "stream_key")
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What somebody reads before he has himself erased.

    `needed`: the numbers of his cases that need him still; `lawful`: the law has something of his kept; `stays`: how
    many cases of each kind stay without his name; `asked`: the number of the request by which he waits for it.
    """

    needed: tuple[str, ...]
    lawful: bool
    stays: tuple[tuple[str, int], ...]
    asked: str = ""


@dataclass(frozen=True, kw_only=True)
class ErasedPerson:
    """Somebody who was erased: when, at whose word (a kind of actor), and in which cases he was the customer."""

    key: UUID
    at: datetime
    word: str
    cases: tuple[str, ...]


def needed(persons: Sequence[Person]) -> tuple[str, ...]:
    """Return the numbers of the cases for which somebody's details are needed still, each once (four queries)."""
    cases = kept.needing(persons)
    numbers = access.numbers_of(cases)
    held = Hold.objects.filter(person__in=[one.pk for one in persons], released_at=None).order_by("from_at", "id")
    told = [*(numbers.get(one) or str(UNNUMBERED) for one in cases), *held.values_list("reason", flat=True)]
    return tuple(dict.fromkeys(told))


def is_lawful(persons: Sequence[Person]) -> bool:
    """Return whether the law has something of somebody's kept."""
    return any(kept.legally(one) for one in persons)


def erasure(persons: Sequence[Person]) -> Erasure:
    """Return what stands in the way of somebody's erasure, and what of his stays without a name (seven queries)."""
    rows = Party.objects.filter(person__in=[one.pk for one in persons], role="customer")
    cases = {StreamKey(kind, str(key)) for kind, key in rows.values_list("stream_kind", "stream_key")}
    kinds, asked = [one.kind for one in cases], data_requests.erasures_of(persons)
    return Erasure(
        asked=asked.number if asked else "",
        needed=needed(persons),
        lawful=is_lawful(persons),
        stays=tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds))),
    )


def why_waiting(views: Sequence[data_requests.DataRequestView]) -> dict[str, tuple[str, ...]]:
    """Return by its number what each erasure waits for: cases; none where the law alone has something kept.

    Whatever many there are, it asks as often as for one (six queries, and those declared); none where nobody waits.
    """
    if not views:
        return {}
    rows = DataRequest.objects.filter(number__in=[one.number for one in views]).select_related("person")
    asked = {one.number: one.person for one in rows}
    own = selves.of_persons(list(asked.values()))
    every = [one for several in own.values() for one in several]
    cases = kept.needing(every)
    numbers, held = access.numbers_of(cases), _held_by(every)
    theirs = Party.objects.filter(person__in=[one.pk for one in every], role="customer").values_list(*THEIRS)
    seats = {(person, StreamKey(kind, str(key))) for person, kind, key in theirs}
    found = {}
    for number, person in asked.items():
        mine = [one.pk for one in own[person.pk]]
        needing = [one for one in cases if any((key, one) in seats for key in mine)]
        told = [numbers.get(one) or str(UNNUMBERED) for one in needing]
        found[number] = tuple(dict.fromkeys([*told, *(reason for key in mine for reason in held.get(key, ()))]))
    return found


def _held_by(persons: Sequence[Person]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Hold.objects.filter(person__in=[one.pk for one in persons], released_at=None).order_by("from_at", "id")
    for person, reason in rows.values_list("person", "reason"):
        found.setdefault(person, []).append(reason)
    return found


def untold(persons: Sequence[Person]) -> dict[UUID, list[StreamKey]]:
    """Return whose cases don't say yet in their record that their customer was erased, and which (three queries)."""
    rows = Party.objects.filter(person__in=[one.pk for one in persons], role="customer", stream_kind__in=kept.UNTIL_END)
    theirs = [(person, StreamKey(kind, str(key))) for person, kind, key in rows.values_list(*THEIRS)]
    cases = {one for _person, one in theirs}
    said = Entry.objects.alias(told=Looked("code")).filter(stream__in=heads.ids_of(cases), told__in=SAID)
    known = {StreamKey(*one) for one in said.values_list("stream__kind", "stream__key")} | case_contents.is_emptied(
        cases
    )
    found: dict[UUID, list[StreamKey]] = {}
    for person, stream in sorted(theirs):
        if stream not in known:
            found.setdefault(person, []).append(stream)
    return found


def told_nowhere() -> Iterator[Person]:
    """Yield who was erased before the records of his cases said so, and of whom nobody has looked yet."""
    rows = Person.objects.filter(erased_at__isnull=False, told_at=None).order_by("erased_at", "pk")
    while some := list(rows[:AT_ONCE]):
        yield from some


def told(person: Person) -> list[StreamKey]:
    """Return the cases in whose record stands that their customer was erased: those that are not emptied."""
    rows = Party.objects.filter(person=person, role="customer", stream_kind__in=kept.UNTIL_END)
    cases = {StreamKey(kind, str(key)) for kind, key in rows.values_list("stream_kind", "stream_key")}
    return sorted(cases - case_contents.is_emptied(cases))


def erased(actor: Actor) -> list[ErasedPerson]:
    """Return who was erased last, for who works persons' requests (four queries)."""
    if not data_requests.works(actor):
        return []
    rows = Person.objects.filter(erased_at__isnull=False).order_by("-erased_at")[: data_requests.SHOWN]
    return _erased(list(rows))


def erasure_of(person: Person) -> ErasedPerson | None:
    """Return when somebody was erased, and at whose word; nothing of who wasn't."""
    return _erased([person])[0] if person.erased_at is not None else None


def _erased(rows: list[Person]) -> list[ErasedPerson]:
    keys = [str(one.pk) for one in rows]
    said = Entry.objects.filter(code="people.erase", stream__kind="person", stream__key__in=keys)
    words = {key: "asked" if facts else kind for key, kind, facts in said.values_list(*SAID_BY)}
    parties = Party.objects.filter(person__in=[one.pk for one in rows], role="customer").order_by("-from_at")
    told = parties.values_list("person", "stream_kind", "stream_key")
    cases = [(key, StreamKey(kind, str(of))) for key, kind, of in told]
    numbers = access.numbers_of(of for _key, of in cases)
    return [
        ErasedPerson(
            key=one.pk,
            at=one.erased_at,
            word=words.get(str(one.pk), ""),
            cases=tuple(dict.fromkeys(n for key, of in cases if key == one.pk and (n := numbers.get(of, "")))),
        )
        for one in rows
        if one.erased_at is not None
    ]
