"""Rows beside the chains that must say what a chain says: an app declares how its own are held against it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from django.db.models import Model

from anxin.core import wording
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault: what is wrong, in which stream at which position, in which checkpoint, or in which row."""

    code: str
    stream: StreamKey | None = None
    position: int | None = None
    checkpoint: int | None = None
    row: str = ""

    def __str__(self) -> str:
        told = {"stream": self.stream, "position": self.position, "checkpoint": self.checkpoint, "row": self.row}
        return wording.message(self.code, told)


Witness = Callable[[StreamKey | None], Iterable[Finding]]
_WITNESSES: list[Witness] = []


def declare_witness(witness: Witness) -> None:
    """Have rows compared with the chain whenever chains are verified; `None` means all streams."""
    if witness not in _WITNESSES:
        _WITNESSES.append(witness)


def differing(stream: StreamKey | None = None) -> Iterator[Finding]:
    """Yield every row that says something else than its chain, once, however many witnesses name it."""
    named: set[tuple[StreamKey | None, str]] = set()
    for witness in _WITNESSES:
        for one in witness(stream):
            if (one.stream, one.row) not in named:
                named.add((one.stream, one.row))
                yield one


def row_differs(stream: StreamKey, position: int | None, row: str) -> Finding:
    """Name a row that was changed, or made, past its chain."""
    return Finding(code="timeline.row_differs", stream=stream, position=position, row=row)


def rows_gone(model: type[Model], stream: StreamKey | None, *, code: str, name: str, row: str) -> Iterator[Finding]:
    """Yield every row that is there no more though a fact `code` tells of it, by its id under `name`.

    `row` is what the findings call such a row; `None` as stream means all of them.
    """
    told = Entry.objects.filter(code=code).select_related("stream")
    if stream is not None:
        told = told.filter(stream__kind=stream.kind, stream__key=stream.key)
    for some in batched(told.order_by("id").iterator(AT_ONCE), AT_ONCE, strict=False):
        kept = model._base_manager.filter(pk__in=[one.facts[name] for one in some])
        there = {str(key) for key in kept.values_list("pk", flat=True)}
        for one in some:
            if one.facts[name] not in there:
                yield row_differs(one.stream_key, one.position, f"{row} {one.facts[name]}")
