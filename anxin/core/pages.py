"""Lists in pages, newest first, from a place that stays where it is while new rows arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

type Place = tuple[datetime, UUID]


@dataclass(frozen=True, kw_only=True)
class Page[Line]:
    """Some lines, and the place behind the last of them if more follow."""

    lines: tuple[Line, ...]
    next: Place | None


def page[Row: Model, Line](
    rows: QuerySet[Row], told: Callable[[Row], Line], *, after: Place | None, limit: int
) -> Page[Line]:
    """Return the newest rows behind a place as what is `told` of each (one query)."""
    if after is not None:
        at, key = after
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=key))
    found = list(rows.order_by("-created_at", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    following: Place | None = (vars(last)["created_at"], vars(last)["id"]) if last else None
    return Page(lines=tuple(map(told, found[:limit])), next=following)
