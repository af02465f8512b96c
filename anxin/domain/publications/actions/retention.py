"""Run the retention schedule: erase what is older than it may be kept, and write down how much that was."""

from collections.abc import Callable
from datetime import datetime

from anxin.domain.invoices import actions as invoices
from anxin.domain.notices import actions as notices
from anxin.domain.people.actions import codes, sign_in_records
from anxin.domain.publications.models import Erasure

SCHEDULE: dict[str, Callable[..., int]] = {
    "login_codes": codes.forget,
    "notices": notices.forget,
    "door": sign_in_records.forget,
    "invoices": invoices.forget_old,
}
"""What is erased by itself, in the order it is told; each knows how long it is kept."""


def retain(*, what: str, now: datetime) -> Erasure:
    """Erase what is too old of one kind, and write the run down, also where nothing was."""
    return Erasure.objects.create(what=what, at=now, count=SCHEDULE[what](now=now))
