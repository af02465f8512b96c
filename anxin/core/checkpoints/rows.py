"""Rows held against the facts that tell of them: one declaration a model says which fact tells what of its rows.

All chains are read once, whatever is declared; of a row the last word on each of its fields counts. What no fact says
(an earlier version said less) can't be compared, and is not.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import batched, groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from anxin.core import row_counts
from anxin.core.checkpoints.findings import ChainFinding, row_differs
from anxin.core.streams import heads, moved
from anxin.core.streams.hashing import instant
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Private
from anxin.core.streams.seals import EMPTIED, MOVED, unsealed
from anxin.core.vault import Tampered, UnknownKey

AT, BY, EACH, NOTHING, SEALED = "@at", "@by", "@each", "@nothing", "~"
"""What a fact says beside its facts: when, by whom, of each of several rows, that nothing is yet; what is sealed beside
it (`~reason`)."""
AT_ONCE, OPENED_AT_ONCE = 2000, 200
NAMES = ("stream__kind", "stream__key", "position", "code", "facts", "id", "at", "actor_kind", "actor_id", "stream_id")


@dataclass(frozen=True)
class _Nothing:
    """What `NOTHING` says of a field: no value that counts."""


@dataclass(frozen=True)
class Left:
    """What `reads` gives where a row holds what emptying leaves: right where it was told so, or all was emptied."""

    value: object


@dataclass(frozen=True, kw_only=True)
class Witness:
    """What facts say of a model's rows.

    `told`: by code (`decision.*` for all of a kind) what of a row is told, under which of the fact's names. `row`: the
    fact's name for the row's `key`; empty where the row belongs to the whole stream. `reads`: how something is read off
    a row that is no field of its own, from what lies `beside` it. `since`: rows that no fact tells of are faults only
    on streams whose first fact has this name; on others an earlier version wrote nothing down. `kinds`: the kinds of
    streams such rows belong to, with the field that holds the stream's key. `each`: the fact's name for a table of
    several rows' keys with one value each, told as `EACH`; `among`: which of the model's rows are told of at all;
    `shared`: codes that tell of rows of other models, too: what no other fact told of before is none of this one's.
    """

    model: type[Model]
    told: Mapping[str, Mapping[str, str]]
    row: str = "row"
    key: str = "pk"
    reads: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    since: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    name: Callable[[Any], str] | None = None
    each: str = ""
    among: Mapping[str, object] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

    @cached_property
    def plain(self) -> bool:
        """Return whether a row's own fields are all that is compared."""
        return not (self.reads or self.beside or self.name)

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """Return the kinds with a field of the row itself that names its stream."""
        return {kind: path for kind, path in self.kinds.items() if "__" not in path}

    def rows_in(self, facts: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield the keys of the rows a fact of a stream tells of, each with what it says of that one alone."""
        if self.each:
            several = facts.get(self.each)
            yield from ((row, {EACH: said}) for row, said in (several.items() if isinstance(several, dict) else ()))
            return
        row = facts.get(self.row) if self.row else key
        if isinstance(row, str):
            yield row, {}

    def stream_of(self, row: Any) -> StreamKey:
        """Return the stream of a row."""
        if len(self.kinds) == 1:
            ((kind, path),) = self.kinds.items()
            return StreamKey(kind, str(getattr(row, path)))
        found: StreamKey = row.stream()
        return found


@dataclass(frozen=True)
class WitnessedWord:
    """The last word on one field: what, or under which name it is sealed, and in which fact."""

    value: object
    sealed: str
    position: int
    entry: UUID


@dataclass
class LastFact:
    """The last words on one row."""

    stream: StreamKey
    words: dict[str, WitnessedWord] = field(default_factory=dict)
    emptied: bool = False


@dataclass(frozen=True)
class RowFault:
    """What one declaration finds of one row: the fields that differ; none where there is no row, or no fact."""

    model: type[Model]
    key: str
    stream: StreamKey
    position: int
    label: str
    fields: tuple[str, ...]


type Supply = Callable[[], Iterable[Witness]]
_SUPPLIES: list[Supply] = []


def declare_witnesses(supply: Supply) -> None:
    """Have the rows of some models compared with the chains whenever these are verified."""
    if supply not in _SUPPLIES:
        _SUPPLIES.append(supply)


def witnesses() -> list[Witness]:
    """Return all that is declared."""
    return [one for supply in _SUPPLIES for one in supply()]


def told_at(at: datetime | None) -> str | None:
    """Return a moment as a fact says it."""
    return instant(at) if at else None


def rows_differ(stream: StreamKey | None = None) -> Iterator[ChainFinding]:
    """Yield every row that says something else than its last facts, that is gone, or that no fact tells of; once."""
    faults: dict[tuple[type[Model], str], list[RowFault]] = defaultdict(list)
    for one in _faults(witnesses(), stream):
        faults[one.model, one.key].append(one)
    for (model, _key), several in faults.items():
        fields = sorted({name for one in several for name in one.fields})
        row = f"{model._meta.label_lower} {max((one.label for one in several), key=len)}"
        position = min(one.position for one in several)
        yield row_differs(several[0].stream, position, f"{row}: {', '.join(fields)}" if fields else row)


def _faults(known: list[Witness], stream: StreamKey | None) -> Iterator[RowFault]:
    counts: Counter[int] = Counter()
    for some in batched(_last_facts(known, stream), AT_ONCE, strict=False):
        by_witness: dict[int, dict[str, LastFact]] = defaultdict(dict)
        for number, row, told in some:
            by_witness[number][row] = told
        for number, rows in by_witness.items():
            counts[number] += len(rows)
            yield from _differing(known[number], rows)
    there = {number: those for number, one in enumerate(known) if (those := _all(one, stream)) is not None}
    for (number, those), found in zip(there.items(), row_counts.counts(there.values()), strict=True):
        if found > counts[number]:
            yield from _untold(known[number], those)


def _last_facts(known: list[Witness], *streams: StreamKey | None) -> Iterator[tuple[int, str, LastFact]]:
    """Yield the last words on each row, stream by stream; `None` means all streams."""
    by_code: dict[str, list[tuple[int, Witness, Mapping[str, str]]]] = defaultdict(list)
    for number, witness in enumerate(known):
        for code, fields in witness.told.items():
            by_code[code].append((number, witness, fields))
    rows = Entry.objects.order_by("stream", "position")
    if streams != (None,):
        rows = rows.filter(stream__in=heads.ids_of(one for one in streams if one))
    found = rows.values_list(*NAMES).iterator(AT_ONCE)
    for (kind, key), rows_of_one in groupby(found, key=lambda one: one[:2]):
        place = StreamKey(kind, key)
        last: dict[tuple[int, str], LastFact] = {}
        emptied = False
        for _kind, _key, position, code, facts, entry, at, actor_kind, actor_id, _id in _whole(list(rows_of_one)):
            beside = {AT: instant(at), BY: f"{actor_kind}:{actor_id}", NOTHING: _Nothing()}
            emptied = emptied or code == EMPTIED
            for number, witness, fields in (*by_code[code], *by_code[f"{code.partition('.')[0]}.*"]):
                for row, alone in witness.rows_in(facts, key):
                    if code in witness.shared and (number, row) not in last:
                        continue
                    told = last.setdefault((number, row), LastFact(place))
                    at_hand = {**facts, **beside, **alone}
                    for name, said in fields.items():
                        if said.startswith(SEALED):
                            told.words[name] = WitnessedWord(None, said.removeprefix(SEALED), position, entry)
                        elif said in at_hand:
                            told.words[name] = WitnessedWord(at_hand[said], "", position, entry)
        for told in last.values():
            told.emptied = emptied
        yield from ((number, row, told) for (number, row), told in last.items() if told.words)


def _whole(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return a stream's facts with those that were moved out of the table."""
    if all(one[3] != MOVED for one in rows):
        return rows
    (kind, key, *_rest, stream), there = rows[0], {one[2] for one in rows}
    more = (
        (kind, key, one.position, one.code, one.facts, one.id, one.at, one.actor_kind, one.actor_id, stream)
        for one in moved.of([stream]).get(stream) or []
        if one.position not in there
    )
    return sorted([*rows, *more], key=lambda one: one[2])


def _differing(witness: Witness, rows: dict[str, LastFact]) -> Iterator[RowFault]:
    suspects = list(_wrong(witness, rows))
    if suspects:  # look again: somebody may have written between the reads
        fresh = {row: told for _, row, told in _last_facts([witness], *{one.stream for one in suspects})}
        yield from _wrong(witness, {one.key: fresh[one.key] for one in suspects if one.key in fresh})


def _wrong(witness: Witness, rows: Mapping[str, LastFact]) -> Iterator[RowFault]:
    """Yield the rows that differ, with the fields that do; none where the row is gone."""
    for some in batched(rows.items(), AT_ONCE if witness.plain else OPENED_AT_ONCE, strict=False):
        opened = _opened(told for _, told in some)
        there = _rows(witness, dict(some))
        for key, told in some:
            row, words = there.get(key), told.words
            fields = [one for one in words if row is not None and not _same(witness, row, one, told, opened)]
            fields += [] if row is None else _elsewhere(witness, row, told.stream)
            if fields or row is None:
                last = max(word.position for word in words.values())
                position = min((words[one].position for one in fields if one in words), default=last)
                label = key if row is None else _label(witness, row, key)
                yield RowFault(witness.model, key, told.stream, position, label, tuple(fields))


def _rows(witness: Witness, told: Mapping[str, LastFact]) -> dict[str, Any]:
    found = witness.model._base_manager.filter(**{f"{witness.key}__in": list(told)})
    if witness.plain:
        names = {name for one in told.values() for name in one.words} | set(witness.homes.values())
        return {str(one[witness.key]): one for one in found.values(witness.key, *names)}
    return {str(getattr(one, witness.key)): one for one in found.prefetch_related(*witness.beside)}


def _elsewhere(witness: Witness, row: Any, stream: StreamKey) -> list[str]:
    """Return the field by which a row names another stream than its facts do; empty where they agree."""
    path = witness.homes.get(stream.kind)
    there = (row[path] if witness.plain else getattr(row, path)) if path else stream.key
    return [path] if path and str(there) != stream.key else []


def _label(witness: Witness, row: Any, key: str) -> str:
    return f"{witness.name(row)} {key}" if witness.name else key


def _same(witness: Witness, row: Any, name: str, told: LastFact, opened: Mapping[tuple[UUID, str], str | None]) -> bool:
    word = told.words[name]
    try:
        if witness.plain:
            value = row[name]
        else:
            value = witness.reads[name](row) if name in witness.reads else getattr(row, name)
    except (ObjectDoesNotExist, Tampered, UnknownKey, ValueError):
        return False
    if isinstance(value, Left):
        if told.emptied:
            return True
        value = value.value
    if word.sealed:
        said = opened.get((word.entry, word.sealed), None if told.emptied else "")
        return said is None or said == value
    if isinstance(word.value, _Nothing):
        return not value
    if isinstance(value, datetime):
        return isinstance(word.value, str) and instant(datetime.fromisoformat(word.value)) == instant(value)
    return word.value == (str(value) if isinstance(value, UUID | date) else value)


def _opened(told: Iterable[LastFact]) -> dict[tuple[UUID, str], str | None]:
    """Open what is sealed beside the facts; None where it was erased, which the chain itself tells."""
    wanted = {word.entry for one in told for word in one.words.values() if word.sealed}
    found: dict[tuple[UUID, str], str | None] = {}
    for row in Private.objects.filter(entry_id__in=wanted) if wanted else ():
        try:
            found[row.entry_id, row.name] = None if row.erased_at else unsealed(row)[1]
        except (Tampered, UnknownKey, ValueError):
            found[row.entry_id, row.name] = None  # the chain's own fault, named there
    return found


def _untold(witness: Witness, rows: QuerySet[Any]) -> Iterator[RowFault]:
    """Look for the rows that no fact tells of, where there are more than were told of."""
    for some in batched(rows.order_by("pk").iterator(OPENED_AT_ONCE), OPENED_AT_ONCE, strict=False):
        places = {str(getattr(one, witness.key)): (witness.stream_of(one), one) for one in some}
        told = {key for _, key, _ in _last_facts([witness], *{place for place, _ in places.values()})}
        left = {key: place for key, place in places.items() if key not in told}
        telling = _telling({place for place, _ in left.values()}, witness.since)
        for key, (place, row) in left.items():
            if place in telling:
                yield RowFault(witness.model, key, place, 0, _label(witness, row, key), ())


def _all(witness: Witness, stream: StreamKey | None) -> QuerySet[Any] | None:
    rows = witness.model._base_manager.filter(**witness.among)
    if stream is None:
        return rows
    if stream.kind not in witness.kinds:
        return None
    path = witness.kinds[stream.kind]
    beside = {f"{path.removesuffix('_key')}_kind": stream.kind} if path.endswith("stream_key") else {}
    return rows.filter(**{path: stream.key}, **beside)


def _telling(streams: set[StreamKey], since: str) -> set[StreamKey]:
    """Return the streams on which such rows are told of."""
    if not since or not streams:
        return streams
    first = Entry.objects.filter(position=1, stream__in=heads.ids_of(streams))
    said = first.values_list("stream__kind", "stream__key", "facts")
    return {StreamKey(kind, key) for kind, key, facts in said if since in facts}
