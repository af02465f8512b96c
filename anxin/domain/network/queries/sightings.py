"""What is kept as evidence of a false number."""

from dataclasses import dataclass
from datetime import datetime

from anxin.domain.network.models import ReportedNumber, Sighting


@dataclass(frozen=True, kw_only=True)
class SightingView:
    """A picture: where the number was seen, when it was sealed, and the hash of the original.

    `reported` where it came with somebody's report; `brand`: whose proof it is.
    """

    place: str
    picture: str
    at: datetime
    reported: bool = False
    brand: str = ""


def sightings_of(row: ReportedNumber) -> list[SightingView]:
    """Return the pictures of a number in the order in which they came."""
    rows = row.sightings.exclude(picture="").select_related("brand").order_by("at", "pk")
    return [sighting_view(one) for one in rows]


def sighting_view(one: Sighting) -> SightingView:
    """Show a picture of a number."""
    return SightingView(
        place=one.place,
        picture=one.picture,
        at=one.at,
        reported=one.report_id is not None,
        brand=one.brand.name if one.brand else "",
    )


def is_sighting(row: ReportedNumber, picture: str) -> bool:
    """Return whether a file is evidence of this very number."""
    return Sighting.objects.filter(about=row, picture=picture).exclude(picture="").exists()
