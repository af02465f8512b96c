"""Figures of claims: how they ended by how early a person should look, and what appeals changed."""

from dataclasses import dataclass

from anxin.domain.evidence.rules import ATTENTION
from anxin.domain.insight import rules
from anxin.domain.insight.queries.sums import Sums
from anxin.domain.insight.rules import Share


@dataclass(frozen=True, kw_only=True)
class ClaimFigures:
    """What claims filed in a scope look like: `outcomes[band][outcome]` counts them."""

    total: int
    outcomes: dict[str, dict[str, int]]
    decided: int
    appealed: int
    overturned: Share


def claim_figures(sums: Sums) -> ClaimFigures:
    """Return the figures of claims from the sums of their days."""
    whole = sums.whole
    return ClaimFigures(
        total=whole["claimed"],
        outcomes={
            band: {outcome: whole[f"outcome.{band}.{outcome}"] for outcome in rules.OUTCOMES} for band in ATTENTION
        },
        decided=whole["decided"],
        appealed=whole["appealed"],
        overturned=Share(held=whole["overturned"], total=whole["decided"]),
    )
