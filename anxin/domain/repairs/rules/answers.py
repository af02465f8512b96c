"""Whether a customer may say yes to a quote."""

from anxin.domain.repairs.rules.situation import RepairSituation


def may_agree(case: RepairSituation) -> bool:
    """Return whether the brand vouches for who wrote the quote and is there."""
    return not case.barred
