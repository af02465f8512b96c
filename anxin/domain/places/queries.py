"""What can be asked about places that are kept, and whose streets maps show."""

from datetime import datetime

from anxin.core import settings, vault
from anxin.domain.places import rules
from anxin.domain.places.models import Place
from anxin.domain.places.rules import Streets


def plainly(place: Place) -> str:
    """Return an address as a file writes it: only an import compares with it."""
    detail = vault.open_("places.place.detail", place.id, place.detail_sealed) if place.detail_sealed else ""
    return f"{place.division} {detail}".strip()


def streets(*, now: datetime) -> Streets | None:
    """Return whose tiles maps show (no query beside the settings); None where positions alone are shown."""
    names = ("streets", "streets_key", "streets_url", "streets_datum", "streets_credit")
    told = settings.several(*(f"places.{one}" for one in names), at=now)
    return rules.streets_of({name: str(told[f"places.{name}"]) for name in names})
