"""What happens because of a fact: one table, put in place by `config/wiring.py`."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from anxin.core.streams.models import Entry


class Handler(Protocol):
    """An action that a fact calls, once and in the fact's own transaction; what may wait it puts as a task."""

    __module__: str
    __name__: str

    def __call__(self, *, fact: "Entry", now: datetime) -> object:
        """Act because of the fact."""


type Table = Mapping[str, tuple[Handler, ...]]
type Writes = Mapping[Handler, tuple[str, ...]]

HANDLERS: dict[str, tuple[Handler, ...]] = {}
WRITES: dict[Handler, tuple[str, ...]] = {}
_running: ContextVar[Handler | None] = ContextVar("anxin_handler", default=None)


def install(table: Table, writes: Writes) -> None:
    """Put the table in place: fact → handlers, and the facts a handler may write in turn.

    Raises ValueError where a fact calls a handler twice, `writes` names one no fact calls, or a circle would run.
    """
    for code, several in table.items():
        if len(set(several)) != len(several):
            raise ValueError(f"handlers of {code}: expected each once, got {', '.join(map(name_of, several))}")
    called = {handler for several in table.values() for handler in several}
    idle = sorted(name_of(handler) for handler in writes if handler not in called)
    if idle:
        raise ValueError(f"writes: expected handlers of the table, got {', '.join(idle)}")
    path = circle(table, writes)
    if path:
        raise ValueError("handlers: expected no circle, got " + " → ".join(path))
    HANDLERS.clear()
    HANDLERS.update(table)
    WRITES.clear()
    WRITES.update(writes)


def circle(table: Table, writes: Writes) -> list[str]:
    """Return a circle in the graph of facts; empty where there is none."""
    done: set[str] = set()

    def walk(code: str, path: list[str]) -> list[str]:
        if code in path:
            return [*path[path.index(code) :], code]
        if code in done:
            return []
        for handler in table.get(code, ()):
            for caused in writes.get(handler, ()):
                found = walk(caused, [*path, code])
                if found:
                    return found
        done.add(code)
        return []

    return next(filter(None, (walk(code, []) for code in table)), [])


def name_of(handler: Handler) -> str:
    """Return a handler's name as people read it: `repairs.assigned`."""
    app = handler.__module__.removeprefix("anxin.domain.").split(".", 1)[0]
    return f"{app}.{handler.__name__}"


def lines() -> list[str]:
    """Return the table as it is read: a line a fact, its handlers in order, what each of them may write below."""
    width = max(map(len, HANDLERS), default=0)
    told = []
    for code, several in HANDLERS.items():
        told.append(f"{code:{width}} → {' · '.join(map(name_of, several))}")
        for handler in several:
            if handler in WRITES:
                told.append(f"{'':{width}}   {name_of(handler)} may write {', '.join(WRITES[handler])}")
    return told


def handle(fact: "Entry", *, now: datetime) -> None:
    """Call a new fact's handlers in order, in its transaction."""
    cause = _running.get()
    if cause is not None and fact.code not in WRITES.get(cause, ()):
        raise RuntimeError(f"handler {name_of(cause)}: writes {fact.code}, which the table's `writes` don't name")
    for handler in HANDLERS.get(fact.code, ()):
        token = _running.set(handler)
        try:
            handler(fact=fact, now=now)
        finally:
            _running.reset(token)
