"""What the command about a device that is registered under another model offers, and does."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.errors import Invalid
from anxin.domain.goods.models import Device
from anxin.domain.goods.queries import devices
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands.device_fields import Registered
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules.situation import RepairSituation


def namesakes(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Sequence[tuple[str, str]]:
    """Offer the devices of the same number under other models, by model and day of registration."""
    return [(str(one.pk), f"{one.product.called} · {localtime(one.created_at):%Y-%m-%d}") for one in _found(row)]


def take_registered(it: Given[Repair, Registered]) -> None:
    """Take the one that was chosen."""
    known = {str(one.pk): one for one in _found(it.row)}
    chosen = known.get(it.fields.device)
    if chosen is None:
        raise Invalid("device", expected=" | ".join(known), got=it.fields.device)
    repairs.take_registered(repair=it.row, device=chosen, by=it.by, now=it.now)


def _found(row: Repair) -> list[Device]:
    if row.device is None:
        return []
    made = row.product
    rows = devices.namesakes(serial=row.device.serial, brand=made.brand, category=made.category, skill=made.skill)
    return list(rows.exclude(pk=row.device.pk).select_related("product__brand")[:3])
