"""A thing travels by post: sent in, taken in closed, unpacked before witnesses, sent back, missing or broken."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile
from anxin.core.states import lock
from anxin.domain.custody.actions import parcel_claims
from anxin.domain.custody.actions.moves import (
    BRING,
    add_photo,
    collected,
    count_held,
    count_returned,
    move,
    write_receipt,
)
from anxin.domain.custody.actions.stays import came_here, part
from anxin.domain.custody.choices import CARRIERS
from anxin.domain.custody.models import Custody
from anxin.domain.custody.queries import onlookers
from anxin.domain.custody.queries.witnesses import receipt_told
from anxin.domain.people.models import Account

TRANSIT, UNPACK = "custody.transit", "custody.unpack"


class NoPicture(Invalid):
    """A wrapping that is damaged is shown, before anybody opens it: its carrier asks for that."""

    code = "custody.no_picture"


class NoWitness(Invalid):
    """A parcel is unpacked before a second pair of eyes, or on video."""

    code = "custody.no_witness"


def send_in(*, row: Custody, carrier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Say with whom the parcel travels here, and under which number."""
    lock(row)
    travel(row, "send_in", "in", carrier, waybill, by=by, now=now)
    clocks.meet(row.stream(), BRING, now=now)


def send_back(*, row: Custody, carrier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Send the thing back to the customer, who can follow it by its number. It may also go so that was brought."""
    lock(row)
    collected(row, now)
    travel(row, "send_back", "back", carrier, waybill, by=by, now=now)


def travel(
    row: Custody,
    step: str,
    way: str,
    carrier: str,
    waybill: str,
    *,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Hand a locked thing to a carrier, to us or back, under a number; from then on its way is timed."""
    if carrier not in CARRIERS:
        raise Invalid("carrier", expected=" | ".join(CARRIERS), got=carrier[:16])
    sets = {f"carrier_{way}": carrier, f"waybill_{way}": waybill, "reminded": 0}
    move(
        row,
        step,
        by=by,
        now=now,
        with_whom=waybill,
        facts={**(facts or {}), "carrier": carrier, "waybill": waybill},
        sets=sets,
    )
    clocks.start(TRANSIT, row.stream(), whose=str(row.outlet.organisation_id), now=now)


def arrive(
    *, row: Custody, shelf: str, damaged: bool, files: Sequence[SealedFile] = (), by: Actor, now: datetime
) -> None:
    """Take a parcel in, unopened; with a damaged wrapping, which a picture shows, a claim is opened at once.

    Raises `NoPicture`.
    """
    lock(row)
    if damaged and not any(file.kind.startswith("image") for file in files):
        raise NoPicture("files", expected="a picture of the damaged wrapping", got="none")
    was_missing = row.state == "missing"
    there = came_here(row, by=by, now=now)
    facts = {"damaged": damaged, "outlet": row.outlet.code if there else None}
    move(row, "arrive", by=by, now=now, facts=facts, sets={"shelf": shelf})
    for file in files:
        add_photo(row=row, moment="parcel", file=file, by=by, now=now)
    clocks.stop(row.stream(), BRING, TRANSIT, now=now)
    if was_missing:
        parcel_claims.drop_lost_claim(row, now=now)
    if damaged:
        parcel_claims.open_claim(row, way="back" if row.waybill_back else "in", what="damaged", by=by, now=now)
    clocks.start(UNPACK, row.stream(), whose=str(row.outlet.organisation_id), now=now)


def open_parcel(
    *,
    row: Custody,
    condition: Sequence[str],
    accessories: Sequence[str],
    remark: str,
    serial: str,
    shelf: str,
    damaged: bool,
    witness: Account | None,
    by: Actor,
    now: datetime,
) -> None:
    """Unpack a parcel before a second pair of eyes or on video, and write down what lay in it.

    Raises `NoWitness`, `NoReceipt`.
    """
    lock(row)
    video = row.photos.filter(moment="opening", media__startswith="video").exists()
    seen = witness is not None and witness in onlookers(row.outlet, but=by, now=now)
    if not video and not seen:
        raise NoWitness("witness", expected="a colleague who looks on, or a video", got="nobody")
    write_receipt(row, condition, accessories, remark, serial, shelf, moment="opening")
    how = "witness" if seen else "video"
    facts, sets = {"how": how, "receipt": receipt_told(row)}, {"signed_how": how, "witness": witness if seen else None}
    count_held(row, "open", facts, sets, by=by, now=now)
    clocks.meet(row.stream(), UNPACK, now=now)
    if damaged:
        parcel_claims.open_claim(row, way="back" if row.waybill_back else "in", what="damaged", by=by, now=now)


def receive(*, row: Custody, damaged: bool = False, by: Actor, now: datetime, how: str = "click") -> None:
    """Say that the parcel came back; broken on its way, a claim is opened."""
    lock(row)
    was_missing = row.state == "missing"
    if was_missing:
        parcel_claims.drop_lost_claim(row, now=now)
    if damaged:
        parcel_claims.open_claim(row, way="back", what="damaged", by=by, now=now)
    clocks.meet(row.stream(), TRANSIT, now=now)
    count_returned(row, "receive", how, by=by, now=now, damaged=damaged)


def miss(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Say that a parcel doesn't come: a claim is opened, and the carrier is asked."""
    lock(row)
    way = "back" if row.state == "sent_back" else "in"
    move(row, "miss", by=by, now=now, with_whom=row.with_whom, facts={"way": way}, why=why)
    clocks.stop(row.stream(), TRANSIT, now=now)
    parcel_claims.open_claim(row, way=way, what="lost", by=by, now=now)


def write_off(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Give a missing parcel up: the claim goes on, the thing doesn't come back."""
    lock(row)
    move(row, "write_off", by=by, now=now, with_whom=row.with_whom, why=why)
    part(row, now)
