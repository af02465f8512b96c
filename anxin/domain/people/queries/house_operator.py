"""The one organisation that runs an installation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from anxin.core.acting import current, remembered
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.core.gathered_rows import Gathered
from anxin.domain.people.models import Organisation

_KEY = ("operator",)
_FIELDS = tuple(field.attname for field in Organisation._meta.concrete_fields)


class UnknownOrganisation(Missing):
    """There is no organisation of that name."""

    code = "people.unknown_organisation"


def operator() -> Organisation:
    """Return the one organisation that runs this installation; a block asks once, or reads it along with a product."""
    found = remembered(_KEY, lambda: next(iter(_operators()), None), Organisation)
    if found is None:
        raise UnknownOrganisation({"slug": "operator"})
    return found


def beside() -> Gathered:
    """Return the operator, to be read along with what a block looks at first."""
    return Gathered(_operators.build(), *_FIELDS)


def keep(found: Sequence[Mapping[str, Any]]) -> None:
    """Remember the operator that was read along."""
    rows = [Organisation.from_db(connection.alias, _FIELDS, [one[name] for name in _FIELDS]) for one in found]
    current().keep(_KEY, (next(iter(rows), None),), Organisation._meta.db_table)


@compiled
def _operators() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=Organisation.Kind.OPERATOR).order_by("created_at")[:1]
