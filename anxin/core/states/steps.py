"""Hold rows, begin a walk, take a step."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models

from anxin.core import acting, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Missing, WrongState
from anxin.core.states.machines import Step
from anxin.core.states.stateful import Stateful


class Gone(Missing):
    """The row was there a moment ago and is no more."""

    code = "core.gone"


def hold(*rows: models.Model) -> None:
    """Lock rows in the one global order (table, then key) and read them again as they are now."""
    block = acting.current()
    for row in sorted(set(rows), key=_place):
        _lock(row)
        block.held.add(_place(row))


def begin(
    row: Stateful,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
) -> timeline.Entry:
    """Save a new row in its machine's start state, held, and write the first fact: `repair.submitted`."""
    block = acting.current()
    row.state = row.MACHINE.start
    row.created_at = row.updated_at = now
    row.save(force_insert=True)
    block.held.add(_place(row))
    told = {**(facts or {}), "row": str(row.pk), "to_state": row.state}
    return timeline.write(row.stream(), f"{row.MACHINE.name}.{row.state}", by=by, now=now, facts=told, private=private)


def take(
    row: Stateful,
    step: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
    why: str = "",
) -> timeline.Entry:
    """Take a step with a held row: role check, update on the expected state, one fact `machine.step`.

    `private` and `why` may name persons: they go sealed into the side table and can be erased.
    Raises Forbidden where the actor may not take it, WrongState where the row isn't, or is no longer, in a
    state it leaves.
    """
    if _place(row) not in acting.current().held:
        raise RuntimeError(f"take({row.MACHINE.name}.{step}): hold(row) first")
    where = {"machine": row.MACHINE.name, "step": step, "state": row.state}
    line = row.MACHINE.step(step, row.state)
    allowed = [one for one in row.MACHINE.steps if one.name == step and by.may(one.who)]
    if not allowed or (line and not by.may(line.who)):
        raise Forbidden(where)
    if line is None:
        raise WrongState(where)
    rows = type(row)._base_manager.filter(pk=row.pk, state=row.state)
    if not rows.update(state=line.to, updated_at=now):
        raise WrongState(where)
    told = {**(facts or {}), "row": str(row.pk), "from_state": row.state, "to_state": line.to}
    before, row.state, row.updated_at = row.state, line.to, now
    _mark_end(row, line, before, now)
    sealed = {**(private or {}), **({"why": why} if why else {})}
    return timeline.write(row.stream(), f"{row.MACHINE.name}.{step}", by=by, now=now, facts=told, private=sealed)


def _mark_end(row: Stateful, line: Step, before: str, now: datetime) -> None:
    """Say on a row's own stream that it ended, or goes on: low parts read it there, whatever the row is."""
    table, stream = row.MACHINE, row.stream()
    if stream == timeline.StreamKey(table.name, str(row.pk)) and table.ends & {before, line.to}:
        timeline.mark_end(stream, at=now if line.to in table.ends else None)


def can(row: Stateful, capability: str) -> bool:
    """Tell whether the row's state allows something that is no step; an undeclared capability is a fault."""
    table = row.MACHINE.capabilities
    if capability not in table:
        raise ValueError(f"machine {row.MACHINE.name}: expected one of its capabilities, got {capability!r}")
    return row.state in table[capability]


def _lock(row: models.Model) -> None:
    try:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
    # Every model has one, which the base class does not say.
    except type(row).DoesNotExist as error:  # type: ignore[attr-defined]
        raise Gone({"table": row._meta.db_table}) from error


def _place(row: models.Model) -> tuple[str, str]:
    return row._meta.db_table, str(row.pk)
