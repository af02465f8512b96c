"""What a house reads of how it stands with this service: it departs, departed, or is said to be silent."""

from typing import Any

from django.http import HttpRequest

from anxin.domain.opening.queries import departures
from anxin.domain.people.choices import PAYERS
from anxin.faces import shared


def told(request: HttpRequest) -> dict[str, Any]:
    """Return how the reader's house stands, with who pays for it, in words; nothing where it just goes on."""
    standing = departures.own_standing(shared.actor_of(request))
    if standing is None:
        return {}
    departure = standing.departure
    return {
        "standing": standing,
        "departure_payer": PAYERS.get(departure.paid_by, "") if departure else "",
        "silent_payer": PAYERS.get(standing.paid_by, ""),
    }
