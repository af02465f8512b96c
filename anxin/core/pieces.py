"""Rows that are over go some a block: whoever writes waits for a piece, and a kill loses one piece."""

from functools import partial
from typing import Any

from django.db.models import QuerySet

from anxin.core.acting import acting

AT_ONCE = 2000


def drop(rows: QuerySet[Any]) -> int:
    """Delete rows in the order of their set, in blocks of their own; return how many. One that changed stays."""
    dropped = 0
    while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        dropped += acting(partial(_drop, rows, keys))
        if len(keys) < AT_ONCE:
            break
    return dropped


def _drop(rows: QuerySet[Any], keys: list[object]) -> int:
    return int(rows.filter(pk__in=keys).order_by().delete()[0])
