"""Which device it is, by the number on it: what the register knows of it counts, unless something speaks against it."""

from datetime import date, datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.domain.goods import actions as goods_actions
from anxin.domain.goods.models import Device
from anxin.domain.repairs.actions import warranty
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.proofs import is_shown, is_somebody_elses
from anxin.domain.repairs.queries.service_warranty import service_warranty
from anxin.domain.repairs.rules import proofs


def name_device(*, repair: Repair, serial: str, by: Actor, now: datetime) -> None:
    """Write down which device it is, by the number on it; the day it is registered with counts at once.

    The same number again, or none, changes nothing. Where a proof gives another day, that one counts until the desk
    has decided; so it is where the device is somebody else's, and where a bill would fall that stands already.
    """
    lock(repair)
    written, before = serial.strip().upper(), repair.device
    if not written or (before is not None and before.serial == written):
        return
    device = goods_actions.register(product=repair.product, serial=written, now=now, owner=repair.customer)
    _take_device(repair, device, by=by, now=now)


def take_registered(*, repair: Repair, device: Device, by: Actor, now: datetime) -> None:
    """Say that it is the device of this number that is registered under another model: that model is the right one."""
    lock(repair)
    warranty.keep_cover(repair, {"product": device.product})
    _take_device(repair, device, by=by, now=now)


def _take_device(repair: Repair, device: Device, *, by: Actor, now: datetime) -> None:
    """Let a device be the repair's, and its day count; the one a mistyped number left before goes again."""
    before = repair.device
    warranty.keep_cover(repair, {"device": device})
    if before is not None:
        goods_actions.forget_mistyped(device=before, since=repair.created_at)
    day, told = device.proved_date, {"tail": device.serial[-4:], "device": str(device.pk)}
    doubt = _doubt(repair, device, before, by)
    if day is not None and not doubt:
        goods_actions.prove_bought(device=device, bought_date=day, owner=repair.customer, now=now)
        warranty.decide(repair, day, code="repairs.device_known", by=by, now=now, told=told)
        return
    timeline.write(repair.stream(), "repairs.device_named", by=by, now=now, facts=told)
    if day is not None and doubt != proofs.SILENT:
        warranty.disagree(repair, day, whose="" if doubt == proofs.OTHER_DAY else doubt, by=by, now=now)


def _doubt(repair: Repair, device: Device, before: Device | None, by: Actor) -> str:
    """Return what speaks against the day that a device is registered with; empty where nothing does."""
    day = device.proved_date
    if day is None or not warranty.is_decided_by_day(repair) or day > warranty.reported_on(repair):
        return proofs.SILENT
    if is_somebody_elses(device, repair.customer):
        return proofs.STRANGE if _covers(repair, day) else proofs.SILENT
    mistyped = before is not None and before.proved_date == repair.bought_proved and not is_shown(repair)
    if proofs.disagree(repair.bought_proved, day) and not mistyped:
        return proofs.OTHER_DAY
    stands = not warranty.is_open_to_pricing(repair) and not by.may(warranty.MAY_CHECK)
    return proofs.BILL_STANDS if stands and _covers(repair, day) else ""


def _covers(repair: Repair, day: date) -> bool:
    return service_warranty(product=repair.product, kind=repair.kind, bought_date=day, now=repair.created_at).covered
