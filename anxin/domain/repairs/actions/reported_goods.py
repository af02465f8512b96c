"""What is known of goods when they are reported: which device, since when, and what its warranty pays."""

from dataclasses import dataclass
from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.domain.goods import actions as goods_actions
from anxin.domain.goods.models import Device, Product
from anxin.domain.goods.rules.warranty import Warranty
from anxin.domain.people.models import Person
from anxin.domain.repairs.actions.warranty import disagree
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.proofs import is_somebody_elses
from anxin.domain.repairs.queries.service_warranty import service_warranty
from anxin.domain.repairs.rules.proofs import STRANGE


@dataclass(frozen=True, kw_only=True)
class ReportedGoods:
    """The device, the day of purchase that is proved, and the warranty; `other` is a day that is left to the desk."""

    device: Device | None
    proved: date | None
    other: date | None
    warranty: Warranty


def reported_goods(
    *,
    product: Product,
    kind: str,
    serial: str,
    day: date | None,
    proved: bool,
    free: bool,
    customer: Person,
    now: datetime,
) -> ReportedGoods:
    """Register what is reported, and return what is known of it; somebody else's proves nothing by its number alone.

    `day`: of the purchase, as who reports says, or `proved`. `free`: another case has decided who pays.
    """
    goods_actions.check_bought(day, now=now)
    shown, bought, other = day if proved else None, day, None
    counts, device = shown, None
    if serial:
        device = goods_actions.register(product=product, serial=serial, now=now, bought_date=shown, owner=customer)
        if not is_somebody_elses(device, customer):
            counts, bought = device.proved_date, day or device.bought_date
        elif not free and not proved:
            other = _paying(device.proved_date, product, kind, now)
    on = counts or bought
    warranty = service_warranty(product=product, kind=kind, bought_date=on, now=now, proved=counts is not None)
    return ReportedGoods(device=device, proved=shown or counts, other=other, warranty=warranty)


def _paying(day: date | None, product: Product, kind: str, now: datetime) -> date | None:
    """Return a day of purchase by which the warranty would pay."""
    return day if day and service_warranty(product=product, kind=kind, bought_date=day, now=now).covered else None


def tell_doubt(repair: Repair, *, by: Actor, now: datetime) -> None:
    """Tell that the device reported is registered for somebody else, where its day would decide: the desk does."""
    if repair.bought_other is not None:
        disagree(repair, repair.bought_other, whose=STRANGE, by=by, now=now)
