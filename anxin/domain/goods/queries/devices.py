"""Devices by serial number and printed code."""

from uuid import UUID

from django.db.models import QuerySet

from anxin.core.errors import Missing
from anxin.domain.goods.models import Device, Product


class NoSuchDevice(Missing):
    """No label leads to any device, or none has this serial number."""

    code = "goods.no_such_device"


def devices_numbered(serial: str) -> list[UUID]:
    """Return the ids of all devices that bear a serial number, of whichever product (one query)."""
    return list(Device.objects.filter(serial=serial).values_list("pk", flat=True))


def device(*, product: Product, serial: str) -> Device | None:
    """Return a device by its serial number, following exchanges to the newest."""
    found = Device.objects.filter(product=product, serial=serial.strip().upper()).first()
    seen: set[UUID] = set()
    while found is not None and found.replaced_by is not None and found.id not in seen:
        seen.add(found.id)
        found = found.replaced_by
    return found


def namesakes(*, serial: object, brand: object, category: object, skill: object) -> "QuerySet[Device, Device]":
    """Return the devices of a serial number that a brand's goods of one kind bear, by values or by `OuterRef`."""
    same = {"product__brand": brand, "product__category": category, "product__skill": skill}
    return Device.objects.filter(serial=serial, replaced_by=None, **same).order_by("created_at")


def is_named(row: Device) -> bool:
    """Return whether any other row names a device."""
    naming = [(one.related_model, one.field.name) for one in Device._meta.related_objects]
    return any(model._base_manager.filter(**{name: row}).exists() for model, name in naming)


def labelled(label: str) -> Device:
    """Return the device that a printed code leads to; raises `NoSuchDevice`."""
    found = Device.objects.select_related("product__brand", "replaced_by").filter(label=label).exclude(label="").first()
    if found is None:
        raise NoSuchDevice({"label": label[:12]})
    return found


def by_serial(serial: str) -> list[Device]:
    """Return the devices with a serial number: makers number each for themselves, so there may be several."""
    rows = Device.objects.select_related("product__brand", "replaced_by").filter(serial=serial.strip().upper()[:64])
    return list(rows.order_by("created_at")[:5])
