"""What a device's page tells: what was done to it, of nobody's; and to whom it belongs his own cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from anxin.core.actors import CUSTOMERS, Actor
from anxin.domain.goods.models import Device, Product
from anxin.domain.people.queries import actors
from anxin.domain.repairs.models import Repair, UsedPart
from anxin.domain.repairs.queries.counts import UNDER_WAY
from anxin.domain.repairs.queries.lookup import visible_to

MOST = 20


@dataclass(frozen=True, kw_only=True)
class PastRepair:
    """A repair that ended: what kind, in which month, with which parts; neither whose nor where."""

    kind: str
    month: date
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OwnCase:
    """A case of the reader's own about a device."""

    number: str
    kind: str
    state: str
    at: datetime
    bought_said: date | None = None


def done_to(device: Device) -> tuple[PastRepair, ...]:
    """Return what was done to a device, newest first (two queries)."""
    rows = list(Repair.objects.filter(device=device, state="closed").order_by("-updated_at")[:MOST])
    parts: dict[object, list[str]] = {}
    for one in UsedPart.objects.filter(repair__in=rows).select_related("line").order_by("at", "id"):
        parts.setdefault(one.repair_id, []).append(one.line.called)
    return tuple(
        PastRepair(
            kind=row.kind,
            month=localtime(row.updated_at).date().replace(day=1),
            parts=tuple(dict.fromkeys(parts.get(row.pk, ()))),
        )
        for row in rows
    )


def own_cases(device: Device, *, actor: Actor, now: datetime) -> tuple[OwnCase, ...]:
    """Return the reader's own cases about a device; empty for whoever is no customer (one query)."""
    if actor.kind not in CUSTOMERS:
        return ()
    return _own(visible_to(actor, now=now).filter(device=device))


def own_under_way(product: Product, *, serial: str = "", actor: Actor, now: datetime) -> tuple[OwnCase, ...]:
    """Return the reader's own open cases about a product, those of another serial number left out (one query)."""
    if actor.kind not in CUSTOMERS:
        return ()
    rows = visible_to(actor, now=now).filter(product=product, state__in=UNDER_WAY)
    known = serial.strip().upper()
    return _own(rows.filter(Q(device=None) | Q(device__serial=known)) if known else rows)


def is_anothers_under_way(product: Product, *, serial: str) -> bool:
    """Return whether a machine has an open case already, whoever reported it (one query)."""
    known = serial.strip().upper()
    rows = Repair.objects.filter(device__product=product, device__serial=known, state__in=UNDER_WAY)
    return bool(known) and rows.exists()


def _own(rows: QuerySet[Repair]) -> tuple[OwnCase, ...]:
    return tuple(
        OwnCase(number=row.number, kind=row.kind, state=row.state, at=row.created_at, bought_said=row.bought_said)
        for row in rows.order_by("-created_at")[:MOST]
    )


def bought_as_said(several: Iterable[OwnCase]) -> date | None:
    """Return the day of purchase that was last told with a case of one's own; nobody has proved it."""
    return next((one.bought_said for one in several if one.bought_said), None)


def is_owner(device: Device, *, actor: Actor, now: datetime) -> bool:
    """Return whether the reader is who the device is registered for; by a link, where its case is about it."""
    if device.owner_id is None or str(device.owner_id) not in actors.selves(actor):
        return False
    return actor.proved or bool(own_cases(device, actor=actor, now=now))
