"""How many rows several queries find, asked in one statement."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value


def counts(queries: Iterable[QuerySet[Any, Any]]) -> list[int]:
    """Return how many rows each of some queries finds, in their order (one query, none where none is given)."""
    counted = [
        rows.order_by()
        .annotate(query=Value(number, output_field=IntegerField()))
        .values("query")
        .annotate(found=Count("pk"))
        .values_list("query", "found")
        for number, rows in enumerate(queries)
    ]
    if not counted:
        return []
    first, *more = counted
    found = dict(first.union(*more, all=True) if more else first)
    return [found.get(number, 0) for number in range(len(counted))]
