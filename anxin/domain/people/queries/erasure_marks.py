"""Who had his data deleted on his wish, known again by phone and name where a file names him."""

from collections.abc import Callable
from datetime import datetime

from anxin.core import vault
from anxin.core.acting import remembered
from anxin.core.tables import Values
from anxin.core.zone import SHANGHAI
from anxin.domain.people.models import ErasureMark
from anxin.domain.places import gateway


def is_erased(values: Values, *, since: str) -> bool:
    """Return whether whom a row names by name and phone had his data deleted on his wish, on a day or after it.

    Of no day it is enough that he had. Nobody is asked where nobody ever had (one query a block, else one a row).
    """
    at = erased_at(values) if remembered(("erased",), ErasureMark.objects.exists, ErasureMark) else None
    return at is not None and since <= at.astimezone(SHANGHAI).date().isoformat()


def erased_at(values: Values) -> datetime | None:
    """Return when whom a row names had his data deleted on his wish, the last time; None where he never had.

    A mark of before names were compared in simplified characters is of the name as it was written then.
    """
    phone, name = str(values["phone"]), str(values.get("name") or "")
    marks = {one for told in {name, gateway.simplified(name)} for one in vault.person_marks(phone, told)}
    rows = ErasureMark.objects.filter(mark__in=marks).order_by("-erased_at")
    return rows.values_list("erased_at", flat=True).first()


def mark_of(phone: str, name: str) -> str:
    """Return the mark of whom a phone and a name tell, however that is written: 陳一一女士 is 陈一一."""
    return vault.person_mark(phone, gateway.simplified(name))


def is_name_of(phone: str, name: str) -> Callable[[str], bool]:
    """Return what says of a name that stands with a phone whether it is somebody's, however it is written."""
    mark = mark_of(phone, name)
    return lambda told: mark_of(phone, told) == mark
