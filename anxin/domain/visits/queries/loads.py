"""How much is taken of a day: by an outlet, by a technician."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits import rules
from anxin.domain.visits.models import HELD, Visit


def of_outlets(outlets: Iterable[Outlet], *, day: date) -> Counter[UUID]:
    """Count the jobs each of some outlets has on a day, whether begun, done or ahead (one query)."""
    rows = _on(day).filter(outlet__in=list(outlets), state__in=(*HELD, "finished"))
    return Counter(rows.values_list("outlet", flat=True))


def of_technician(technician: Technician, *, day: date) -> int:
    """Count the jobs a technician holds on a day (one query)."""
    return _on(day).filter(technician=technician, state__in=HELD).count()


def _on(day: date) -> QuerySet[Visit]:
    begins = rules.local_midnight(day)
    return Visit.objects.filter(wanted_from_at__gte=begins, wanted_from_at__lt=begins + timedelta(days=1))
