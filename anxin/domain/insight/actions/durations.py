"""Work the measured times of the public pages out anew."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.clocks import Clock
from anxin.core.ids import uuid7
from anxin.domain.insight import rules
from anxin.domain.insight.models import MeasuredTime
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.choices import LOOK

CLOCKS = {"repairs.acknowledged": "accepted", "repairs.assigned": "assigned", "repairs.arrived": "arrived"}
AT_ONCE = 2000
type Where = tuple[UUID, str, str]
type Sample = tuple[Where, str, int, bool]


def measure(*, now: datetime) -> int:
    """Work out how long each step took in the last days, brand by brand, place by place; give how many rows that is."""
    lengths: dict[tuple[UUID, str, str, str], array[int]] = defaultdict(lambda: array("q"))
    held: dict[tuple[UUID, str, str, str], int] = defaultdict(int)
    for (brand, category, county), step, seconds, kept in _samples(now):
        for division in rules.places_above(county):
            for goods in {category, ""}:
                key = (brand, goods, division, step)
                lengths[key].append(seconds)
                held[key] += kept
    rows = [
        MeasuredTime(
            id=uuid7(),
            brand_id=brand,
            category=category,
            division=division,
            step=step,
            n=len(several),
            half_s=rules.quantile(several, 0.5),
            nine_s=rules.quantile(several, 0.9),
            held=held[brand, category, division, step],
            at=now,
        )
        for (brand, category, division, step), several in lengths.items()
    ]
    MeasuredTime.objects.all().delete()
    MeasuredTime.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _samples(now: datetime) -> Iterator[Sample]:
    """Read what the times are made of: one sample a step of each repair that was not called off."""
    asked = ("id", "brand", "product__category", "place", "created_at", "state", "reworks", "help_way")
    rows = Repair.objects.filter(created_at__gte=now - rules.MEASURED, created_at__lte=now).exclude(kind=LOOK)
    known: dict[str, tuple[Where, datetime]] = {}
    for key, brand, category, county, at, state, reworks, way in _with_counties(rows.values_list(*asked)):
        where = (brand, category, county)
        if state in rules.CALLED_OFF:
            continue
        known[str(key)] = (where, at)
        if state in rules.OVER:
            yield where, "lasted", 0, reworks == 0
        if solved := rules.solved_from_afar(state=state, way=way):
            yield where, rules.AFAR, 0, solved == "solved"
    yield from _of_clocks(known, now)


def _with_counties(rows: "QuerySet[Repair, tuple[Any, ...]]") -> Iterator[tuple[Any, ...]]:
    """Put the county in the place's place: looked up for those read, where a join would read all places there are."""
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        counties = dict(Place.objects.filter(pk__in={row[3] for row in some}).values_list("pk", "county_code"))
        yield from ((*row[:3], counties[row[3]], *row[4:]) for row in some)


def _of_clocks(known: dict[str, tuple[Where, datetime]], now: datetime) -> Iterator[Sample]:
    """Read the clocks. What was missed and never met counts with the time it has taken: nobody gains by silence.

    The way to the door is measured from the report, once: a second window doesn't begin the waiting anew.
    """
    rows = Clock.objects.filter(stream_kind="repair", kind__in=CLOCKS, started_at__gte=now - rules.MEASURED)
    asked = ("kind", "stream_key", "started_at", "due_at", "met_at", "missed_at", "stopped_at")
    arrivals: dict[str, tuple[datetime, bool]] = {}
    for kind, key, started_at, due_at, met_at, missed_at, stopped_at in rows.values_list(*asked).iterator(AT_ONCE):
        if key not in known or (met_at is None and missed_at is None):
            continue
        ended_at, kept = met_at or stopped_at or now, met_at is not None and met_at <= due_at
        if CLOCKS[kind] != "arrived":
            yield known[key][0], CLOCKS[kind], _seconds(started_at, ended_at), kept
        elif key not in arrivals or ended_at < arrivals[key][0]:
            arrivals[key] = ended_at, kept
    for key, (ended_at, kept) in arrivals.items():
        where, reported_at = known[key]
        yield where, "arrived", _seconds(reported_at, ended_at), kept


def _seconds(begun: datetime, ended: datetime) -> int:
    return max(int((ended - begun).total_seconds()), 0)
