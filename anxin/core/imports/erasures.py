"""What files said of somebody goes with his data; that a row was imported stays."""

from django.db.models import Q

from anxin.core.imports.models import ImportLine
from anxin.core.imports.queries import content_of
from anxin.core.phones import normalise
from anxin.core.tables import Values, text_in
from anxin.core.vault import blind_indexes


def forget_person(*, phone: str, name: str) -> int:
    """Empty the rows that name somebody of this phone and name, or tell no name with the phone; give how many."""
    indexes = blind_indexes(phone)
    rows = ImportLine.objects.filter(Q(phone_index__in=indexes) | Q(before_index__in=indexes)).exclude(content="")
    his = [one.pk for one in rows if any(_names(each, phone, name) for each in content_of(one))]
    return ImportLine.objects.filter(pk__in=his).update(content="") if his else 0


def _names(values: Values | None, phone: str, name: str) -> bool:
    """Return whether values name somebody of a phone and a name, or tell no name with the phone."""
    his = values is not None and values.get("phone") and normalise(text_in(values, "phone")) == normalise(phone)
    return bool(his) and values is not None and values.get("name") in (None, name)
