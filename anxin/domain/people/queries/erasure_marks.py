"""Who had his data deleted on his wish, known again by phone and name where a file names him."""

import re
from collections.abc import Callable
from datetime import datetime

from anxin.core import vault
from anxin.core.acting import remembered
from anxin.core.tables import Values
from anxin.core.zone import SHANGHAI
from anxin.domain.people.models import ErasureMark
from anxin.domain.places import gateway

MASKED = re.compile(r"[*＊•●×某]|[xX]{2,}")
ADDRESSED = re.compile(r"(?<=.)\s*收\s*$")
"""How files write a name that they don't show whole, and what stands behind one to whom something is sent."""


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
    phone = str(values["phone"])
    readings = _readings(str(values.get("name") or ""))
    marks = {one for told in readings for one in vault.person_marks(phone, told)}
    rows = ErasureMark.objects.filter(mark__in=marks).order_by("-erased_at")
    return rows.values_list("erased_at", flat=True).first()


def mark_of(phone: str, name: str) -> str:
    """Return the mark of whom a phone and a name tell, however that is written: 陳一一女士 is 陈一一."""
    return vault.person_mark(phone, gateway.simplified(name))


def marks_of(phone: str, name: str) -> set[str]:
    """Return the marks by which he is known: by his name, by its first character alone (陈**), and by none."""
    return {mark_of(phone, told) for told in (name, name.strip()[:1], "")}


def is_name_of(phone: str, name: str) -> Callable[[str], bool]:
    """Return what says of a name that stands with a phone whether it is somebody's, however it is written."""
    marks = marks_of(phone, name)
    return lambda told: any(mark_of(phone, one) in marks for one in _readings(told))


def _readings(name: str) -> set[str]:
    """Return the names that a file may mean: as written, simplified, without 收 behind it, masked after its beginning.

    Of a name whose beginning is masked there is none to compare.
    """
    shown = MASKED.split(name)[0].strip()[:1] if MASKED.search(name) else name
    return {one for told in (shown, gateway.simplified(shown)) for one in (told, ADDRESSED.sub("", told))}
