"""The customers of a stream: who is told how a case goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from anxin.core import timeline
from anxin.core.acting import current, remembered
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.timeline import StreamKey
from anxin.domain.people.models import Party, Person

ROLE = "customer"
_FIELDS = tuple(field.attname for field in Person._meta.concrete_fields)


def customers_of(stream: StreamKey, *, now: datetime) -> list[Person]:
    """Return the customers of a stream who still have a phone, oldest party first.

    One query, and none where they were read along with the head of the stream.
    """
    return remembered(_at(stream, now), lambda: _customers(stream.kind, key=UUID(stream.key), now=now), Party, Person)


def read_along(kind: str) -> None:
    """Have the customers of a kind of stream read along with its heads."""

    def beside(of: str, row: UUID | None, now: datetime) -> Gathered | None:
        return Gathered(_customers.build(of, key=row, now=now), *_FIELDS) if of == kind and row is not None else None

    def keep(stream: StreamKey, now: datetime, found: Sequence[Mapping[str, Any]]) -> None:
        rows = [Person.from_db(connection.alias, _FIELDS, [one[name] for name in _FIELDS]) for one in found]
        current().keep(_at(stream, now), (rows,), Party._meta.db_table, Person._meta.db_table)

    timeline.read_along(f"customers_of_{kind}", beside, keep)


def _at(stream: StreamKey, now: datetime) -> tuple[str, StreamKey, datetime]:
    return ("customers", stream, now)


@compiled
def _customers(kind: str, *, key: UUID, now: datetime) -> QuerySet[Person]:
    parties = Party.objects.filter(stream_kind=kind, stream_key=key, role=ROLE).exclude(person=None).order_by()
    living = parties.filter(Q(to_at=None) | Q(to_at__gt=now)).values("person")
    return Person.objects.filter(id__in=living, erased_at=None).exclude(phone_sealed="").order_by("created_at", "id")
