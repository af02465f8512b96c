"""Labels to print: each device gets a code nobody guesses, which leads to its page."""

from collections.abc import Sequence
from datetime import datetime
from secrets import choice

from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.domain.goods import rules
from anxin.domain.goods.actions.catalogue import register
from anxin.domain.goods.models import Device, Product

MOST = 60
"""How many lie on one sheet."""


def label(*, product: Product, serials: Sequence[str], by: Actor, now: datetime) -> list[Device]:
    """Return the devices of some serial numbers, each with a label; who is not known yet is registered.

    Raises `Forbidden` for whoever is neither of the house nor of the brand, `Invalid` for too many and for what is
    no serial number.
    """
    if not rules.may_label(roles=by.roles, own=by.organisation == str(product.brand_id)):
        raise Forbidden({"product": product.code})
    wanted = list(dict.fromkeys(one.strip().upper() for one in serials if one.strip()))
    if not 0 < len(wanted) <= MOST:
        raise Invalid("serials", expected=_("1 to {n} serial numbers").format(n=MOST), got=len(wanted))
    for serial in wanted:
        if len(serial) > 64 or not serial.isprintable() or " " in serial:
            raise Invalid("serials", expected=_("one serial number a line"), got=serial[:40])
    devices = [register(product=product, serial=serial, now=now) for serial in wanted]
    for device in devices:
        if not device.label:
            device.label = "".join(choice(rules.LABEL_SIGNS) for _sign in range(rules.LABEL_LONG))
            device.save(update_fields=["label"])
    return devices
