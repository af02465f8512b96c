"""Later: look at one picture or one answer, outside every block; then write down what was seen, or why nothing."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import gateway, queries


@later.task(queue="pictures", retries=3, lease_s=300, waits=queries.awaits_examination)
def examine(*, examination: str, now: datetime) -> None:
    """Examine one picture."""
    row = queries.examination_by_key(examination)
    if row.state == "asked":
        seen = gateway.examine(row, now=now)
        acting(lambda: evidence.conclude(look=row, outcome=seen, now=now))


@later.every(seconds=86_400)
@later.task(queue="pictures", retries=3, lease_s=900)
def forget() -> None:
    """Take out of the index of pictures those that are gone."""
    gateway.forget_gone()


@later.task(queue="pictures", retries=3, lease_s=300, waits=queries.awaits_verification)
def verify(*, capture: str, now: datetime) -> None:
    """Examine what answered one challenge."""
    row = queries.capture_by_key(capture)
    if row.state == "asked":
        seen = gateway.verify(row)
        acting(lambda: evidence.conclude(look=row, outcome=seen, now=now))
