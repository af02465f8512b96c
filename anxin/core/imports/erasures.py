"""What files said of somebody goes with his data; that a row was imported stays."""

from anxin.core.imports.models import ImportLine
from anxin.core.imports.queries import content_of
from anxin.core.vault import blind_indexes


def forget_person(*, phone: str, name: str) -> int:
    """Empty the rows that name somebody of this phone and name, or tell no name with the phone; give how many."""
    rows = ImportLine.objects.filter(phone_index__in=blind_indexes(phone)).exclude(content="")
    his = [one.pk for one in rows if content_of(one)[1].get("name") in (None, name)]
    return ImportLine.objects.filter(pk__in=his).update(content="") if his else 0
