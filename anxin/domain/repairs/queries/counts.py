"""How many repairs there are of a kind: late, due soon, paused, urged, taken by nobody."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from anxin.core import clocks
from anxin.domain.custody.models import Custody
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit

UNDER_WAY = tuple(sorted(set(REPAIR.states) - set(REPAIR.ends)))
"""Asked for by name, so that an index finds them however many are over."""

STANDING = tuple(sorted(REPAIR.capabilities["stands_still"]))


def narrowing(only: str, *, now: datetime, soon: datetime, most: int) -> Q:
    """Return which open repairs are late, due `soon`, paused, urged, urgent, taken by nobody, two in one window.

    `danger`: the customer is warned of who is there, or may come, or reports gas, fire, a shock, somebody trapped, and
    nobody has spoken with him. `most`: so many a technician takes in one window.
    """
    of = {"stream_kind": "repair", "stream_key": OuterRef("pk")}
    hands = Visit.objects.filter(**of, state__in=["open", "offered"])
    kept = Custody.objects.filter(stream_kind="repair", stream_key=OuterRef("pk"), state="ready")
    head = clocks.under_way("repair")
    return {
        "late": lambda: Q(Exists(head.filter(presses_at__lt=now))),
        "soon": lambda: Q(Exists(head.filter(presses_at__gte=now, presses_at__lt=soon))),
        "paused": lambda: Q(Exists(head.filter(stands_since__isnull=False))) | Q(state__in=STANDING),
        "by_hand": lambda: Q(Exists(hands.exclude(by_hand_at=None))),
        "twice": lambda: Q(Exists(visits.overbooked(most=most).filter(**of))),
        "danger": lambda: Q(Exists(visits.warned(now=now).filter(**of))) | _perilous(visits.spoken_with().filter(**of)),
        "uncollected": lambda: Q(Exists(kept.filter(decide_at__lte=now))),
        "urged": lambda: Q(urged__gt=0),
        "urgent": lambda: Q(urgent=True),
    }[only]()


def _perilous(rung: QuerySet[Visit]) -> Q:
    """Return which reports, not on the phone, tell of a danger while nobody came, nor spoke with the customer."""
    told = Q(state__in=sorted(REPAIR.capabilities["first_aid"])) & ~Q(peril="") & ~Q(channel="phone")
    return told & ~Q(Exists(rung))


def grouped(
    rows: "QuerySet[Repair, Any]", *by: str, asked: tuple[str, ...], now: datetime, soon: datetime, most: int
) -> "QuerySet[Repair, dict[str, Any]]":
    """Count repairs by columns and by what holds of them (`is_late`, …), `n` a group."""
    said = {one: narrowing(one, now=now, soon=soon, most=most) for one in asked}
    holds: Any = {f"is_{one}": Case(When(holding, then=1), default=0) for one, holding in said.items()}
    groups: QuerySet[Repair, dict[str, Any]] = rows.order_by().values(*by, **holds).annotate(n=Count("pk"))
    return groups


def count(groups: Iterable[Mapping[str, Any]], only: str = "") -> int:
    """Count the repairs of all groups, or of those that are `only`."""
    return sum(one["n"] for one in groups if not only or one[f"is_{only}"])
