"""What is registered for somebody: his devices by serial number."""

from dataclasses import dataclass
from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.domain.goods.models import Device
from anxin.domain.people import queries as people


@dataclass(frozen=True, kw_only=True)
class OwnDevice:
    """A device of one's own."""

    product: str
    serial: str
    bought_date: date | None
    proof: str


def own_devices(actor: Actor, *, now: datetime) -> list[OwnDevice]:
    """List the devices that are registered for somebody (one query)."""
    mine = people.visible_to(actor, now=now).values("pk")
    rows = Device.objects.filter(owner__in=mine).select_related("product").order_by("created_at", "id")
    return [
        OwnDevice(product=one.product.name, serial=one.serial, bought_date=one.bought_date, proof=one.proof)
        for one in rows
    ]
