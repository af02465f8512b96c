"""Figures of repairs: promises by kind, brand and province, first-time fixes by week, ages, stars, follow-ups."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Value, When

from anxin.core.actors import Actor
from anxin.domain.insight import rules
from anxin.domain.insight.queries.day_counts import PROMISED
from anxin.domain.insight.queries.scope import may_see
from anxin.domain.insight.queries.sums import Sums
from anxin.domain.insight.rules import Share
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits.choices import LOOK

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
STAGES = ("waits_acceptance", "waits_technician", "set", "working", "stands", "ending")


@dataclass(frozen=True, kw_only=True)
class RepairFigures:
    """What repairs reported in a scope look like."""

    total: int
    looks: Share
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


def repair_figures(sums: Sums) -> RepairFigures:
    """Return the figures of repairs from the sums of their days."""
    whole = sums.whole
    return RepairFigures(
        total=whole["reported"],
        looks=Share(held=whole["looks_over"], total=whole["looks"]),
        promises={kind: Share(held=whole[f"kept.{kind}"], total=whole[f"ended.{kind}"]) for kind in PROMISED},
        by_brand=_promises(sums.houses),
        by_province=_promises(sums.provinces),
        all_kept=Share(held=whole["whole_kept"], total=whole["whole"]),
        at_once=Share(held=whole["at_once"], total=whole["over"]),
        redone=Share(held=whole["redone"], total=whole["over"]),
        weeks=_weeks(sums.days),
        stars={number: whole[f"stars.{number}"] for number in range(5, 0, -1)},
        aspects=_aspects(whole),
        content=Share(held=whole["content"], total=whole["answered"]),
    )


def _promises(groups: Mapping[str, Counter[str]]) -> dict[str, Share]:
    """Return the promises kept of each group that any ended in."""
    found = {
        name: Share(
            held=sum(counts[f"kept.{kind}"] for kind in PROMISED),
            total=sum(counts[f"ended.{kind}"] for kind in PROMISED),
        )
        for name, counts in sorted(groups.items())
    }
    return {name: share for name, share in found.items() if share.total}


def _weeks(days: Mapping[date, Counter[str]]) -> dict[date, Share]:
    weeks: dict[date, Counter[str]] = defaultdict(Counter)
    for day, counts in days.items():
        weeks[rules.monday_of(day)].update({name: counts[name] for name in ("at_once", "over")})
    shares = {week: Share(held=counts["at_once"], total=counts["over"]) for week, counts in sorted(weeks.items())}
    return {week: share for week, share in shares.items() if share.total}


def _aspects(whole: Counter[str]) -> dict[str, tuple[float, int]]:
    names = sorted(name.removeprefix("aspect.") for name in whole if name.startswith("aspect."))
    return {name: (whole[f"aspect_sum.{name}"] / whole[f"aspect.{name}"], whole[f"aspect.{name}"]) for name in names}


def ages(actor: Actor, *, brand: str, now: datetime) -> dict[str, dict[str, int]]:
    """Count the repairs open now by stage and age (one query)."""
    found = {stage: dict.fromkeys([*(name for name, _ in rules.AGES), "older"], 0) for stage in STAGES}
    if not may_see(actor):
        return found
    rows = repairs.visible_to(actor, now=now).filter(state__in=repairs.UNDER_WAY).exclude(kind=LOOK)
    rows = rows.filter(brand__slug=brand) if brand else rows
    younger = [When(created_at__gt=now - timedelta(days=days), then=Value(name)) for name, days in rules.AGES]
    groups = rows.order_by().values("state", age=Case(*younger, default=Value("older"))).annotate(n=Count("pk"))
    for state, age, n in groups.values_list("state", "age", "n"):
        found[STAGE.get(state, "stands")][age] += n
    return found
