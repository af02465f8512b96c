"""Lock rows, begin a walk, make a transition."""

from collections.abc import Callable, Hashable, Mapping
from copy import copy, deepcopy
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from anxin.core import acting, inserts, timeline
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Forbidden, Missing, WrongState
from anxin.core.settings import snapshot
from anxin.core.states.machines import Step
from anxin.core.states.stateful import Stateful

type Key = UUID | int | str


class RowGone(Missing):
    """The row was there a moment ago and is no more."""

    code = "core.gone"


def lock(*rows: models.Model) -> None:
    """Lock rows in the one global order (table, then key) and read them again as they are now."""
    block = acting.current()
    for row in sorted(set(rows), key=_place):
        if not _still_known(row):
            _lock(row)
            remember(row)
        block.held.add(_place(row))


def locked[R: models.Model](rows: models.QuerySet[R]) -> list[R]:
    """Return the rows that are found, locked, in the order of their keys: read once, as they are now."""
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        _keep_values(row)
        acting.current().held.add(_place(row))
    return found


def begin(
    row: Stateful,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
    taken_over: str = "",
) -> timeline.Entry:
    """Put a new row in its machine's start state, held, and write the first fact: `repair.submitted`.

    The row goes to the database at the end of the block, or before anybody there looks at its table; the steps it
    takes meanwhile go along.

    `taken_over`: in this state instead, which it came to elsewhere; no step of ours is made up for the way there, and
    the first fact is `repair.taken_over`.
    """
    block = acting.current()
    if taken_over and taken_over not in row.MACHINE.states:
        raise ValueError(f"machine {row.MACHINE.name}: expected one of its states, got {taken_over!r}")
    row.state = taken_over or row.MACHINE.start
    row.created_at = row.updated_at = now
    block.held.add(_place(row))
    _put(row)
    told, stream = _begun(row, facts), row.stream()
    code = f"{row.MACHINE.name}.{'taken_over' if taken_over else row.state}"
    own = stream == _own_stream(row)
    entry = timeline.write(stream, code, by=by, now=now, facts=told, private=private, fresh=own)
    if own and row.state in row.MACHINE.ends:
        timeline.mark_end(stream, at=now)
    return entry


def begin_once(row: Stateful, *, by: Actor, now: datetime, facts: Mapping[str, object] | None = None) -> bool:
    """Begin a row as `begin` does, unless a unique rule of its table is in the way; tell whether it was begun.

    It goes to the database at once: one statement asks whether there is one already, and inserts it.
    """
    row.state = row.MACHINE.start
    row.created_at = row.updated_at = now
    if not inserts.insert_new(row):
        return False
    acting.current().held.add(_place(row))
    remember(row)
    timeline.write(row.stream(), f"{row.MACHINE.name}.{row.state}", by=by, now=now, facts=_begun(row, facts))
    return True


def _begun(row: Stateful, facts: Mapping[str, object] | None) -> dict[str, object]:
    return {**(facts or {}), "row": str(row.pk), "to_state": row.state}


def transition(
    row: Stateful,
    step: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
    why: str = "",
    sets: Mapping[str, object] | None = None,
) -> timeline.Entry:
    """Make a transition of a locked row: role check, update on the expected state, one fact `machine.step`.

    `sets` names what else of the row becomes something else by this step.

    `private` and `why` may name persons: they go sealed into the side table and can be erased.
    Raises Forbidden where the actor may not take it, WrongState where the row isn't, or is no longer, in a
    state it leaves.
    """
    if _place(row) not in acting.current().held:
        raise RuntimeError(f"transition({row.MACHINE.name}.{step}): lock(row) first")
    where = {"machine": row.MACHINE.name, "step": step, "state": row.state}
    line = row.MACHINE.step(step, row.state)
    allowed = [one for one in row.MACHINE.steps if one.name == step and by.may(one.who)]
    if not allowed or (line and not by.may(line.who)):
        raise Forbidden(where)
    if line is None:
        raise WrongState(where)
    before = row.state
    if not _changed(row, {**(sets or {}), "state": line.to, "updated_at": now}, state=before):
        raise WrongState(where)
    told = {**(facts or {}), "row": str(row.pk), "from_state": before, "to_state": line.to}
    _mark_end(row, line, before, now)
    sealed = {**(private or {}), **({"why": why} if why else {})}
    return timeline.write(row.stream(), f"{row.MACHINE.name}.{step}", by=by, now=now, facts=told, private=sealed)


