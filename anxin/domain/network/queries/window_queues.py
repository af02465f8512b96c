"""Who waits for a window where all are taken, each place and kind of goods by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from anxin.domain.network.queries.waitlist import of_open_brands
from anxin.domain.network.states import WAITS

PLACE = ("brand", "category", "division")


class WindowWish(NamedTuple):
    """One entry, with the goods for which it waits, and the town."""

    key: UUID
    product: UUID
    town: str


@dataclass(frozen=True, kw_only=True)
class WindowQueue:
    """Who waits in one county for a brand's goods of a category, the longest waiting first."""

    entries: Sequence[WindowWish]
    told: int
    """How many were told lately: each may still take one of the windows that are free."""


def window_queues(*, since: datetime) -> list[WindowQueue]:
    """Return who waits for a window of an open brand, with how many were told since a moment (one query)."""
    told_lately = Q(state="served", updated_at__gte=since)
    rows = (
        of_open_brands().filter(Q(state__in=WAITS) | told_lately, for_window=True).order_by(*PLACE, "created_at", "id")
    )
    found = []
    told_of = rows.values_list(*PLACE, "state", "id", "product", "town")
    for _place, several in groupby(told_of, lambda one: one[: len(PLACE)]):
        known = [one[len(PLACE) :] for one in several]
        waiting = [WindowWish(*wish) for state, *wish in known if state in WAITS]
        found.append(WindowQueue(entries=waiting, told=len(known) - len(waiting)))
    return [one for one in found if one.entries]
