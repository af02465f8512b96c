"""A thing changes hands: expected, taken in or unpacked, at the bench, ready, back; each move says who has it now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import begin, can, change, lock, transition
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.custody import rules
from anxin.domain.custody.actions import codes, parcels
from anxin.domain.custody.choices import ACCESSORIES, CARRIERS, MOMENTS
from anxin.domain.custody.models import Custody, CustodyPhoto
from anxin.domain.custody.queries import onlookers
from anxin.domain.custody.queries.witnesses import receipt_told
from anxin.domain.custody.states import CUSTODY
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account

BRING, TRANSIT, UNPACK, COLLECT = "custody.bring", "custody.transit", "custody.unpack", "custody.collect"
RECEIPT, PICKUP = "receipt", "pickup"


class NoReceipt(Invalid):
    """A receipt says what the thing looks like, in words and in a picture."""

    code = "custody.no_receipt"


class NoWitness(Invalid):
    """A parcel is unpacked before a second pair of eyes, or on video."""

    code = "custody.no_witness"


def expect(
    *,
    stream: StreamKey,
    number: str,
    mode: str,
    outlet: Outlet,
    window: tuple[datetime, datetime] | None,
    covered: bool,
    by: Actor,
    now: datetime,
) -> Custody:
    """Expect a thing at an outlet, which becomes party of its case; it is the customer's to bring or to send."""
    pays_in, pays_back = rules.freight(settings.get("custody.freight", at=now), covered=covered)
    from_at, to_at = window or (None, None)
    row = Custody(
        stream_kind=stream.kind,
        stream_key=stream.key,
        number=number,
        mode=mode,
        outlet=outlet,
        from_at=from_at,
        to_at=to_at,
        pays_in=pays_in,
        pays_back=pays_back,
    )
    begin(row, by=by, now=now, facts={"holder": row.holder, "with": "", "outlet": outlet.code})
    people.join(stream=stream, role="outlet", organisation=outlet.organisation, now=now)
    due_at = clocks.due_time(BRING, now=now)
    clocks.start(BRING, stream, whose="customer", now=now, due_at=max(due_at, to_at) if to_at else due_at)
    return row


def move(
    row: Custody,
    step: str,
    *,
    by: Actor,
    now: datetime,
    with_whom: str = "",
    facts: Mapping[str, object] | None = None,
    sets: Mapping[str, object] | None = None,
    why: str = "",
) -> Entry:
    """Make a step of a held thing, and say who has it from here on."""
    line = CUSTODY.step(step, row.state)
    holder = rules.HOLDERS[line.to] if line else row.holder
    whom = with_whom or (row.outlet.code if holder == "outlet" else "")
    told = {**(facts or {}), "holder": holder, "with": whom}
    kept = {**(sets or {}), "holder": holder, "with_whom": whom}
    return transition(row, step, by=by, now=now, facts=told, sets=kept, why=why)


def add_photo(*, row: Custody, moment: str, file: SealedFile, by: Actor, now: datetime) -> CustodyPhoto:
    """Add a sealed picture or video of the thing; the same one twice changes nothing."""
    if moment not in MOMENTS:
        raise Invalid("moment", expected=" | ".join(MOMENTS), got=moment)
    lock(row)
    if row.state != "expected" and not can(row, "photographed"):
        raise WrongState({"machine": "custody", "state": row.state, "step": "add_photo"})
    photo, new = CustodyPhoto.objects.get_or_create(
        custody=row,
        moment=moment,
        file=file.sha256,
        defaults={"id": uuid7(), "media": file.kind, "size": file.size, "at": now},
    )
    if new:
        facts = {"row": photo.id, "custody": row.id, "moment": moment, "sha256": file.sha256}
        timeline.write(row.stream(), "custody.photo", by=by, now=now, facts=facts)
    return photo


def take_in(
    *,
    row: Custody,
    condition: Sequence[str],
    accessories: Sequence[str],
    remark: str,
    serial: str,
    shelf: str,
    by: Actor,
    now: datetime,
) -> None:
    """Draw up the receipt at the counter; it holds once the customer has signed it. Raises `NoReceipt`."""
    lock(row)
    _write_receipt(row, condition, accessories, remark, serial, shelf, moment="receipt")
    move(row, "take_in", by=by, now=now, facts={"receipt": receipt_told(row)})
    codes.issue(row, RECEIPT, now=now)


