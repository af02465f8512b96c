"""Jobs that a dispatcher has in hand because nobody went, and who may go by now who couldn't then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.timeline import Entry
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.lookup import asked_now
from anxin.domain.visits.states import VISIT

FREES = (
    *("network.absence_ended", "network.day_kept", "network.week_kept", "network.qualified", "network.unpause"),
    *("network.let_back", "network.engage", "network.closure_ended", "network.orders_taken"),
    *("authorisation.authorise", "authorisation.resume", "network.signed_again"),
)
"""The facts by which a technician, or an outlet's people, may go who couldn't before."""
LATELY = timedelta(hours=1)
MOST = 500


@dataclass(frozen=True)
class Freed:
    """Who came free, as a fact names him or his outlet (an id, or its number), and when."""

    whom: str
    at: datetime

    def is_one_of(self, technician: Technician, outlet: Outlet) -> bool:
        """Return whether it is this technician, or the outlet he would go for."""
        return self.whom in (str(technician.pk), technician.number, str(outlet.pk), outlet.code)


def in_hands() -> list[Visit]:
    """Return the visits that a dispatcher has in hand and nobody is asked about, those wanted first first."""
    rows = Visit.objects.filter(state__in=VISIT.capabilities["seek"], by_hand_at__isnull=False).exclude(asked_now())
    return list(rows.select_related("brand", "place", "customer").order_by("wanted_from_at", "id")[:MOST])


def freed_lately(*, now: datetime) -> list[Freed]:
    """Return who came free within the last hour (two queries)."""
    told = Entry.objects.filter(code__in=FREES, at__gt=now - LATELY, at__lte=now)
    rows = list(told.values_list("stream__kind", "stream__key", "at"))
    words = {key for kind, key, _at in rows if kind == "authorisation"}
    codes = {str(pk): code for pk, code in _words(words).values_list("pk", "code")}
    return [Freed(codes.get(key, key), at) for _kind, key, at in rows]


def _words(keys: Iterable[str]) -> QuerySet[Authorisation]:
    kinds = (Authorisation.Kind.TECHNICIAN, Authorisation.Kind.OUTLET)
    return Authorisation.objects.filter(pk__in=[UUID(key) for key in keys], kind__in=kinds)