def _mark_end(row: Stateful, line: Step, before: str, now: datetime) -> None:
    """Say on a row's own stream that it ended, or goes on: low parts read it there, whatever the row is."""
    table, stream = row.MACHINE, row.stream()
    if stream == _own_stream(row) and table.ends & {before, line.to}:
        timeline.mark_end(stream, at=now if line.to in table.ends else None)


def can(row: Stateful, capability: str) -> bool:
    """Return whether the row's state allows something that is no step; an undeclared capability is a fault."""
    table = row.MACHINE.capabilities
    if capability not in table:
        raise ValueError(f"machine {row.MACHINE.name}: expected one of its capabilities, got {capability!r}")
    return row.state in table[capability]


def change(row: models.Model, sets: Mapping[str, object]) -> None:
    """Write some fields of a held row."""
    if _place(row) not in acting.current().held:
        raise RuntimeError(f"change({row._meta.db_table}): lock(row) first")
    _changed(row, sets)


def _changed(row: models.Model, sets: Mapping[str, object], *, state: str | None = None) -> bool:
    """Write fields of a row that is as expected, here and there; what is remembered of it moves along."""
    block, key, whole = acting.current(), _key(row), _whole(row)
    waiting: models.Model | None = block.recall(_waits(row))
    if waiting is not None:
        changed = state in (None, getattr(waiting, "state", None))
        for name, value in sets.items() if changed else ():
            setattr(waiting, name, value)
    else:
        with block.sparing(key, whole, _newest(type(row))):
            changed = inserts.update(row, sets, state=state)
    for name, value in sets.items() if changed else ():
        setattr(row, name, value)
    written = [one.attname for one in row._meta.concrete_fields if one.name in sets or one.attname in sets]
    if changed and (values := block.recall(key)) is not None:
        values.update({attname: getattr(row, attname) for attname in written})
    if changed and (seen := block.recall(whole)) is not None:
        for name, value in sets.items():
            setattr(seen, name, value)
    return changed


def _put(row: Stateful) -> None:
    """Have a new row inserted with others of its kind: at the end, or before a statement names their table."""
    block, table = acting.current(), row._meta.db_table
    if row.pk is None:  # the database gives it its key
        inserts.insert((row,))
    else:
        block.forget(table)
        waiting = copy(row)
        block.put_off(_insertion(type(row)), waiting, (table,))
        block.keep(_waits(row), waiting, table)
        row._state.adding, row._state.db = False, connection.alias
        block.keep(_newest(type(row)), {row.stream(): row.pk}, table)
    remember(row)


@cache
def _insertion(model: type[models.Model]) -> Callable[[list[Any]], None]:
    def insertion(rows: list[models.Model]) -> None:
        with acting.current().sparing(*map(_key, rows), *map(_whole, rows)):
            inserts.insert(rows)

    return insertion


def newest[R: models.Model](model: type[R], of: Hashable, read: Callable[[], R | None]) -> R | None:
    """Return the newest row of something; a block looks for it once: what becomes of a row makes no other newer."""
    if not acting.inside():
        return read()
    block, place = acting.current(), _newest(model)
    keys: dict[Hashable, object] = block.recall(place) or {}
    row = remembered(model, keys[of]) if of in keys else None
    if row is None and keys.get(of, "") is not None:
        row = is_newest(model, of, read())
    return row


def is_newest[R: models.Model](model: type[R], of: Hashable, row: R | None) -> R | None:
    """Remember for the rest of a block which row of something was found to be the newest, and give it back."""
    if acting.inside():
        block, place = acting.current(), _newest(model)
        block.keep(place, {**(block.recall(place) or {}), of: row and row.pk}, model._meta.db_table)
        if row is not None:
            remember(row)
    return row


