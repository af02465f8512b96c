"""What can be asked of the figures: promises, repairs, claims, money, ratings, coverage; all over what one may see."""

from anxin.domain.insight.queries.claiming import ClaimFigures, claim_figures
from anxin.domain.insight.queries.covering import Coverage, coverage
from anxin.domain.insight.queries.repairing import RepairFigures, ages, repair_figures
from anxin.domain.insight.queries.scope import Scope, brands
from anxin.domain.insight.queries.spending import money

__all__ = [
    "ClaimFigures",
    "Coverage",
    "RepairFigures",
    "Scope",
    "ages",
    "brands",
    "claim_figures",
    "coverage",
    "money",
    "repair_figures",
]
