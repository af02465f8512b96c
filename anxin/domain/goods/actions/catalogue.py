"""What can be done with products, prices and devices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import Device, PriceBook, PriceLine, Product, Symptom
from anxin.domain.goods.queries import devices
from anxin.domain.people.models import Organisation, Person

EARLIEST = date(2000, 1, 1)
"""No day of purchase lies before it."""


class EditionExists(WrongState):
    """Two editions of one day may not be published at once: none of them would take the other's place."""

    code = "goods.edition_exists"


class AlreadyReplaced(WrongState):
    """A device is exchanged once."""

    code = "goods.already_replaced"


@dataclass(frozen=True, kw_only=True)
class Price:
    """One line of a price list to publish."""

    category: str
    code: str
    name: str
    kind: str
    amount_fen: int
    guarantee_days: int = 90
    name_en: str = ""


def add_product(
    *, brand: Organisation, code: str, name: str, category: str, skill: str, minutes: int = 60, name_en: str = ""
) -> Product:
    """Add a product of a brand."""
    told = {"name": name, "name_en": name_en, "category": category, "skill": skill, "minutes": minutes}
    return Product.objects.create(brand=brand, code=code, **told)


def add_symptom(
    *,
    category: str,
    code: str,
    name: str,
    position: int,
    urgent: bool = False,
    advice: str = "",
    name_en: str = "",
    advice_en: str = "",
) -> Symptom:
    """Add a fault that customers may tick."""
    told = {"name": name, "name_en": name_en, "advice": advice, "advice_en": advice_en}
    return Symptom.objects.create(category=category, code=code, position=position, urgent=urgent, **told)


def publish_prices(
    *, brand: Organisation, edition: str, from_date: date, lines: Iterable[Price], now: datetime
) -> PriceBook:
    """Publish an edition of prices; an earlier one stays for what was agreed under it."""
    book = begin_edition(brand=brand, edition=edition, from_date=from_date, now=now)
    PriceLine.objects.bulk_create(
        PriceLine(
            book=book,
            category=one.category,
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            kind=one.kind,
            amount_fen=one.amount_fen,
            guarantee_days=one.guarantee_days,
        )
        for one in lines
    )
    return book


def begin_edition(*, brand: Organisation, edition: str, from_date: date, now: datetime) -> PriceBook:
    """Begin an edition of prices; it takes the place of one of the same day. Raises `EditionExists`."""
    if PriceBook.objects.filter(brand=brand, from_date=from_date, published_at=now).exists():
        raise EditionExists({"brand": brand.slug})
    return PriceBook.objects.create(brand=brand, edition=edition, from_date=from_date, published_at=now)


def register(
    *,
    product: Product,
    serial: str,
    now: datetime,
    bought_date: date | None = None,
    proof: str = "",
    owner: Person | None = None,
) -> Device:
    """Register a device, or learn more about the one with this serial; a day that lay ahead was never known.

    Raises `Invalid` for a day of purchase that lies ahead.
    """
    check_bought(bought_date, now=now)
    made, new = Device.objects.get_or_create(
        product=product,
        serial=serial.strip().upper(),
        defaults={"bought_date": bought_date, "proof": proof, "owner": owner, "created_at": now},
    )
    known = made.proved_date
    if not new and bought_date is not None and (known is None or known > _today(now)):
        made.bought_date, made.proof, made.bought_said = bought_date, proof, False
        made.save(update_fields=["bought_date", "proof", "bought_said"])
    return made


def forget_mistyped(*, device: Device, since: datetime) -> None:
    """Take a device away again that a mistyped number made since then; one that anything else names or proves stays."""
    made = device.created_at >= since and not (device.label or device.proof or device.proved_date)
    if made and not devices.is_named(device):
        device.delete()


def correct_bought(*, device: Device, bought_date: date, owner: Person, now: datetime) -> None:
    """Keep the day of purchase that the desk decided by, and whose that is, whoever reported the device first.

    Raises `Invalid` as `check_bought`.
    """
    check_bought(bought_date, now=now)
    lock(device)
    if (device.proved_date, device.owner_id) != (bought_date, owner.pk):
        device.bought_date, device.bought_said, device.owner = bought_date, False, owner
        device.save(update_fields=["bought_date", "bought_said", "owner"])


def prove_bought(*, device: Device, bought_date: date, owner: Person, now: datetime) -> None:
    """Keep a day of purchase, and whose the device is, where neither is known; what is known the desk corrects.

    Raises `Invalid` as `check_bought`.
    """
    check_bought(bought_date, now=now)
    lock(device)
    kept = device.proved_date or bought_date, device.owner_id or owner.pk
    if (device.proved_date, device.owner_id) != kept:
        device.bought_date, device.owner_id = kept
        device.bought_said = False
        device.save(update_fields=["bought_date", "bought_said", "owner"])


def check_bought(day: date | None, *, now: datetime) -> None:
    """Refuse a day of purchase that lies ahead, or before 2000: nobody bought it then; raises `Invalid`."""
    if day is None:
        return
    if day > _today(now):
        raise Invalid("bought_date", expected=_("a day up to {day}").format(day=_today(now)), got=day)
    if day < EARLIEST:
        raise Invalid("bought_date", expected=_("a day from {day} on").format(day=EARLIEST), got=day)


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def replace(*, old: Device, new: Device, owner: Person, by: Actor, now: datetime) -> None:
    """Write down that one device took the place of another; of a new one whose owner nobody knew it is known now.

    Raises `goods.already_replaced` where either of them was exchanged before.
    """
    if new.replaced_by_id is not None:
        raise AlreadyReplaced({"serial": str(new)})
    Device.objects.filter(pk=new.pk, owner=None).update(owner=owner)
    if not Device.objects.filter(pk=old.pk, replaced_by=None).update(replaced_by=new):
        raise AlreadyReplaced({"serial": str(old)})
    stream = StreamKey("device", str(old.id))
    timeline.write(stream, "goods.replaced", by=by, now=now, facts={"tail": new.serial[-4:], "new": str(new.id)})
    old.refresh_from_db()
