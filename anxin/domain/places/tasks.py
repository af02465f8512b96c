"""Later: where an address stands that our own reading left wide."""

from datetime import datetime

from anxin.core import later
from anxin.domain.places.actions import points


@later.every(seconds=120)
@later.task(queue="outside", lease_s=180)
def narrow(*, now: datetime) -> None:
    """Ask the map services that were set up."""
    points.narrow(now=now)
