"""Later: ask the provider of privacy numbers outside of every block, and keep every number with its job."""

from datetime import datetime

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.privacy_numbers import actions as numbers
from anxin.domain.privacy_numbers import providers as carriers


@later.task(queue="outside", retries=3, waits=later.nobody)
def settle(*, number: str, now: datetime) -> None:
    """Bring one number on: bound, prolonged or ended."""
    work = acting(lambda: numbers.begin(number=number, now=now))
    if work is None:
        return
    answer = carriers.ask(work, now=now)
    acting(lambda: numbers.finish(work=work, answer=answer, now=now))


@later.every(seconds=300)
@later.task(queue="outside", whole=True)
def sweep(*, now: datetime) -> None:
    """Bring on every number with something left to ask."""
    numbers.sweep(now=now)
