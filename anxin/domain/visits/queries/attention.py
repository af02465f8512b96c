"""Visits that somebody at the desk has to see to at once, or by hand: as what they are found in lists."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from anxin.domain.visits import rules
from anxin.domain.visits.models import CallRecord, Visit
from anxin.domain.visits.states import HELD


def warned(*, now: datetime) -> QuerySet[Visit]:
    """Return the visits whose customer is warned of who is there, or may come: the brand vouches for him no more."""
    there = Q(state="on_site", **{f"record__{rules.UNVOUCHED}": True})
    return Visit.objects.filter(there | Q(stay_out_until__gt=now))


def spoken_with() -> QuerySet[Visit]:
    """Return the visits whose customer somebody has spoken with on the phone."""
    return Visit.objects.filter(Exists(CallRecord.objects.filter(visit=OuterRef("pk"), answered=True)))


def held_at(technician: Any, from_at: Any, to_at: Any) -> QuerySet[Visit]:
    """Return what a technician holds at any time of a span, in a window: goods on a bench and wishes for none aside."""
    held = Visit.objects.filter(technician=technician, state__in=HELD).exclude(mode__in=rules.BENCH)
    return held.filter(
        wanted_from_at__lt=to_at, wanted_to_at__gt=from_at, wanted_to_at__lte=F("wanted_from_at") + timedelta(days=1)
    ).order_by()


def overbooked(*, most: int) -> QuerySet[Visit]:
    """Return the visits taken over into a time for which their technician had `most` others, and has them still."""
    others = held_at(OuterRef("technician"), OuterRef("wanted_from_at"), OuterRef("wanted_to_at"))
    counted = others.exclude(pk=OuterRef("pk")).values("technician").annotate(n=Count("pk")).values("n")
    rows = Visit.objects.filter(state="booked", by_hand_at__isnull=False)
    return rows.annotate(others=Subquery(counted)).filter(others__gte=most)
