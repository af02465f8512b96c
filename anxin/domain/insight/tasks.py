"""Later: the measured times of the public pages, once a day."""

from datetime import datetime

from anxin.core import later
from anxin.domain.insight import actions as insight


@later.every(seconds=86400)
@later.task(queue="heavy", lease_s=1800, whole=True)
def measure(*, now: datetime) -> None:
    """Work them out."""
    insight.measure(now=now)
