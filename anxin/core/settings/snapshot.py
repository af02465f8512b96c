"""The settings as one request sees them: it asks once whether any changed; while none did, the process keeps them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Count, IntegerField, Model, QuerySet, UUIDField, Window

from anxin.core import acting
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered, GatheredAs
from anxin.core.settings.models import SettingRow
from anxin.core.streams.key import StreamKey

_VERSION, _ALONG = ("settings version",), "settings_version"
_NUMBERS = {f"n_{name}": IntegerField() for name in ("id", "confirmed_at", "withdrawn_at")}
_SAYS: Any = {"id": UUIDField(), **_NUMBERS}
NEWEST = ("-valid_from", "-confirmed_at", "-id")
type Rows = Mapping[tuple[str, str], tuple[SettingRow, ...]]


class _Snapshot:
    """What one request has seen of the settings so far."""

    rows: Rows | None = None


_SNAPSHOT: ContextVar[_Snapshot | None] = ContextVar("settings", default=None)
_kept: tuple[object, Rows] = (None, {})
"""The version and its rows, set as one, so that no thread sees the one without the other."""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Let what is read inside, outside of transactions, be asked for once."""
    before = _SNAPSHOT.set(_Snapshot())
    try:
        yield
    finally:
        _SNAPSHOT.reset(before)


def rows() -> Rows | None:
    """Return the rows that count by name and organisation, the newest first; None where each read asks for itself.

    A block asks once too, and again after it changed a setting itself. A transaction may hold changes nobody else may
    see, so nothing read there is kept, unless it is a block that changed no setting.
    """
    if acting.inside():
        mine = acting.current().wrote(SettingRow._meta.db_table)
        return acting.remembered(("settings",), lambda: _current(keep=not mine), SettingRow)
    look = _SNAPSHOT.get()
    if look is None or connection.in_atomic_block:
        return None
    if look.rows is None:
        look.rows = _current()
    return look.rows


def forget() -> None:
    """Look again in this request: it has changed a setting itself."""
    look = _SNAPSHOT.get()
    if look is not None:
        look.rows = None


def confirmed() -> QuerySet[SettingRow]:
    """Return the rows that count or will."""
    return SettingRow.objects.filter(confirmed_at__isnull=False, withdrawn_at=None)


def _current(*, keep: bool = True) -> Rows:
    """Return the kept rows while their version is today's, else what there is now."""
    global _kept
    version, (before, known) = _version(), _kept
    if version == before:
        return known
    found: dict[tuple[str, str], tuple[SettingRow, ...]] = {}
    for row in confirmed().order_by(*NEWEST):
        key = (row.name, row.organisation)
        found[key] = (*found.get(key, ()), row)
    if keep:
        _kept = (version, found)
    return found


def _version() -> object:
    """Return what every change moves: rows are only ever added, confirmed and withdrawn, each once."""
    return acting.remembered(_VERSION, lambda: next(iter(_versions()), None), SettingRow)


def beside(_kind: str, _row: UUID | None, _now: datetime) -> Gathered:
    """Return the version, to be read along with the head of a stream."""
    return GatheredAs(_versions.build(), _SAYS)


def keep(_stream: StreamKey, _now: datetime, rows: Sequence[Mapping[str, object]]) -> None:
    """Remember the version that was read along."""
    _remember(rows)


def along[R: Model](rows: QuerySet[R]) -> QuerySet[R]:
    """Have the version read along with rows that a block looks at, for `taken` to remember."""
    beside: dict[str, Any] = {_ALONG: GatheredAs(_versions.build(), _SAYS)}
    return cast("QuerySet[R]", rows.annotate(**beside))


def remember_version[R: Model](row: R) -> R:
    """Remember the version that was read along with a row, and give the row as if it had been read alone."""
    if acting.inside() and _ALONG in vars(row):
        _remember(vars(row).pop(_ALONG))
    return row


def wanted() -> bool:
    """Return whether this block would still have to ask for the version."""
    return acting.inside() and acting.current().recall(_VERSION) is None


def _remember(rows: Sequence[Mapping[str, object]]) -> None:
    version = tuple(rows[0].values()) if rows else None
    acting.current().keep(_VERSION, (version,), SettingRow._meta.db_table)


@compiled
def _versions() -> QuerySet[SettingRow, tuple[object, ...]]:
    counts = {name: Window(Count(name)) for name in ("id", "confirmed_at", "withdrawn_at")}
    numbers = {f"n_{name}": count for name, count in counts.items()}
    return SettingRow.objects.order_by("-id").annotate(**numbers).values_list(*_SAYS)[:1]
