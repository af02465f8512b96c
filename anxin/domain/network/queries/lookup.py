"""Technicians and outlets found by what names them, and what is in force of rows with a beginning and an end."""

from datetime import datetime

from django.db.models import Model, Q, QuerySet

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.domain.network.models import Outlet, Technician


class NoSuchTechnician(Missing):
    """There is no such technician, or not for this actor."""

    code = "network.no_such_technician"


def living_now[T: Model](rows: QuerySet[T], now: datetime) -> QuerySet[T]:
    """Narrow rows with a beginning and perhaps an end to those in force."""
    return rows.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))


def technician_by_number(number: str) -> Technician:
    """Return a technician by his number; raises `network.no_such_technician`."""
    found = Technician.objects.filter(number=number).first()
    if found is None:
        raise NoSuchTechnician({"number": number})
    return found


def technician_by_key(key: str) -> Technician:
    """Return a technician by his id, for handlers, with his hours."""
    return Technician.objects.prefetch_related("shifts").get(pk=key)


def technician_of(actor: Actor) -> Technician:
    """Return the technician behind an actor."""
    found = Technician.objects.filter(account_id=actor.id).first() if actor.kind == "technician" else None
    if found is None:
        raise NoSuchTechnician
    return found


def outlet_of(actor: Actor) -> Outlet | None:
    """Return the outlet an actor works for, if any."""
    if not actor.organisation:
        return None
    return Outlet.objects.filter(organisation=actor.house).select_related("organisation").first()


def sent_though_shut() -> QuerySet[Technician]:
    """Return technicians whose account is shut, and who count in windows and are sent nevertheless."""
    return Technician.objects.filter(account__is_active=False, shut_out_at=None)
