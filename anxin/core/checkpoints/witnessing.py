"""Rows beside the chains that must say what a chain says: an app declares how its own are held against it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from anxin.core import wording
from anxin.core.streams.key import StreamKey


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
    """Give every row that says something else than its chain."""
    for witness in _WITNESSES:
        yield from witness(stream)


def row_differs(stream: StreamKey, position: int | None, row: str) -> Finding:
    """Name a row that was changed, or made, past its chain."""
    return Finding(code="timeline.row_differs", stream=stream, position=position, row=row)
