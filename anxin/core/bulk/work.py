"""Preview bulk work, then do it row by row."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.bulk.models import BulkLine, BulkRun
from anxin.core.errors import AnxinError, WrongState

type Arguments = Mapping[str, str | int]


class SelectionChanged(WrongState):
    """What would be done is not what was previewed any more."""

    code = "bulk.changed"


class Check(Protocol):
    """Raise the error that doing this row would raise; write nothing."""

    def __call__(self, *, key: str, arguments: Arguments, by: Actor, now: datetime) -> object:
        """Check one row."""


class Apply(Protocol):
    """Do one row, inside an acting block."""

    def __call__(self, *, key: str, arguments: Arguments, by: Actor, now: datetime) -> object:
        """Do one row."""


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """One action an app offers for many rows."""

    name: str
    check: Check
    apply: Apply
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
    content = json.dumps([action.name, by.key, dict(arguments), refusals], sort_keys=True)
    return Preview(action.name, refusals, hashlib.sha256(content.encode()).hexdigest())


def run(
    action: BulkAction, keys: Iterable[str], *, token: str, arguments: Arguments, by: Actor, now: datetime
) -> BulkRun:
    """Do what was previewed, one acting block a row, and leave one line each; call it outside of any block."""
    seen = preview(action, keys, arguments=arguments, by=by, now=now)
    if seen.token != token:
        raise SelectionChanged({"rows": len(seen.refusals)})
    work = acting(lambda: BulkRun.objects.create(action=action.name, by=by.key, started_at=now))
    for key in seen.refusals:
        _do(action, work, key, arguments, by, now)
    return work


def lines_of(work: BulkRun) -> list[tuple[str, str]]:
    """Return what became of every row: its key, and the code of what refused it, or ""."""
    return list(work.lines.order_by("key").values_list("key", "code"))


def _do(action: BulkAction, work: BulkRun, key: str, arguments: Arguments, by: Actor, now: datetime) -> None:
    def one() -> None:
        action.apply(key=key, arguments=arguments, by=by, now=now)
        BulkLine.objects.create(run=work, key=key, outcome="done")

    try:
        acting(one)
    except AnxinError as refused:
        code = refused.code
        acting(lambda: BulkLine.objects.create(run=work, key=key, outcome="refused", code=code))


def _refusal(action: BulkAction, key: str, arguments: Arguments, by: Actor, now: datetime) -> str:
    try:
        action.check(key=key, arguments=arguments, by=by, now=now)
    except AnxinError as refused:
        return refused.code
    return ""
