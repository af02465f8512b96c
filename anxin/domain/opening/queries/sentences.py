"""Say how a check stands."""

from anxin.domain.opening import wording
from anxin.domain.opening.rules import Check


def says(check: Check) -> str:
    """Return how a check stands, in the reader's language."""
    whose = f"{check.brand_name} · " if check.brand_name else ""
    if check.ok:
        return f"{whose}{wording.TITLES[check.code]}"
    return f"{whose}{wording.TITLES[check.code]}: {missing(check)}"


def missing(check: Check) -> str:
    """Return what is missing for a check that is not so."""
    told = {name: wording.NOTHING if value == "" else value for name, value in check.facts.items()}
    return str(wording.MISSING[check.code]).format_map(told).strip()
