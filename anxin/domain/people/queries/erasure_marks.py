"""Who had his data deleted on his wish, known again by phone and name where a file names him."""

from datetime import datetime

from anxin.core import vault
from anxin.core.acting import remembered
from anxin.core.tables import Values
from anxin.core.zone import SHANGHAI
from anxin.domain.people.models import ErasureMark


def is_erased(values: Values, *, since: str) -> bool:
    """Return whether whom a row names by name and phone had his data deleted on his wish, on a day or after it.

    Of no day it is enough that he had. Nobody is asked where nobody ever had (one query a block, else one a row).
    """
    at = erased_at(values) if remembered(("erased",), ErasureMark.objects.exists, ErasureMark) else None
    return at is not None and since <= at.astimezone(SHANGHAI).date().isoformat()


def erased_at(values: Values) -> datetime | None:
    """Return when whom a row names had his data deleted on his wish, the last time; None where he never had."""
    marks = vault.person_marks(str(values["phone"]), str(values.get("name") or ""))
    rows = ErasureMark.objects.filter(mark__in=marks).order_by("-erased_at")
    return rows.values_list("erased_at", flat=True).first()
