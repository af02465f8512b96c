"""Preview bulk work, then do it row by row."""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid5

from django.db import connection

from anxin.core import later, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor, still
from anxin.core.bulk.models import BulkLine, BulkRun
from anxin.core.errors import AnxinError, Missing, WrongState
from anxin.core.ids import uuid7

type Arguments = Mapping[str, str | int]
ONCE = UUID("5a0e3c1e-8a55-5d1c-9d7b-6f1d3a9b2c40")
TASK, TOLD = "anxin.core.tasks.do_rows", "core.bulk.run"
AT_ONCE = 100
"""So many rows are done while somebody waits; more by a worker."""
TAKEN_UP = timedelta(minutes=5)
"""After so long a worker looks whether all of a short run was done."""
SHARE, PAUSE_S = 10, 0.11
"""SQLite serves no queue: a rest after so many rows, so that others write too."""


class SelectionChanged(WrongState):
    """What would be done is not what was previewed any more."""

    code = "bulk.changed"


class NoRun(Missing):
    """There is no such run, or it isn't yours."""

    code = "bulk.no_run"


class BulkCheck(Protocol):
    """Raise the error that doing this row would raise; write nothing."""

    def __call__(self, *, key: str, arguments: Arguments, by: Actor, now: datetime) -> object:
        """Check one row."""


class BulkApply(Protocol):
    """Do one row, inside an acting block."""

    def __call__(self, *, key: str, arguments: Arguments, by: Actor, now: datetime) -> object:
        """Do one row."""


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """One action an app offers for many rows."""

    name: str
    check: BulkCheck
    apply: BulkApply
    most: int = 1000


@dataclass(frozen=True)
class Preview:
    """For every row the error's code that would stop it, or ""; and the token that says so."""

    action: str
    refusals: dict[str, str]
    token: str

    @property
    def possible(self) -> list[str]:
        """Return the rows that would be done."""
        return [key for key, code in self.refusals.items() if not code]


ACTIONS: dict[str, BulkAction] = {}


def declare(*actions: BulkAction) -> None:
    """Register an app's bulk actions."""
    for action in actions:
        if ACTIONS.get(action.name, action) != action:
            raise ValueError(f"bulk action {action.name!r}: expected one declaration, got two")
        ACTIONS[action.name] = action


def preview(action: BulkAction, keys: Iterable[str], *, arguments: Arguments, by: Actor, now: datetime) -> Preview:
    """Return what would become of every row; nothing is written."""
    chosen = list(dict.fromkeys(keys))
    if len(chosen) > action.most:
        raise SelectionChanged({"expected": f"at most {action.most} rows", "got": len(chosen)})
    refusals = {key: _refusal(action, key, arguments, by, now) for key in chosen}
    return Preview(action.name, refusals, _token(action.name, refusals, arguments, by))


def with_arguments(seen: Preview, arguments: Arguments, *, by: Actor) -> Preview:
    """Return what was previewed before anybody gave its arguments, for the run that has them."""
    return Preview(seen.action, seen.refusals, _token(seen.action, seen.refusals, arguments, by))


