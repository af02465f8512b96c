"""A lock that is brought or sent in, step by step, by the hands of the cast: at the counter, at the bench, and back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from anxin.core import files
from anxin.core.actors import Actor
from anxin.demo import album, cast, walk
from anxin.demo.walk import Walked
from anxin.domain.custody import queries as custody
from anxin.domain.custody.models import Custody
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.visits.models import Visit

TURNS = ("accepted", "sent", "here", "held", "at_bench", "agreed", "mended", "paid", "back")
"""How far a case of the bench can be walked, in order; what is brought is not sent."""


def report(*, now: datetime, mode: str, customer: cast.Customer = cast.MS_ZHANG, kind: str = "repair") -> Walked:
    """Report a lock that is brought, or sent, to Boss He's outlet."""
    given = walk.a_report(now=now, customer=customer, by_day=True)
    return walk.begin(replace(given, mode=mode, kind=kind), now=now)


def kept(one: Walked) -> Custody:
    """Return the goods of a case, read anew."""
    found = custody.latest_of(one.repair.stream())
    if found is None:
        raise RuntimeError(f"{one.repair.number} keeps nothing")
    return found


def code(one: Walked) -> str:
    """Read the code as the customer does."""
    return custody.code_for_customer(kept(one), actor=one.customer)


def give(one: Walked, name: str, by: Actor, **fields: object) -> None:
    """Give one command of the repair, as a face does."""
    one.do(lambda: TABLE.give(name, row=one.repair, by=by, now=one.now, fields=fields))


def works(one: Walked, name: str, **fields: object) -> None:
    """Give one command of the technician's job."""
    visit: Visit = one.visit
    one.do(lambda: JOBS.give(name, row=visit, by=one.by(one.technician), now=one.now, fields=fields))


def picture(one: Walked, name: str, salt: int) -> files.SealedFile:
    """Return a picture of the album, or a dot."""
    if name in one.album:
        return walk.in_a_block(lambda: album.seal(one.album[name], now=one.now))
    return walk.a_picture(now=one.now, salt=salt)


def accepted(one: Walked) -> None:
    """Agent Xiao Chen accepts; from here the goods are waited for."""
    walk.accepted(one)


def sent(one: Walked) -> None:
    """The customer says with whom the parcel travels; who brings it skips this."""
    if one.repair.mode == "mail_in":
        give(one, "sending-in", one.customer, carrier="sf", waybill="SF1400000000012")


def here(one: Walked) -> None:
    """The counter draws up a receipt, or takes the closed parcel in."""
    he = one.by(one.manager)
    if one.repair.mode == "mail_in":
        give(one, "parcel", he, shelf="B-07")
        return
    shots = (picture(one, "receipt", 70),)
    told = {"condition": ("scratched",), "accessories": ("key", "battery"), "remark": "面板右下角有一道划痕"}
    give(one, "taking-in", he, **told, serial="HYS3-0001", shelf="A-12", files=shots)


def held(one: Walked) -> None:
    """The customer signs by his digits; a parcel is unpacked while a colleague looks on."""
    he = one.by(one.manager)
    if one.repair.mode == "drop_off":
        give(one, "signing", he, code=code(one))
        return
    shots = (picture(one, "receipt", 71),)
    told = {"condition": ("fine",), "accessories": ("box",), "shelf": "B-07", "witness": cast.XIAO_FANG.username}
    give(one, "unpacking", he, **told, files=shots)


def at_bench(one: Walked) -> None:
    """Boss He gives it to Master Luo."""
    give(one, "bench", one.by(one.manager), technician=one.technician.number)


def agreed(one: Walked) -> None:
    """Master Luo quotes, the customer agrees by the link."""
    walk.quoted(one)
    walk.agreed(one)


def mended(one: Walked) -> None:
    """Pictures, parts, and it is mended: the customer is told."""
    walk.billed(one)
    works(one, "mended")


def paid(one: Walked) -> None:
    """The customer pays by the link."""
    walk.closed(one)


def back(one: Walked) -> None:
    """It is handed back against the code, or sent back and has come."""
    he = one.by(one.manager)
    if one.repair.mode == "drop_off":
        give(one, "handing-back", he, code=code(one))
        return
    give(one, "sending-back", he, carrier="sf", waybill="SF1400000000029")
    give(one, "back", one.customer)


STEPS: dict[str, Callable[[Walked], None]] = {
    **{"accepted": accepted, "sent": sent, "here": here, "held": held, "at_bench": at_bench},
    **{"agreed": agreed, "mended": mended, "paid": paid, "back": back},
}


def until(one: Walked, turn: str) -> Walked:
    """Walk on from the report to a turn."""
    for name in TURNS[: TURNS.index(turn) + 1]:
        STEPS[name](one)
    return one
