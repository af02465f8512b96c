"""Where goods go whose outlet can't mend them, or that somebody would rather bring or send elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.core.actors import Actor
from anxin.core.commands import Command, calling
from anxin.core.commands.fields import Text
from anxin.domain.custody import queries as goods
from anxin.domain.custody.rules import WAYS
from anxin.domain.custody.states import DESK
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands.bench_fields import Home, Onward
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.repairs.wording import MODES

type Options = Sequence[tuple[str, Text]]


def homes(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer the other outlets to which the goods may be brought or sent, the nearest first."""
    here = goods.open_row(row.stream())
    return [
        (f"{mode}:{one.code}", f"{MODES[mode]} · {one.name} · {one.street}")
        for mode in WAYS
        for one in _places(row, mode, now)
        if (mode, one.code) != (here.mode, here.outlet.code)
    ]


def onward(row: Repair, case: RepairSituation, now: datetime, _by: Actor) -> Options:
    """Offer the outlets to which goods may be sent on."""
    here = goods.open_row(row.stream()).outlet.code
    return [(one.code, f"{one.name} · {one.street}") for one in _places(row, "mail_in", now) if one.code != here]


def _places(row: Repair, mode: str, now: datetime) -> Sequence[goods.CounterNear]:
    lng, lat = row.place.lng, row.place.lat
    at = None if lng is None or lat is None else (lng, lat)
    return goods.places(product=row.product, mode=mode, at=at, province=row.place.code[:2], now=now)


RELOCATIONS: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="elsewhere",
        title=_("Bring or send it elsewhere"),
        who=f"customer {DESK}",
        when=rules.may_go_elsewhere,
        because="custody.on_its_way",
        fields=Home,
        options={"home": homes},
        do=calling("repair", repairs.choose_home, "home"),
        follows=_(
            "The page of the case shows the new address. What comes to the one of before all the same is sent on."
        ),
    ),
    Command(
        name="sending-on",
        title=_("Send on to another outlet"),
        steps="custody.forward",
        when=rules.may_send_on,
        because="custody.stays_here",
        fields=Onward,
        options={"outlet": onward},
        do=calling("repair", repairs.send_on, "outlet", "carrier", "waybill"),
        follows=_("It goes closed, or packed as well as it came; the company pays. The customer reads the waybill."),
    ),
)
