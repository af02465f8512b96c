"""Later: fill the demo, city by city, while it is looked at."""

from datetime import datetime

from anxin.core import later
from anxin.demo import counties


@later.task(queue="heavy", retries=0, lease_s=300)
def fill_city(city: int, told_at: str) -> None:
    """Tell what happened in one city."""
    counties.fill(city, now=datetime.fromisoformat(told_at), pause_s=0.25)
