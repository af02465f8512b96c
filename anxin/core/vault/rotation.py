"""Replace keys while people work: every row is resealed alone, and only if nobody changed it meanwhile."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from anxin.core.keys import ring
from anxin.core.keys.models import VaultKey
from anxin.core.vault.fields import Tampered, UnknownKey, key_of, open_, seal
from anxin.core.vault.index import blind_index
from anxin.core.vault.registry import COLUMNS, SealedColumn

BATCH = 500
PASSES = 5


@dataclass
class Rotation:
    """What a rotation did: rows resealed, keys retired, and every row that would not open."""

    resealed: int = 0
    retired: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def rotate(*, now: datetime, index: bool = False, settle_s: float = 0) -> Rotation:
    """Make a new data key (and index key), reseal every declared column, retire the keys no row needs.

    Another process may know the old key alone for `ring.LOOK_AGAIN_S` more: a command passes that as `settle_s`, and
    nothing is resealed until all of them know the new one. Rows that would not open are named, and then nothing is
    retired.
    """
    done = Rotation()
    fresh = {ring.add("data", now=now).id}
    purposes = ["data"]
    if index:
        ring.add("index", now=now)
        purposes.append("index")
    time.sleep(settle_s)
    _reseal_all(fresh, done, index=index)
    if not done.refused:
        _retire(purposes, now, done)
    return done


def _reseal_all(fresh: set[str], done: Rotation, *, index: bool) -> None:
    for column in COLUMNS.values():
        for _attempt in range(PASSES):
            if not _walk(column, fresh, done, index=index):
                break


def _walk(column: SealedColumn, fresh: set[str], done: Rotation, *, index: bool) -> int:
    changed = 0
    for row in _rows(column):
        sealed = getattr(row, column.column)
        if not sealed or (key_of(sealed) in fresh and not (index and column.index)):
            continue
        changed += _reseal(column, row, sealed, done, index=index)
    done.resealed += changed
    return changed


def _reseal(column: SealedColumn, row: models.Model, sealed: str, done: Rotation, *, index: bool) -> int:
    row_id = str(getattr(row, column.row))
    try:
        text = open_(column.name, row_id, sealed)
    except (Tampered, UnknownKey) as error:
        found = {"code": error.code, "name": column.name, "row": row_id}
        done.refused += [found] if found not in done.refused else []
        return 0
    values = {column.column: seal(column.name, row_id, text)}
    if index and column.index:
        values[column.index] = blind_index(text)
        if getattr(row, column.index) == values[column.index]:
            return 0
    return column.model._default_manager.filter(pk=row.pk, **{column.column: sealed}).update(**values)


def _rows(column: SealedColumn) -> Iterator[models.Model]:
    """Walk a table by key in small reads, so that no cursor or lock stays open."""
    query = column.model._default_manager.order_by("pk")
    last = None
    while True:
        rows = list((query if last is None else query.filter(pk__gt=last))[:BATCH])
        if not rows:
            return
        yield from rows
        last = rows[-1].pk


def _retire(purposes: list[str], now: datetime, done: Rotation) -> None:
    """Retired keys still open what old backups hold; nothing new is sealed with them."""
    for purpose in purposes:
        newest = ring.current(purpose)
        old = VaultKey.objects.filter(purpose=purpose, retired_at=None, version__lt=newest.version)
        done.retired += list(old.values_list("id", flat=True))
        old.update(retired_at=now)
        ring.look_again(purpose)
