"""What can be asked about places that are kept."""

from anxin.core import vault
from anxin.domain.places.models import Place


def plainly(place: Place) -> str:
    """Return an address as a file writes it: only an import compares with it."""
    detail = vault.open_("places.place.detail", place.id, place.detail_sealed) if place.detail_sealed else ""
    return f"{place.division} {detail}".strip()
