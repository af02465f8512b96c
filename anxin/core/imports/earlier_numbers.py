"""The numbers a case had before the one its file names as the last: it is found by each of them ever after."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anxin.core.imports.models import EarlierNumber
from anxin.core.tables import list_of

END = 4
"""So many of the last signs of a number find it, and more."""
MOST = 9


def end_of(number: str) -> str:
    """Return the last letters and figures of a number."""
    return "".join(one for one in number.upper() if one.isalnum())[-END:]


def numbers_read(read: Callable[[str], str]) -> Callable[[str], str]:
    """Make a reader of several numbers, each as `read` reads one."""
    several = list_of(read)

    def read_all(written: str) -> str:
        found = str(several(written))
        if len(split(found)) > MOST:
            raise ValueError(_("at most {most} numbers expected").format(most=MOST))
        return found

    return read_all


def split(written: object) -> list[str]:
    """Return the numbers of a cell."""
    return [one for one in str(written or "").split(", ") if one]


def keep(kind: str, key: UUID, numbers: Iterable[str]) -> None:
    """Let a case be found by these numbers."""
    rows = [EarlierNumber(kind=kind, key=key, number=one, end=end_of(one)) for one in numbers]
    EarlierNumber.objects.bulk_create(rows)


def keys_numbered(kind: str, *numbers: str) -> QuerySet[EarlierNumber, UUID]:
    """Return the cases that had one of these numbers before."""
    return EarlierNumber.objects.filter(kind=kind, number__in=numbers).values_list("key", flat=True)


def keys_ending(kind: str, text: str) -> QuerySet[EarlierNumber, UUID]:
    """Return the cases that had a number before that ends so."""
    rows = EarlierNumber.objects.filter(kind=kind, end=end_of(text), number__endswith=text.upper())
    return rows.values_list("key", flat=True)
