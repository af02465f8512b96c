"""Cases by what their clocks press: the most urgent first, and those whose next clock runs out in a time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Replace

from anxin.core.gathered_rows import EachAsked, KeyText
from anxin.core.streams.models import Stream

CASE_OF_CLOCK = Cast(Replace("stream_key", Value("-"), Value("")), UUIDField())
"""The key of a clock's case."""
CASE = Cast(Replace("key", Value("-"), Value("")), UUIDField())
"""The key of a head's case."""


def under_way(kind: str) -> QuerySet[Stream]:
    """Return the stream head of a case, which carries its most pressing clock; no row once the case is over.

    `presses_at`: when the clock is due that runs out first, or was missed and is not made up for. `runs_out_at`: when
    one runs out next. `stands_since`: since when one stands still.
    """
    return Stream.objects.filter(kind=kind, key=KeyText(OuterRef("pk")), ended_at=None)


def by_clock(kind: str, cases: QuerySet[Any]) -> "QuerySet[Stream, UUID]":
    """Return the keys of cases under way, the most pressing clock first, walked along the heads' own index.

    Each head is asked whether `cases` finds its case, until as many were found as are taken.
    """
    key = Cast(Replace(OuterRef("key"), Value("-"), Value("")), UUIDField())
    heads = Stream.objects.filter(EachAsked(cases.order_by().filter(pk=key)), kind=kind, ended_at=None)
    return heads.order_by(F("presses_at").asc(nulls_last=True), "key").values_list(CASE, flat=True)


def by_end(kind: str, cases: QuerySet[Any]) -> "QuerySet[Stream, UUID]":
    """Return the keys of cases under way, first those whose next clock runs out first, along an index of the heads."""
    heads = Stream.objects.filter(kind=kind, ended_at=None).annotate(case=CASE)
    found = heads.filter(case__in=cases.order_by().values("pk"))
    return found.order_by(F("runs_out_at").asc(nulls_last=True), "key").values_list("case", flat=True)


def running_out(kind: str, *, since: datetime | None = None, until: datetime) -> "QuerySet[Stream, UUID]":
    """Return the keys of cases under way whose next clock runs out in a time, read once for however many are asked."""
    heads = Stream.objects.filter(kind=kind, ended_at=None, runs_out_at__lt=until)
    return (heads.filter(runs_out_at__gte=since) if since else heads).values_list(CASE, flat=True)
