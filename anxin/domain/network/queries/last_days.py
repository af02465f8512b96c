"""Last days of technicians with an employer: those that were said and have not come to their end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from anxin.domain.network.models import Absence, Engagement, Leave, Technician
from anxin.domain.network.queries.engagements import hours_of
from anxin.domain.network.queries.technicians import concerns
from anxin.domain.network.rules.working_hours import DAY_MIN
from anxin.domain.people.models import Organisation

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class LastDay:
    """A last day with an employer that was said."""

    employer: Organisation
    day: date


def said_of(row: Technician, *, reader: UUID | None = None) -> list[LastDay]:
    """Return the last days that were said of a technician, as a house reads them (one query)."""
    rows = standing().filter(concerns(reader), technician=row).select_related("employer").order_by("from_date", "id")
    return [LastDay(employer=one.employer, day=last_of(one)) for one in rows if one.employer]


def held(row: Technician, employer: Organisation) -> Absence | None:
    """Return the absence of a technician that begins after his last day with an employer."""
    return standing().filter(technician=row, employer=employer).first()


def standing() -> QuerySet[Absence]:
    """Return the absences of who leaves an employer, until he has left."""
    return Absence.objects.filter(kind="left", ended_at=None)


def last_of(row: Absence) -> date:
    """Return the last day before somebody is away."""
    return row.from_date - ONE_DAY


def over(*, now: datetime) -> list[Absence]:
    """Return those whose last day is over, with the hours that he works into the night after it (two queries)."""
    rows = standing().filter(from_date__lte=timezone.localtime(now).date()).select_related("technician", "employer")
    several = rows.prefetch_related("technician__shifts").order_by("from_date", "id")
    return [one for one in several if now >= _ends_at(one)]


def _ends_at(row: Absence) -> datetime:
    last = last_of(row)
    hours = hours_of(row.technician, day=last, houses=[row.employer_id] if row.employer_id else ())
    midnight = datetime(last.year, last.month, last.day, tzinfo=timezone.get_default_timezone())
    return midnight + timedelta(minutes=max([DAY_MIN, *(ends for _begins, ends in hours)]))


def employs(row: Technician, employer: UUID | None) -> bool:
    """Return whether a technician works for an employer, or for anybody where none is named (one query)."""
    there = {"outlet__organisation": employer} if employer else {}
    return row.engagements.filter(to_at=None, **there).exists()


def wishes_left(*, technician: Technician | None = None) -> QuerySet[Leave]:
    """Return the wishes for leave that wait of who works no more for whom they are from."""
    works = Engagement.objects.filter(technician=OuterRef("technician"), to_at=None)
    here = works.filter(outlet__organisation=OuterRef("employer"))
    rows = Leave.objects.filter(Q(employer=None) & ~Exists(works) | Q(employer__isnull=False) & ~Exists(here))
    rows = rows.filter(state="asked", **({"technician": technician} if technician else {}))
    return rows.select_related("technician", "employer").order_by("id")
