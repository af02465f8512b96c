"""Figures of claims: how they ended by how early a person should look, and what appeals changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries.lists import WAITS
from anxin.domain.evidence.models import Examination
from anxin.domain.evidence.rules import ATTENTION
from anxin.domain.insight import rules
from anxin.domain.insight.queries.scope import Scope, claims_of
from anxin.domain.insight.rules import Share

STANDS = ("given", "final")
NOT_DECIDED = (Decision.Kind.AGREED, Decision.Kind.TAKEN_OVER, Decision.Kind.APPEALED)


@dataclass(frozen=True, kw_only=True)
class ClaimFigures:
    """What claims filed in a scope look like: `outcomes[band][outcome]` counts them."""

    total: int
    outcomes: dict[str, dict[str, int]]
    decided: int
    appealed: int
    overturned: Share


def claim_figures(actor: Actor, *, scope: Scope, now: datetime) -> ClaimFigures:
    """Work the figures of claims out (three queries)."""
    rows = claims_of(actor, scope=scope, now=now).select_related(None)
    known: dict[UUID, str] = dict(rows.values_list("id", "state"))
    given = list(_given(Decision.objects.filter(claim__in=rows.values("id")).order_by("created_at", "id")))
    remedies = {one["claim"]: one["remedy"] for one in given if one["state"] in STANDS}
    outcomes = {band: dict.fromkeys(rules.OUTCOMES, 0) for band in ATTENTION}
    bands = _bands(rows.values_list("id", flat=True))
    for key, state in known.items():
        band = rules.band_of(bands.get(key, []))
        outcomes[band][rules.outcome_of(state=state, remedy=remedies.get(key, ""), over=state in WAITS["over"])] += 1
    changed = [
        rules.overturned(
            remedy=one["remedy"],
            amount_fen=one["amount_fen"],
            was=one["replaces__remedy"],
            was_fen=one["replaces__amount_fen"],
        )
        for one in given
        if one["kind"] == Decision.Kind.APPEALED and one["state"] in STANDS
    ]
    n = sum(one["kind"] not in NOT_DECIDED for one in given)
    return ClaimFigures(
        total=len(known),
        outcomes=outcomes,
        decided=n,
        appealed=len(changed),
        overturned=Share(held=sum(changed), total=n),
    )


def _given(rows: QuerySet[Decision]) -> Iterable[dict[str, Any]]:
    """Return the decisions that stand, and those an appeal replaced, the earliest first."""
    asked = ("claim", "kind", "state", "remedy", "amount_fen", "replaces__remedy", "replaces__amount_fen")
    found: Iterable[dict[str, Any]] = rows.filter(state__in=[*STANDS, "replaced"]).values(*asked)
    return found


def _bands(claims: Iterable[UUID]) -> dict[UUID, list[str]]:
    rows = Examination.objects.filter(state="done", link__stream_kind="claim", link__stream_key__in=claims)
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, attention in rows.values_list("link__stream_key", "attention"):
        found[key].append(attention)
    return found
