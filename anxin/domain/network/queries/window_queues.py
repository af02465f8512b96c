"""Who waits for a window where all are taken, each place and kind of goods by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from anxin.domain.network.queries.waitlist import of_open_brands

PLACE = ("brand", "category", "division")


@dataclass(frozen=True, kw_only=True)
class WindowQueue:
    """Who waits in one place for a brand's goods of a category, the longest waiting first."""

    brand: UUID
    category: str
    division: str
    entries: Sequence[UUID]
    told: int
    """How many were told lately: each may still take one of the windows that are free."""


def window_queues(*, since: datetime) -> list[WindowQueue]:
    """Return who waits for a window of an open brand, with how many were told since a moment (one query)."""
    told_lately = Q(state="served", updated_at__gte=since)
    rows = (
        of_open_brands().filter(Q(state="waiting") | told_lately, for_window=True).order_by(*PLACE, "created_at", "id")
    )
    found = []
    for (brand, category, division), several in groupby(rows.values_list(*PLACE, "state", "id"), lambda one: one[:3]):
        known = list(several)
        waiting = [key for *_place, state, key in known if state == "waiting"]
        told = len(known) - len(waiting)
        found.append(WindowQueue(brand=brand, category=category, division=division, entries=waiting, told=told))
    return [one for one in found if one.entries]
