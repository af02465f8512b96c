"""What can be asked about places that are kept."""

from anxin.domain.places import rules
from anxin.domain.places.models import Place


def covers(*, division: str, place: Place) -> bool:
    """Return whether a place lies in a division."""
    return rules.covers(division, place.code) or rules.covers(division, place.county_code)
