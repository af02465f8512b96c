"""What a technician, or an outlet, has done in a month: visits finished, those of them that only looked at goods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from anxin.core.actors import Actor
from anxin.domain.visits import rules
from anxin.domain.visits.choices import LOOK
from anxin.domain.visits.models import Visit

DONE, BROKEN_OFF = "finished", "unfinished"
FINISHED = Count("pk", filter=Q(state=DONE))
LOOKS = Count("pk", filter=Q(state=DONE, kind=LOOK))
UNFINISHED = Count("pk", filter=Q(state=BROKEN_OFF))


@dataclass(frozen=True, kw_only=True)
class MonthDone:
    """Visits of a month: how many were finished, how many of these were looks at goods, how many broken off."""

    finished: int = 0
    looks: int = 0
    unfinished: int = 0


def own_month(actor: Actor, *, now: datetime) -> MonthDone:
    """Return what a technician has done in this month (one query)."""
    rows = Visit.objects.filter(technician__account_id=actor.id)
    return MonthDone(**_ended(rows, now).aggregate(finished=FINISHED, looks=LOOKS, unfinished=UNFINISHED))


def outlet_month(actor: Actor, *, now: datetime) -> Mapping[str, MonthDone]:
    """Return what was done in this month for the outlet of somebody who works there, by technician (one query)."""
    ended = _ended(Visit.objects.filter(outlet__organisation=actor.house), now)
    by_technician = ended.exclude(technician=None).order_by().values("technician__number")
    rows = by_technician.annotate(finished=FINISHED, looks=LOOKS, unfinished=UNFINISHED)
    return {
        row["technician__number"]: MonthDone(finished=row["finished"], looks=row["looks"], unfinished=row["unfinished"])
        for row in rows
    }


def in_all(several: Mapping[str, MonthDone]) -> MonthDone:
    """Return the sum of what several have done."""
    every = several.values()
    return MonthDone(
        finished=sum(one.finished for one in every),
        looks=sum(one.looks for one in every),
        unfinished=sum(one.unfinished for one in every),
    )


def _ended(rows: QuerySet[Visit], now: datetime) -> QuerySet[Visit]:
    first = rules.local_midnight(rules.local_day(now).replace(day=1))
    return rows.filter(state__in=(DONE, BROKEN_OFF), updated_at__gte=first)
