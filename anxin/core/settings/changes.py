"""Change a setting: propose, have it confirmed, withdraw it before it counts."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from anxin.core import days
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.settings.models import SettingRow
from anxin.core.settings.queries import confirmed_since, get, is_last, last
from anxin.core.settings.registry import declared
from anxin.core.settings.snapshot import forget


class SecondPersonNeeded(Forbidden):
    """Somebody else must confirm what he proposed."""

    code = "settings.second_person"


class ByCommand(WrongState):
    """It is changed by a command of its own, which asks for more."""

    code = "settings.by_command"


class NoticeTooShort(WrongState):
    """The change would count before its notice period is over, or in the past."""

    code = "settings.too_soon"


class LiesAhead(WrongState):
    """A change of the same setting counts later, and would undo this one: it keeps the whole without it."""

    code = "settings.lies_ahead"


class ChangedSince(WrongState):
    """Another change of the same setting was confirmed since, and this one would undo it: it keeps the whole."""

    code = "settings.changed_since"


class StoodOn(WrongState):
    """A later change keeps what this one changed; it has to be taken back first."""

    code = "settings.stood_on"


def propose(
    *,
    name: str,
    value: Any,
    valid_from: datetime,
    by: Actor,
    now: datetime,
    organisation: str = "",
    why: str = "",
    source: str = "",
) -> SettingRow:
    """Propose a value from a moment on; where no second person is needed it is confirmed at once.

    Where a value has parts, none goes before one that lies ahead.
    """
    setting = declared(name)
    if organisation and not setting.per_organisation:
        raise Invalid("organisation", expected="the installation", got=organisation)
    if organisation and setting.capped:
        replace(setting, most=get(name, at=valid_from)).checked(value)
    days.check("valid_from", valid_from.date())
    earliest = now + timedelta(days=setting.notice_days)
    if valid_from < earliest:
        raise NoticeTooShort({"name": name, "earliest": earliest.isoformat(), "got": valid_from.isoformat()})
    ahead = last(name, organisation=organisation) if setting.has_parts else None
    if ahead is not None and ahead.valid_from > valid_from:
        raise LiesAhead({"field": name, "begins": ahead.valid_from.isoformat(), "why": ahead.why})
    forget()
    return SettingRow.objects.create(
        name=name,
        organisation=organisation,
        value=setting.checked(value),
        valid_from=valid_from,
        why=why,
        source=source,
        needs_second=setting.second_person,
        proposed_by=by.key,
        proposed_at=now,
        confirmed_by="" if setting.second_person else by.key,
        confirmed_at=None if setting.second_person else now,
    )


def confirm(row: SettingRow, *, by: Actor, now: datetime) -> SettingRow:
    """Confirm another person's proposal; it counts from its moment, or from now where that has passed.

    Where a value has parts, nothing is confirmed that was proposed before another change was confirmed; of two who
    confirm at once the second finds the first.
    """
    if by.key == row.proposed_by:
        raise SecondPersonNeeded({"name": row.name})
    if declared(row.name).has_parts:
        _hold(row)
        if confirmed_since(row):
            raise ChangedSince({"field": row.name})
    forget()
    open_ones = SettingRow.objects.filter(id=row.id, confirmed_at=None, withdrawn_at=None)
    begins = max(row.valid_from, now)
    if not open_ones.update(confirmed_by=by.key, confirmed_at=now, valid_from=begins):
        raise WrongState({"name": row.name, "expected": "an open proposal"})
    row.refresh_from_db()
    return row


def _hold(row: SettingRow) -> None:
    """Hold every change of a setting until the block ends."""
    changes = SettingRow.objects.filter(name=row.name, organisation=row.organisation).order_by("pk")
    list(changes.select_for_update().values_list("pk"))


def withdraw(row: SettingRow, *, by: Actor, now: datetime) -> SettingRow:
    """Take back a change that does not count yet; what has counted stays in the history.

    Where a value has parts, the last is taken back first: those before it stand in it.
    """
    if not is_last(row):
        raise StoodOn({"name": row.name})
    forget()
    waiting = SettingRow.objects.filter(id=row.id, withdrawn_at=None)
    waiting = waiting.filter(valid_from__gt=now) | waiting.filter(confirmed_at=None)
    if not waiting.update(withdrawn_at=now):
        raise WrongState({"name": row.name, "expected": "a change that does not count yet", "by": by.key})
    row.refresh_from_db()
    return row
