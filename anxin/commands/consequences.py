"""What an import, or taking one back, would do to promised windows and starts: said, and asked before it is done."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anxin.core.imports import Summary

NAMED = 10


def tell(told: "Summary") -> None:
    """Say how many promised windows would be freed and by which rows, and who would set out from elsewhere."""
    if told.freed:
        rows = [f"{one.key} {one.freed}" for one in told.changes if one.freed]
        print(f"{_windows(told.freed)} would be freed, the customers are told: {_first(rows, len(rows))}")
    if told.starts:
        print(f"would set out from elsewhere, {told.starts}: {_first(told.first_starts, told.starts)}")


def agreed(told: "Summary", prog: str, *, yes: bool) -> bool:
    """Return whether that is to be done: somebody said so with the command, or answers now, at a terminal."""
    if yes:
        return True
    asked = f"{_windows(told.freed)} freed" if told.freed else f"{told.starts} starts moved"
    if not sys.stdin.isatty():
        print(
            f"{prog}: --yes: expected, or an answer in a terminal, where that means {asked}, got none", file=sys.stderr
        )
        return False
    print(f"{asked}: do it? [y/N] ", end="", flush=True)
    try:
        return input().strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def _windows(n: int) -> str:
    return f"{n} promised window{'' if n == 1 else 's'}"


def _first(named: "list[str] | tuple[str, ...]", of: int) -> str:
    return f"{', '.join(named[:NAMED])}{' …' if of > NAMED else ''}"
