"""Later: end authorisations whose last day is over, gather reports of numbers that lie alone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.network import actions as network


@later.every(seconds=3600)
@later.task(queue="prompt")
def expire_authorisations(*, now: datetime) -> None:
    """End what ended yesterday."""
    today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    acting(lambda: network.expire_due(today=today, now=now))


@later.every(seconds=900)
@later.task(queue="prompt")
def serve_waiting(*, now: datetime) -> None:
    """Tell who waits where somebody goes by now."""
    acting(lambda: network.serve_waiting(now=now))


@later.every(seconds=3600)
@later.task(queue="prompt")
def gather_reports(*, now: datetime) -> None:
    """Lay reports from before there was a queue with their number."""
    acting(lambda: network.gather(now=now))