def _write_receipt(
    row: Custody,
    condition: Sequence[str],
    accessories: Sequence[str],
    remark: str,
    serial: str,
    shelf: str,
    *,
    moment: str,
) -> None:
    pictures = row.photos.filter(moment=moment, media__startswith="image").count()
    lacks = rules.is_receipt(list(condition), pictures=pictures)
    if lacks:
        raise NoReceipt(lacks, expected="what it looks like, in words and in a picture", got="")
    strange = set(accessories) - set(ACCESSORIES)
    if strange:
        raise Invalid("accessories", expected=" | ".join(ACCESSORIES), got=" ".join(strange))
    written = {"condition": list(condition), "accessories": list(accessories), "remark": remark, "serial": serial}
    change(row, {**written, "shelf": shelf or row.shelf})


def take_back(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Give the thing straight back: the customer doesn't sign, or the receipt has to be written anew."""
    lock(row)
    move(row, "take_back", by=by, now=now, why=why)


def sign(*, row: Custody, by: Actor, now: datetime, code: str = "", drawn: SealedFile | None = None) -> None:
    """Sign the receipt: the customer on his page, by the digits there read out at the counter, or drawn by hand."""
    lock(row)
    how = "page"
    if "customer" not in by.roles:
        how = "drawn" if drawn else "digits"
        if drawn is not None:
            add_photo(row=row, moment="signature", file=drawn, by=by, now=now)
        else:
            codes.use(row, RECEIPT, code, now=now)
    _held(row, "sign", {"how": how}, {"signed_how": how}, by=by, now=now)


def _held(
    row: Custody, step: str, facts: Mapping[str, object], sets: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    clocks.meet(row.stream(), BRING, now=now)
    move(row, step, by=by, now=now, facts={**facts, "outlet": row.outlet.code}, sets=sets)


def send_in(*, row: Custody, carrier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Say with whom the parcel travels here, and under which number."""
    lock(row)
    _travels(row, "send_in", "in", carrier, waybill, by=by, now=now)
    clocks.meet(row.stream(), BRING, now=now)


def send_back(*, row: Custody, carrier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Send the thing back to the customer, who can follow it by its number. It may also go so that was brought."""
    lock(row)
    clocks.meet(row.stream(), COLLECT, now=now)
    _travels(row, "send_back", "back", carrier, waybill, by=by, now=now)


def _travels(row: Custody, step: str, way: str, carrier: str, waybill: str, *, by: Actor, now: datetime) -> None:
    if carrier not in CARRIERS:
        raise Invalid("carrier", expected=" | ".join(CARRIERS), got=carrier[:16])
    sets = {f"carrier_{way}": carrier, f"waybill_{way}": waybill, "reminded": 0}
    move(row, step, by=by, now=now, with_whom=waybill, facts={"carrier": carrier, "waybill": waybill}, sets=sets)
    clocks.start(TRANSIT, row.stream(), whose=str(row.outlet.organisation_id), now=now)


def arrive(*, row: Custody, shelf: str, damaged: bool, by: Actor, now: datetime) -> None:
    """Take a parcel in, unopened; with a damaged wrapping a claim is opened at once."""
    lock(row)
    was_missing = row.state == "missing"
    move(row, "arrive", by=by, now=now, facts={"damaged": damaged}, sets={"shelf": shelf})
    clocks.stop(row.stream(), BRING, TRANSIT, now=now)
    if was_missing:
        parcels.drop_lost_claim(row, now=now)
    if damaged:
        parcels.open_claim(row, way="back" if row.waybill_back else "in", what="damaged", by=by, now=now)
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
    _write_receipt(row, condition, accessories, remark, serial, shelf, moment="opening")
    how = "witness" if seen else "video"
    facts, sets = {"how": how, "receipt": receipt_told(row)}, {"signed_how": how, "witness": witness if seen else None}
    _held(row, "open", facts, sets, by=by, now=now)
    clocks.meet(row.stream(), UNPACK, now=now)
    if damaged:
        parcels.open_claim(row, way="back" if row.waybill_back else "in", what="damaged", by=by, now=now)


def to_bench(row: Custody, technician: Technician, *, by: Actor, now: datetime) -> None:
    """Hand the thing to whoever works on it; expects it held."""
    move(row, "to_bench", by=by, now=now, with_whom=technician.number, facts={"technician": technician.number})


def from_bench(row: Custody, *, by: Actor, now: datetime) -> None:
    """Put the thing back on its shelf: the work stops for now."""
    lock(row)
    move(row, "from_bench", by=by, now=now)


def make_ready(*, row: Custody, mended: bool, by: Actor, now: datetime, why: str = "") -> None:
    """Say that the thing can go back, mended or as it came; the customer is told and has his code."""
    lock(row)
    facts = {"mended": mended, "outlet": row.outlet.code}
    move(row, "make_ready", by=by, now=now, facts=facts, sets={"mended": mended, "reminded": 0}, why=why)
    codes.issue(row, PICKUP, now=now)
    clocks.start(COLLECT, row.stream(), whose=_waits_for(row), now=now)


def _waits_for(row: Custody) -> str:
    return "customer" if row.mode == "drop_off" else str(row.outlet.organisation_id)


def keep_on(*, row: Custody, by: Actor, now: datetime, why: str = "") -> None:
    """Keep the thing here after all: more is to be done on it."""
    lock(row)
    move(row, "keep_on", by=by, now=now, why=why, sets={"mended": None})
    clocks.stop(row.stream(), COLLECT, now=now)


def hand_back(*, row: Custody, code: str, by: Actor, now: datetime) -> None:
    """Hand the thing to whoever reads out the customer's code."""
    lock(row)
    codes.use(row, PICKUP, code, now=now)
    clocks.meet(row.stream(), COLLECT, now=now)
    _returned(row, "hand_back", "code", by=by, now=now)


def receive(*, row: Custody, damaged: bool = False, by: Actor, now: datetime, how: str = "click") -> None:
    """Say that the parcel came back; broken on its way, a claim is opened."""
    lock(row)
    was_missing = row.state == "missing"
    if was_missing:
        parcels.drop_lost_claim(row, now=now)
    if damaged:
        parcels.open_claim(row, way="back", what="damaged", by=by, now=now)
    clocks.meet(row.stream(), TRANSIT, now=now)
    _returned(row, "receive", how, by=by, now=now, damaged=damaged)


def _returned(row: Custody, step: str, how: str, *, by: Actor, now: datetime, damaged: bool = False) -> None:
    facts = {"how": how, "mended": row.mended, "damaged": damaged, "outlet": row.outlet.code}
    move(row, step, by=by, now=now, facts=facts)
    _part(row, now)


def miss(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Say that a parcel doesn't come: a claim is opened, and the carrier is asked."""
    lock(row)
    way = "back" if row.state == "sent_back" else "in"
    move(row, "miss", by=by, now=now, with_whom=row.with_whom, facts={"way": way}, why=why)
    clocks.stop(row.stream(), TRANSIT, now=now)
    parcels.open_claim(row, way=way, what="lost", by=by, now=now)


def write_off(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Give a missing parcel up: the claim goes on, the thing doesn't come back."""
    lock(row)
    move(row, "write_off", by=by, now=now, with_whom=row.with_whom, why=why)
    _part(row, now)


def call_off(row: Custody, *, why: str, by: Actor, now: datetime) -> None:
    """Expect the thing no more."""
    lock(row)
    move(row, "call_off", by=by if "customer" in by.roles or by.kind == "staff" else SYSTEM, now=now, why=why)
    clocks.stop(row.stream(), BRING, now=now)
    _part(row, now)


def _part(row: Custody, now: datetime) -> None:
    at = now + timedelta(days=settings.get("custody.seen_d", at=now))
    people.leave(people.Side(role="outlet", organisation=row.outlet.organisation), stream=row.stream(), at=at)
