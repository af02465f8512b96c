"""Every row that walks a machine, held against the chain: it stands where its last fact took it, or somebody moved it.

The machines come from the models themselves: a new one is compared from its first step on.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched, groupby

from django.apps import apps

from anxin.core import timeline
from anxin.core.states.stateful import Stateful
from anxin.core.streams.models import Entry
from anxin.core.timeline import Finding, StreamKey

AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the chain last says of a row."""

    machine: str
    row: str
    state: str
    stream: StreamKey
    position: int


def models() -> dict[str, type[Stateful]]:
    """Return the model of every machine that has rows."""
    found = (one for one in apps.get_models() if issubclass(one, Stateful) and one._meta.managed)
    return {one.MACHINE.name: one for one in found}


def states_differ(stream: StreamKey | None) -> Iterator[Finding]:
    """Yield every row whose state is not what its last fact says, that is gone, or that no fact tells of."""
    known = models()
    counts: dict[str, int] = defaultdict(int)
    for some in batched(_told(stream, known), AT_ONCE, strict=False):
        for name, lines in _by_machine(some).items():
            counts[name] += len(lines)
            yield from _differing(known[name], lines)
    if stream is None:
        for name, model in known.items():
            if model._base_manager.count() > counts[name]:
                yield from _untold(model)


def _told(stream: StreamKey | None, known: Container[str]) -> Iterator[Told]:
    """Yield the last word on each row, stream by stream."""
    rows = Entry.objects.order_by("stream", "position")
    if stream is not None:
        rows = rows.filter(stream__kind=stream.kind, stream__key=stream.key)
    found = rows.values_list("stream__kind", "stream__key", "position", "code", "facts").iterator(AT_ONCE)
    for (kind, key), facts in groupby(found, key=lambda one: one[:2]):
        last: dict[tuple[str, str], Told] = {}
        for _kind, _key, position, code, told in facts:
            machine, row, state = code.partition(".")[0], told.get("row"), told.get("to_state")
            if machine in known and isinstance(row, str) and isinstance(state, str):
                place = StreamKey(kind, key)
                last[machine, row] = Told(machine=machine, row=row, state=state, stream=place, position=position)
        yield from last.values()


def _by_machine(lines: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for one in lines:
        found[one.machine].append(one)
    return found


def _differing(model: type[Stateful], lines: list[Told]) -> Iterator[Finding]:
    there = _states(model, lines)
    suspects = [one for one in lines if there.get(one.row) != one.state]
    if not suspects:
        return
    # Look again: somebody may have taken a step between the reads.
    again = {one: _last(one) for one in suspects}
    there = _states(model, suspects)
    for one, last in again.items():
        if there.get(one.row) != last.state:
            yield timeline.row_differs(last.stream, last.position, f"{model._meta.label_lower} {last.row}")


def _states(model: type[Stateful], lines: list[Told]) -> dict[str, str]:
    rows = model._base_manager.filter(pk__in=[one.row for one in lines]).values_list("pk", "state")
    return {str(key): state for key, state in rows}


def _last(one: Told) -> Told:
    told = list(_told(one.stream, {one.machine}))
    return next((other for other in told if other.row == one.row), one)


def _untold(model: type[Stateful]) -> Iterator[Finding]:
    """Look for the rows that no fact tells of; only where there are more rows than were told of."""
    label, machine = model._meta.label_lower, model.MACHINE.name
    for row in model._base_manager.order_by("pk").iterator(AT_ONCE):
        of_stream = Entry.objects.filter(stream__kind=row.stream().kind, stream__key=row.stream().key)
        if not of_stream.filter(code__startswith=f"{machine}.", facts__row=str(row.pk)).exists():
            yield timeline.row_differs(row.stream(), 0, f"{label} {row.pk}")
