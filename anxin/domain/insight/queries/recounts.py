"""Which days are to be counted anew: those whose cases moved since the last count; at first, all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import batched
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from anxin.core import ids
from anxin.core.streams.models import Stream
from anxin.core.timeline import Entry
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.models import Claim
from anxin.domain.insight.models import DayFigures, FiguresGathered
from anxin.domain.insight.queries.day_counts import counted
from anxin.domain.repairs.models import Repair

LATE = timedelta(hours=1)
"""By how much a fact may be seen later than it was made: the block of a large import takes a while."""
AT_ONCE = 500
MOVES = ("repair", "claim", "purchase")


def moved_days() -> list[date]:
    """Return the days to count, the newest first (a query, and at most four for each 500 cases that moved)."""
    known = FiguresGathered.objects.first()
    if known is None or known.last is None:
        return days()
    return sorted(set(_moved(ids.first_of(known.last, LATE))), reverse=True)


def newest_fact() -> UUID | None:
    """Return the newest fact there is (one query)."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first()


def days() -> list[date]:
    """Return all days on which a case began, the newest first (two queries)."""
    return sorted({day for cases in (Repair.objects.all(), Claim.objects.all()) for day in _days(cases)}, reverse=True)


def differs(day: date) -> bool:
    """Return whether what is kept of a day is not what its cases count."""
    kept = DayFigures.objects.filter(day=day).values_list("operator", "house", "province", "counts")
    return {tuple(group): counts for *group, counts in kept} != {
        tuple(group): dict(counts) for group, counts in counted(day).items()
    }


def _days(cases: "QuerySet[Repair] | QuerySet[Claim]") -> Iterator[date]:
    told = cases.order_by().annotate(day=TruncDate("created_at", tzinfo=SHANGHAI))
    yield from told.values_list("day", flat=True).distinct()


def _moved(since: UUID) -> Iterator[date]:
    """Return the days of the cases that a fact was written about; one about an order moves its claims.

    Facts are taken by when they were made, which their keys say, and not by the moment they tell of.
    """
    moved: defaultdict[str, set[str]] = defaultdict(set)
    heads = set(Entry.objects.filter(id__gte=since).order_by().values_list("stream", flat=True))
    for several in batched(sorted(heads), AT_ONCE, strict=False):
        for kind, key in Stream.objects.filter(pk__in=several).values_list("kind", "key"):
            moved[kind].add(key)
    for kind in MOVES:
        for some in batched(sorted(moved[kind]), AT_ONCE, strict=False):
            if kind == "repair":
                yield from _days(Repair.objects.filter(pk__in=some))
            else:
                yield from _days(Claim.objects.filter(**{"pk__in" if kind == "claim" else "purchase__in": some}))
