"""What is kept as evidence of a false number."""

from dataclasses import dataclass
from datetime import datetime

from anxin.domain.network.models import ReportedNumber, Sighting


@dataclass(frozen=True, kw_only=True)
class SightingView:
    """A picture: where the number was seen, when it was sealed, and the hash of the original.

    `reported` where it came with somebody's report.
    """

    place: str
    picture: str
    at: datetime
    reported: bool = False


def sightings_of(row: ReportedNumber) -> list[SightingView]:
    """Return the pictures of a number in the order in which they came."""
    return [
        SightingView(place=one.place, picture=one.picture, at=one.at, reported=one.report_id is not None)
        for one in row.sightings.exclude(picture="").order_by("at", "pk")
    ]


def is_sighting(row: ReportedNumber, picture: str) -> bool:
    """Return whether a file is evidence of this very number."""
    return Sighting.objects.filter(about=row, picture=picture).exclude(picture="").exists()
