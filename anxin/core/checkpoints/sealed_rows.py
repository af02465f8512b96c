"""Sealed rows as the verifier looks at them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from anxin.core import row_seals
from anxin.core.checkpoints.findings import ChainFinding
from anxin.core.streams.key import StreamKey

HOME = ("stream_kind", "stream_key")
AT_ONCE = 1000


def faults(stream: StreamKey | None) -> Iterator[ChainFinding]:
    """Yield every sealed row that was changed or made past the house; of one stream those that belong to it."""
    for model in row_seals.sealed_models():
        rows: QuerySet[Any] = model._base_manager.order_by("pk")
        if stream is not None:
            if not {one.name for one in model._meta.fields}.issuperset(HOME):
                continue
            rows = rows.filter(**dict(zip(HOME, stream, strict=True)))
        for row in rows.iterator(AT_ONCE):
            if not row_seals.verifies(row) and not _held_by_now(row):
                yield ChainFinding(
                    code="timeline.row_unsealed", stream=stream, row=f"{model._meta.label_lower} {row.pk}"
                )


def _held_by_now(row: row_seals.SealedRow) -> bool:
    """Look again: somebody may have been writing between the reads."""
    now = type(row)._base_manager.filter(pk=row.pk).first()
    return now is None or row_seals.verifies(now)
