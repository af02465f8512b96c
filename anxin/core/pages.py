"""Lists in pages, newest first, from a place that stays where it is while new rows arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

type Place = tuple[datetime, UUID]


@dataclass(frozen=True, kw_only=True)
class Page[Line]:
    """Some lines, and the place behind the last of them if more follow."""

    lines: tuple[Line, ...]
    next: Place | None


def page[Row: Model, Line](
    rows: QuerySet[Row], told: Callable[[Row], Line], *, after: Place | None, limit: int
) -> Page[Line]:
    """Return the rows behind a place, newest first, each as `told` makes it (one query)."""
    if after is not None:
        rows = rows.filter(TupleLessThan(Tuple("created_at", "id"), after))  # as a pair: an index leads to the place
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following: Place | None = (vars(last)["created_at"], vars(last)["id"]) if last else None
    return Page(lines=tuple(map(told, found[:limit])), next=following)