def is_held(row: models.Model) -> bool:
    """Return whether the running block holds a row, so that nobody else changes what changes under its lock only."""
    return acting.inside() and _place(row) in acting.current().held


def is_read_locked() -> bool:
    """Return whether what a block reads is as good as locked: on SQLite writers stand in line from its first word."""
    return connection.vendor == "sqlite"


def remember[R: models.Model](row: R) -> R:
    """Remember a row just read, with its companions, for the rest of this block."""
    if acting.inside() and not row.get_deferred_fields():
        _keep_values(row)
        beside = (row._meta.get_field(name).related_model for name in row._state.fields_cache)
        tables = {other._meta.db_table for other in beside if other is not None}
        acting.current().keep(_whole(row), copy(row), row._meta.db_table, *tables)
    return row


def remembered[R: models.Model](model: type[R], key: object) -> R | None:
    """Return a row and its companions as this block last read or wrote them; None where it never did."""
    place = ("whole", model._meta.db_table, str(key))
    found: R | None = acting.current().recall(place) if acting.inside() else None
    return copy(found) if found is not None else None


def _still_known(row: models.Model) -> bool:
    """Return a row the values it has in the database, where this block knows them and nobody can have changed them.

    That is so while it holds the row and wrote nothing to its table that it can't follow; on SQLite, where writers
    stand in line from the first word of their block, already since it read the row.
    """
    block = acting.current()
    sure = _place(row) in block.held or is_read_locked()
    values: dict[str, object] | None = block.recall(_key(row)) if sure else None
    if values is None or row.get_deferred_fields():
        return False
    _write_over(row, values)
    return True


def _write_over(row: models.Model, values: Mapping[str, object]) -> None:
    for field in row._meta.concrete_fields:
        if getattr(row, field.attname) != values[field.attname]:
            setattr(row, field.attname, values[field.attname])


def _keep_values(row: models.Model) -> None:
    if not row.get_deferred_fields():
        values = {one.attname: one.to_python(getattr(row, one.attname)) for one in row._meta.concrete_fields}
        acting.current().keep(_key(row), deepcopy(values), row._meta.db_table)


def _key(row: models.Model) -> tuple[str, str, str]:
    return ("row", *_place(row))


def _whole(row: models.Model) -> tuple[str, str, str]:
    return ("whole", *_place(row))


def _waits(row: models.Model) -> tuple[str, str, str]:
    return ("waits", *_place(row))


def _newest(model: type[models.Model]) -> tuple[str, str]:
    return ("newest", model._meta.db_table)


def _own_stream(row: Stateful) -> timeline.StreamKey:
    return timeline.StreamKey(row.MACHINE.name, str(row.pk))


def _lock(row: models.Model) -> None:
    beside = dict(row._state.fields_cache)
    before = {one.name: (one.attname, getattr(row, one.attname)) for one in row._meta.concrete_fields}
    found = next(iter(_as_it_is(type(row), snapshot.wanted(), key=row.pk)), None)
    if found is None:
        raise RowGone({"table": row._meta.db_table})
    snapshot.remember_version(found)
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(found, field.attname))
    row._state.fields_cache.clear()
    vars(row).pop("_prefetched_objects_cache", None)
    for name, other in beside.items():
        attname, key = before.get(name, ("pk", None))
        if other is not None and getattr(row, attname) == key and _stands(other):
            row._state.fields_cache[name] = other


@compiled
def _as_it_is(model: type[models.Model], settings_too: bool, *, key: Key) -> models.QuerySet[Any]:
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk=key)
    return snapshot.along(rows) if settings_too else rows


def _stands(other: models.Model) -> bool:
    """Return whether a row beside a held one need not be read again: it walks no machine, or is held too."""
    return not isinstance(other, Stateful) or (_place(other) in acting.current().held and _still_known(other))


def _place(row: models.Model) -> tuple[str, str]:
    return row._meta.db_table, str(row.pk)
