"""Read a stream as somebody may see it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from anxin.core import wording
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered, Looked
from anxin.core.streams import heads, moved
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Private
from anxin.core.streams.seals import MOVED, unsealed
from anxin.core.timeline.writer import DONE_AT, LATE

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Sealed(TypedDict):
    sealed_values: tuple[dict[str, Any], ...]


SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class PrivateView:
    """A private value as shown: its text where it was asked for, else sealed; or the day it was erased."""

    text: str = ""
    erased_at: datetime | None = None


@dataclass(frozen=True)
class EntryView:
    """One fact, read."""

    id: UUID
    stream: StreamKey
    position: int
    code: str
    at: datetime
    actor_kind: str
    actor_id: str
    organisation: str
    via: str
    facts: dict[str, object]
    private: dict[str, PrivateView]

    @property
    def sentence(self) -> str:
        """Return the fact's sentence in the reader's language."""
        return wording.sentence(self.code, self.facts)

    @property
    def done_at(self) -> datetime | None:
        """Return when it was done by whoever's own clock, where it came in a minute later or more."""
        told = self.facts.get(DONE_AT)
        done = datetime.fromisoformat(str(told)) if told else self.at
        return done if self.at - done >= SOON else None

    @property
    def late(self) -> bool:
        """Return whether it was handed in late."""
        return bool(self.facts.get(LATE))


def read(
    stream: StreamKey,
    audience: Collection[str] | str | None = None,
    *,
    opened: Collection[str] = (),
    opened_for: str | None = None,
) -> list[EntryView]:
    """Read a stream from its beginning; with an audience only the facts worded for it (one query).

    `opened` names the private values to open (such as "why"), with `opened_for` only of the facts worded for that
    audience; all others stay sealed, and so does what a fact's `words` keep from whoever reads.
    """
    wanted = None if audience is None else frozenset([audience] if isinstance(audience, str) else audience)
    return [
        _view(stream, entry, opened if _tells(entry.code, wanted, opened_for) else ())
        for entry in _whole(stream)
        if wanted is None or wanted & wording.fact(entry.code).audiences
    ]


def _tells(code: str, audiences: Collection[str] | None, opened_for: str | None) -> bool:
    if opened_for is None:
        return audiences is None or wording.fact(code).tells(audiences)
    return is_worded_for(code, opened_for) and wording.fact(code).tells((opened_for,))


@compiled
def _entries(kind: str, *, key: str) -> "QuerySet[WithAnnotations[Entry, _Sealed]]":
    rows = Entry.objects.filter(stream__kind=kind, stream__key=key).order_by("position")
    return rows.annotate(sealed_values=_sealed_values())


def chains(streams: Iterable[StreamKey]) -> Iterator[list[Entry]]:
    """Yield all facts of each stream, without their private values (one query, one a kind, and what is archived)."""
    rows = Entry.objects.filter(stream__in=heads.ids_of(streams)).order_by("stream", "position")
    for _stream, several in groupby(rows, key=lambda one: one.stream_id):
        yield moved.whole(list(several))


def is_worded_for(code: str, audience: str) -> bool:
    """Return whether a fact is worded for an audience."""
    return audience in wording.fact(code).audiences


def facts_of(stream: StreamKey, *, code: str) -> list[Entry]:
    """Return the facts of one code on a stream, oldest first, without the private values beside them (one query)."""
    return facts_of_each([stream], codes=(code,))[stream]


def facts_of_each(streams: Iterable[StreamKey], *, codes: Collection[str]) -> dict[StreamKey, list[Entry]]:
    """Return the facts of some codes on streams of one kind, oldest first, those of each stream by it (one query)."""
    found: dict[StreamKey, list[Entry]] = {one: [] for one in streams}
    kinds, keys = {one.kind for one in found}, [one.key for one in found]
    told = {*codes, MOVED}
    rows = Entry.objects.filter(stream__kind__in=kinds, stream__key__in=keys).alias(told=Looked("code"))
    for row in rows.filter(told__in=told).select_related("stream").order_by("position"):
        found[row.stream_key].append(row)
    return {one: [row for row in moved.whole(several) if row.code in codes] for one, several in found.items()}


def _whole(stream: StreamKey) -> "list[WithAnnotations[Entry, _Sealed]]":
    """Return all facts of a stream, those that were moved out of the table too, with their values."""
    return moved.whole(_entries(stream.kind, key=stream.key))  # type: ignore[return-value]  # all have their values


def chain(stream: StreamKey) -> list[Entry]:
    """Return all facts of a stream as they are hashed, each with its private values (two queries)."""
    rows = Entry.objects.filter(stream__kind=stream.kind, stream__key=stream.key).order_by("position")
    return moved.whole(list(rows.prefetch_related("private_values")))


def views(entries: QuerySet[Entry], *, opened: Collection[str] = ()) -> list[EntryView]:
    """Read some facts, of whatever streams, in the order given (one query)."""
    rows = entries.select_related("stream").annotate(sealed_values=_sealed_values())
    return [_view(entry.stream_key, entry, opened) for entry in rows]


def _sealed_values() -> Gathered:
    return Gathered(Private.objects.filter(entry=OuterRef("pk")), "id", "name", "sealed", "erased_at")


def _view(stream: StreamKey, entry: "WithAnnotations[Entry, _Sealed]", opened: Collection[str]) -> EntryView:
    private = [Private(**one) for one in entry.sealed_values]
    return EntryView(
        id=entry.id,
        stream=stream,
        position=entry.position,
        code=entry.code,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        organisation=entry.organisation,
        via=entry.via,
        facts=entry.facts,
        private={row.name: _private(row, row.name in opened) for row in private},
    )


def _private(row: Private, opened: bool) -> PrivateView:
    if row.erased_at or not opened:
        return PrivateView(erased_at=row.erased_at)
    return PrivateView(text=unsealed(row)[1])
