"""Figures of repairs: promises by kind, brand and province, first-time fixes by week, ages, stars, follow-ups."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from anxin.core import clocks
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.domain.insight import rules
from anxin.domain.insight.queries.scope import Scope, may_see, repairs_of
from anxin.domain.insight.rules import Share
from anxin.domain.places.models import Place
from anxin.domain.quality.models import FollowUp, Review
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits.models import Visit

PROMISED = ("repairs.acknowledged", "repairs.assigned", "repairs.called", "repairs.arrived")
STAGE = {
    "submitted": "waits_acceptance",
    "accepted": "waits_technician",
    "triaged": "waits_technician",
    "rework": "waits_technician",
    "arranged": "set",
    "in_service": "working",
    "done": "ending",
    "confirmed": "ending",
    "disputed": "ending",
}


@dataclass(frozen=True, kw_only=True)
class RepairFigures:
    """What repairs reported in a scope look like."""

    total: int
    promises: dict[str, Share]
    by_brand: dict[str, Share]
    by_province: dict[str, Share]
    all_kept: Share
    at_once: Share
    redone: Share
    weeks: dict[date, Share]
    stars: dict[int, int]
    aspects: dict[str, tuple[float, int]]
    content: Share


@dataclass(frozen=True, slots=True)
class _Row:
    brand: str
    province: str
    state: str
    reworks: int
    created_at: datetime


def repair_figures(actor: Actor, *, scope: Scope, now: datetime) -> RepairFigures:
    """Work the figures of repairs out (five queries)."""
    rows = repairs_of(actor, scope=scope, now=now)
    place = Place.objects.filter(pk=OuterRef("place"))  # each by its key: PostgreSQL would rather read all places
    asked = ("id", "brand__name", "county", "state", "reworks", "created_at")
    known = {
        key: _Row(brand, county[:2], state, reworks, at)
        for key, brand, county, state, reworks, at in rows.annotate(
            county=Subquery(place.values("county_code"))
        ).values_list(*asked)
    }
    ended = _ended(known, scope)
    visits = Counter(
        Visit.objects.filter(stream_kind="repair", stream_key__in=rows.values("id")).values_list(
            "stream_key", flat=True
        )
    )
    over = {key: row for key, row in known.items() if row.state in rules.OVER}
    at_once = {key: rules.put_right_at_once(visits=visits[key], reworks=row.reworks) for key, row in over.items()}
    weeks: dict[date, list[bool]] = defaultdict(list)
    for key, held in at_once.items():
        weeks[rules.week_of(over[key].created_at)].append(held)
    stars, aspects = _stars(Review.objects.filter(repair__in=rows, counts=True).values_list("overall", "stars"))
    given = FollowUp.objects.filter(repair__in=rows, overall__isnull=False).values_list("overall", flat=True)
    answers = [overall for overall in given if overall is not None]
    return RepairFigures(
        total=len(known),
        promises={kind: rules.share(one for other, _key, one in ended if other == kind) for kind in PROMISED},
        by_brand=_by(ended, {key: row.brand for key, row in known.items()}),
        by_province=_by(ended, {key: row.province for key, row in known.items()}),
        all_kept=_whole(ended),
        at_once=rules.share(at_once.values()),
        redone=rules.share(row.reworks > 0 for row in over.values()),
        weeks={week: rules.share(held) for week, held in sorted(weeks.items())},
        stars=stars,
        aspects=aspects,
        content=rules.share(overall >= 4 for overall in answers),
    )


type Kept = list[tuple[str, UUID, bool]]


def _ended(known: dict[UUID, _Row], scope: Scope) -> Kept:
    """Return the promises that ended, kept or broken, of the repairs of a scope."""
    rows = Clock.objects.filter(stream_kind="repair", kind__in=PROMISED, started_at__gte=scope.start)
    keys = {str(key): key for key in known}
    told = rows.filter(clocks.ENDED).annotate(held=clocks.HELD).values_list("kind", "stream_key", "held")
    return [(kind, keys[key], bool(held)) for kind, key, held in told if key in keys]


def _by(ended: Kept, group: dict[UUID, str]) -> dict[str, Share]:
    found: dict[str, list[bool]] = defaultdict(list)
    for _kind, key, held in ended:
        found[group[key]].append(held)
    return {name: rules.share(held) for name, held in sorted(found.items())}


def _whole(ended: Kept) -> Share:
    found: dict[UUID, list[bool]] = defaultdict(list)
    for _kind, key, held in ended:
        found[key].append(held)
    return rules.share(all(held) for held in found.values())


def _stars(rows: Iterable[tuple[int, dict[str, int]]]) -> tuple[dict[int, int], dict[str, tuple[float, int]]]:
    counts = dict.fromkeys(range(5, 0, -1), 0)
    aspects: dict[str, list[int]] = defaultdict(list)
    for overall, stars in rows:
        counts[overall] += 1
        for name, number in stars.items():
            aspects[name].append(number)
    return counts, {name: (sum(several) / len(several), len(several)) for name, several in aspects.items()}


def ages(actor: Actor, *, brand: str, now: datetime) -> dict[str, dict[str, int]]:
    """Count the repairs open now by stage and age (one query)."""
    found = {stage: dict.fromkeys([*(name for name, _ in rules.AGES), "older"], 0) for stage in STAGES}
    if not may_see(actor):
        return found
    rows = repairs.visible_to(actor, now=now).filter(state__in=repairs.UNDER_WAY)
    rows = rows.filter(brand__slug=brand) if brand else rows
    for state, created_at in rows.values_list("state", "created_at"):
        found[STAGE.get(state, "stands")][rules.age_of(created_at, now=now)] += 1
    return found


STAGES = ("waits_acceptance", "waits_technician", "set", "working", "stands", "ending")
