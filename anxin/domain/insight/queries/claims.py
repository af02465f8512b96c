"""Figures of claims: how they ended by how early a person should look, and what appeals changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core.actors import Actor
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries.lists import WAITS
from anxin.domain.evidence.models import Examination
from anxin.domain.evidence.rules import ATTENTION
from anxin.domain.insight import rules
from anxin.domain.insight.queries.scope import Scope, claims_of
from anxin.domain.insight.rules import Share

STANDS = ("given", "final")


@dataclass(frozen=True, kw_only=True)
class ClaimFigures:
    """What claims filed in a scope look like: `outcomes[band][outcome]` counts them."""

    total: int
    outcomes: dict[str, dict[str, int]]
    decided: int
    appealed: int
    overturned: Share


def claim_figures(actor: Actor, *, scope: Scope, now: datetime) -> ClaimFigures:
    """Work the figures of claims out (four queries)."""
    rows = claims_of(actor, scope=scope, now=now).select_related(None)
    known: dict[UUID, str] = dict(rows.values_list("id", "state"))
    mine = Decision.objects.filter(claim__in=rows.values("id"))
    remedies = dict(mine.filter(state__in=STANDS).order_by("created_at", "id").values_list("claim", "remedy"))
    outcomes = {band: dict.fromkeys(rules.OUTCOMES, 0) for band in ATTENTION}
    bands = _bands(rows.values_list("id", flat=True))
    for key, state in known.items():
        band = rules.band_of(bands.get(key, []))
        outcomes[band][rules.outcome_of(state=state, remedy=remedies.get(key, ""), over=state in WAITS["over"])] += 1
    asked = ("remedy", "amount_fen", "replaces__remedy", "replaces__amount_fen")
    appeals = mine.filter(kind=Decision.Kind.APPEALED, state__in=STANDS).values_list(*asked)
    changed = [
        rules.overturned(remedy=remedy, amount_fen=fen, was=was, was_fen=was_fen)
        for remedy, fen, was, was_fen in appeals
    ]
    decided = (
        mine.exclude(kind__in=[Decision.Kind.AGREED, Decision.Kind.TAKEN_OVER])
        .filter(state__in=[*STANDS, "replaced"])
        .exclude(kind=Decision.Kind.APPEALED)
    )
    n = decided.count()
    return ClaimFigures(
        total=len(known),
        outcomes=outcomes,
        decided=n,
        appealed=len(changed),
        overturned=Share(held=sum(changed), total=n),
    )


def _bands(claims: Iterable[UUID]) -> dict[UUID, list[str]]:
    rows = Examination.objects.filter(state="done", link__stream_kind="claim", link__stream_key__in=claims)
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, attention in rows.values_list("link__stream_key", "attention"):
        found[key].append(attention)
    return found
