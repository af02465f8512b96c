"""Sealed rows as the verifier looks at them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from anxin.core import row_counts, row_seals
from anxin.core.checkpoints.findings import ChainFinding
from anxin.core.streams.key import StreamKey

HOME = ("stream_kind", "stream_key")
AT_ONCE = 1000


def faults(stream: StreamKey | None) -> Iterator[ChainFinding]:
    """Yield every sealed row that was changed or made past the house; of one stream those that belong to it."""
    for rows in _those_there(stream):
        for row in rows.order_by("pk").iterator(AT_ONCE):
            if not row_seals.verifies(row) and not _held_by_now(row):
                name = f"{row._meta.label_lower} {row.pk}"
                yield ChainFinding(code="timeline.row_unsealed", stream=stream, row=name)


def _those_there(stream: StreamKey | None) -> list[QuerySet[Any]]:
    """Return the rows of each model; of one stream's those of the models that have some."""
    models = row_seals.sealed_models()
    if stream is None:
        return [one._base_manager.all() for one in models]
    homed = [one for one in models if {field.name for field in one._meta.fields}.issuperset(HOME)]
    rows = [one._base_manager.filter(**dict(zip(HOME, stream, strict=True))) for one in homed]
    return [some for some, found in zip(rows, row_counts.counts(rows), strict=True) if found]


def _held_by_now(row: row_seals.SealedRow) -> bool:
    """Look again: somebody may have been writing between the reads."""
    now = type(row)._base_manager.filter(pk=row.pk).first()
    return now is None or row_seals.verifies(now)
