"""What stands in the way of an erasure: cases that aren't over, money owed to him, what the law has kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core import case_contents
from anxin.core.actors import Actor
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people.models import Hold, Party, Person
from anxin.domain.people.queries import access, data_requests, kept
from anxin.domain.people.wording.erasures import UNNUMBERED


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What somebody reads before he has himself erased.

    `needed`: the numbers of his cases that need him still; `lawful`: the law has something of his kept; `stays`: how
    many cases of each kind stay without his name.
    """

    needed: tuple[str, ...]
    lawful: bool
    stays: tuple[tuple[str, int], ...]


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
    """Return what stands in the way of somebody's erasure, and what of his stays without a name (six queries)."""
    rows = Party.objects.filter(person__in=[one.pk for one in persons], role="customer")
    cases = {StreamKey(kind, str(key)) for kind, key in rows.values_list("stream_kind", "stream_key")}
    kinds = [one.kind for one in cases]
    return Erasure(
        needed=needed(persons),
        lawful=is_lawful(persons),
        stays=tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds))),
    )


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
    facts = Entry.objects.filter(code="people.erase", stream__kind="person", stream__key__in=keys)
    words = dict(facts.values_list("stream__key", "actor_kind"))
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