def _token(name: str, refusals: Mapping[str, str], arguments: Arguments, by: Actor) -> str:
    content = json.dumps([name, by.key, dict(arguments), refusals], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def run(
    action: BulkAction,
    keys: Iterable[str],
    *,
    token: str,
    arguments: Arguments,
    by: Actor,
    now: datetime,
    once: str = "",
) -> BulkRun:
    """Do what was previewed, one acting block a row, and leave one line each; call it outside of any block.

    What was asked under the same `once` before is that very run, however far it is. Many rows are done by a worker;
    he also takes up what a process that died left undone.
    """
    if known := asked_before(action, once, by=by):
        return known
    key = _key_of(action, once, by) if once else uuid7()
    seen = preview(action, keys, arguments=arguments, by=by, now=now)
    if seen.token != token:
        raise SelectionChanged({"rows": len(seen.refusals)})
    told = {
        "by": {**asdict(by), "roles": sorted(by.roles), "areas": sorted(by.areas)},
        "keys": list(seen.refusals),
        "arguments": dict(arguments),
    }
    many = len(seen.refusals) > AT_ONCE

    def begin() -> tuple[BulkRun, bool]:
        facts = {"action": action.name, "by": by.key, "started_at": now, "rows": len(seen.refusals)}
        facts["told_sealed"] = vault.seal(TOLD, key, json.dumps(told))
        made = BulkRun.objects.get_or_create(id=key, defaults=facts)
        after = timedelta(0) if many else TAKEN_UP
        later.put(TASK, arguments={"run": str(key)}, key=f"bulk|{key}", now=now, run_at=now + after)
        return made

    work, fresh = acting(begin)
    if fresh and not many:
        carry_out(key, now=now)
        work.refresh_from_db()
    return work


def asked_before(action: BulkAction, once: str, *, by: Actor) -> BulkRun | None:
    """Return the run that was asked for under the same `once`."""
    return BulkRun.objects.filter(id=_key_of(action, once, by)).first() if once else None


def _key_of(action: BulkAction, once: str, by: Actor) -> UUID:
    return uuid5(ONCE, f"{action.name}|{by.key}|{once}")


def carry_out(key: UUID, *, now: datetime) -> None:
    """Do the rows of a run that have no line yet, and end it; where it has ended, do nothing.

    Each is done by who asked, as he is by then: once a role was taken from him the rest is refused.
    """
    work = BulkRun.objects.get(id=key)
    if work.ended_at is not None:
        return
    action, told = ACTIONS[work.action], json.loads(vault.open_(TOLD, work.id, work.told_sealed))
    by = Actor(**{**told["by"], "roles": frozenset(told["by"]["roles"]), "areas": frozenset(told["by"]["areas"])})
    since = time.monotonic()
    done = set(work.lines.values_list("key", flat=True))
    for at, one in enumerate([key for key in told["keys"] if key not in done], 1):
        _do(action, work, one, told["arguments"], by, now, timedelta(seconds=time.monotonic() - since))
        if at % SHARE == 0 and connection.vendor == "sqlite":
            time.sleep(PAUSE_S)
    acting(lambda: BulkRun.objects.filter(pk=work.pk, ended_at=None).update(ended_at=now, told_sealed=""))


def run_of(key: UUID, *, by: Actor) -> BulkRun:
    """Return a run to who asked for it; raises `bulk.no_run`."""
    found = BulkRun.objects.filter(id=key, by=by.key).first()
    if found is None:
        raise NoRun({"run": str(key)})
    return found


def is_waited_for(run: str) -> bool:
    """Return whether a run has rows that nobody has looked at."""
    return BulkRun.objects.filter(id=run, ended_at=None).exists()


def lines_of(work: BulkRun) -> list[tuple[str, str]]:
    """Return what became of every row: its key, and the code of what refused it, or ""."""
    return list(work.lines.order_by("key").values_list("key", "code"))


def _do(
    action: BulkAction, work: BulkRun, key: str, arguments: Arguments, by: Actor, now: datetime, after: timedelta
) -> None:
    def apply_to_row() -> None:
        action.apply(key=key, arguments=arguments, by=still(by, now=now + after), now=now)
        BulkLine.objects.create(run=work, key=key, outcome="done")

    try:
        acting(apply_to_row)
    except AnxinError as refused:
        code = refused.code
        acting(lambda: BulkLine.objects.create(run=work, key=key, outcome="refused", code=code))


def _refusal(action: BulkAction, key: str, arguments: Arguments, by: Actor, now: datetime) -> str:
    try:
        action.check(key=key, arguments=arguments, by=by, now=now)
    except AnxinError as refused:
        return refused.code
    return ""
