"""What the verifier finds; and the checks beside the chains, which say the same in another way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from anxin.core import wording
from anxin.core.streams.key import StreamKey


@dataclass(frozen=True, kw_only=True)
class ChainFinding:
    """One fault: what is wrong, in which stream at which position, in which checkpoint, or in which row."""

    code: str
    stream: StreamKey | None = None
    position: int | None = None
    checkpoint: int | None = None
    row: str = ""

    def __str__(self) -> str:
        told = {"stream": self.stream, "position": self.position, "checkpoint": self.checkpoint, "row": self.row}
        return wording.message(self.code, told)


type Check = Callable[[StreamKey | None], Iterable[ChainFinding]]
_CHECKS: list[Check] = []


def declare_check(check: Check) -> None:
    """Have something worked out from the chains whenever they are verified; `None` means all streams."""
    if check not in _CHECKS:
        _CHECKS.append(check)


def checked(stream: StreamKey | None = None) -> Iterator[ChainFinding]:
    """Yield what the declared checks find."""
    for check in _CHECKS:
        yield from check(stream)


def row_differs(stream: StreamKey, position: int | None, row: str) -> ChainFinding:
    """Return the finding of a row that was changed, or made, past its chain."""
    return ChainFinding(code="timeline.row_differs", stream=stream, position=position, row=row)
