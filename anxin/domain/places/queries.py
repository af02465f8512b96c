"""What can be asked about places that are kept."""

from anxin.core import vault
from anxin.domain.places import rules
from anxin.domain.places.models import Place


def covers(*, division: str, place: Place) -> bool:
    """Return whether a place lies in a division."""
    return rules.covers(division, place.code) or rules.covers(division, place.county_code)


def plainly(place: Place) -> str:
    """Return an address as a file writes it: only an import compares with it."""
    detail = vault.open_("places.place.detail", place.id, place.detail_sealed) if place.detail_sealed else ""
    return f"{place.division} {detail}".strip()
