"""Later: look at one picture, outside every block; then write down what was seen, or why nothing could be."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import examining, queries


@later.task(queue="heavy", retries=3, lease_s=300)
def examine(*, examination: str, now: datetime) -> None:
    """Examine one picture."""
    row = queries.examination_by_key(examination)
    if row.state == "asked":
        seen = examining.examine(row, now=now)
        acting(lambda: evidence.conclude(examination=row, outcome=seen, now=now))
