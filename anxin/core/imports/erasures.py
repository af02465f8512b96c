"""What files said of somebody goes with his data, and all they said with its term; that a row was imported stays."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anxin.core import settings
from anxin.core.imports.models import ImportBatch, ImportLine
from anxin.core.imports.queries import content_of
from anxin.core.phones import normalise
from anxin.core.settings import Setting
from anxin.core.tables import Values, text_in
from anxin.core.vault import every_index

KEPT = Setting(
    name="imports.kept_days",
    default=90,
    least=7,
    most=1096,
    unit="d",
    title=_("How long it is kept what the rows of an imported file said, so that it can be taken back"),
    per_organisation=False,
    second_person=True,
)
EMPTY = {"content": "", "phone_index": "", "before_index": ""}
"""What stays of a row: neither what it said, nor by whose phone it was found."""
AT_ONCE = 50
"""So many files are emptied in one block; the others a day later."""


def forget_old(*, now: datetime) -> int:
    """Empty what the rows of files said that were applied too long ago; give of how many rows."""
    before = now - timedelta(days=settings.get(KEPT.name, at=now))
    whole = ImportBatch.objects.filter(emptied_at=None, applied_at__lt=before).order_by("applied_at", "id")
    keys = list(whole.values_list("pk", flat=True)[:AT_ONCE])
    lines = ImportLine.objects.filter(batch__in=keys)
    rows = lines.exclude(content="").update(**EMPTY) if keys else 0
    ImportBatch.objects.filter(pk__in=keys).update(emptied_at=now)
    return rows


def forget_person(*, phone: str, is_he: Callable[[str], bool]) -> int:
    """Empty the rows that name somebody of this phone by a name of his, or by none; give how many.

    A key that says his phone (an order's number there, say) goes, too.
    """
    indexes = every_index(phone)
    rows = ImportLine.objects.filter(Q(phone_index__in=indexes) | Q(before_index__in=indexes)).exclude(content="")
    his = [one for one in rows if any(_names(each, phone, is_he) for each in content_of(one))]
    called_so = [one.pk for one in his if any(_digits(phone) in _digits(str(each)) for each in one.key.values())]
    ImportLine.objects.filter(pk__in=called_so).update(key={})
    return ImportLine.objects.filter(pk__in=[one.pk for one in his]).update(**EMPTY) if his else 0


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdecimal())


def _names(values: Values | None, phone: str, is_he: Callable[[str], bool]) -> bool:
    """Return whether values name somebody of a phone by a name of his, or tell no name with the phone."""
    if values is None or not values.get("phone") or normalise(text_in(values, "phone")) != normalise(phone):
        return False
    return values.get("name") is None or is_he(text_in(values, "name"))
