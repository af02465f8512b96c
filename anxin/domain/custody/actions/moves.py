"""A thing changes hands: expected, taken in, at the bench, ready, back; each move says who has it now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.inserts import insert_new
from anxin.core.states import begin, can, change, lock, transition
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.custody import rules
from anxin.domain.custody.actions import codes
from anxin.domain.custody.actions.stays import came_here, part
from anxin.domain.custody.choices import ACCESSORIES, FINE, MOMENTS
from anxin.domain.custody.models import Custody, CustodyPhoto
from anxin.domain.custody.queries.witnesses import receipt_told
from anxin.domain.custody.states import CUSTODY
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people

BRING, COLLECT, DECIDE, ELSEWHERE = "custody.bring", "custody.collect", "custody.decide", "custody.elsewhere"
RECEIPT, PICKUP = "receipt", "pickup"


class Contradicts(Invalid):
    """A receipt says that the thing is as good as new, and what is to be seen on it."""

    code = "custody.contradicts"


class NoReceipt(Invalid):
    """A receipt says what the thing looks like, in words and in a picture."""

    code = "custody.no_receipt"


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
    begin(
        row,
        by=by,
        now=now,
        facts={"holder": row.holder, "with": "", "outlet": outlet.code, "brought": mode == "drop_off"},
    )
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
    """Make a step of a held thing, and say who has it from here on.

    A step to where nothing becomes of it without its outlet ends the search for another.
    """
    line = CUSTODY.step(step, row.state)
    holder = rules.HOLDERS[line.to] if line else row.holder
    whom = with_whom or (row.outlet.code if holder == "outlet" else "")
    told = {**(facts or {}), "holder": holder, "with": whom}
    kept = {**(sets or {}), "holder": holder, "with_whom": whom}
    if line and row.stuck_why and line.to not in rules.WITHOUT_ITS_OUTLET[row.stuck_why]:
        kept["stuck_why"] = ""
        clocks.stop(row.stream(), ELSEWHERE, now=now)
    return transition(row, step, by=by, now=now, facts=told, sets=kept, why=why)


def add_photo(*, row: Custody, moment: str, file: SealedFile, by: Actor, now: datetime) -> CustodyPhoto:
    """Add a sealed picture or video of the thing; the same one twice changes nothing."""
    if moment not in MOMENTS:
        raise Invalid("moment", expected=" | ".join(MOMENTS), got=moment)
    lock(row)
    if row.state != "expected" and not can(row, "photographed"):
        raise WrongState({"machine": "custody", "state": row.state, "step": "add_photo"})
    photo = CustodyPhoto(custody=row, moment=moment, file=file.sha256, media=file.kind, size=file.size, at=now)
    if not insert_new(photo):
        return row.photos.get(moment=moment, file=file.sha256)
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
    write_receipt(row, condition, accessories, remark, serial, shelf, moment="receipt")
    there = came_here(row, by=by, now=now)
    facts = {"receipt": receipt_told(row), "outlet": row.outlet.code if there else None}
    move(row, "take_in", by=by, now=now, facts=facts)
    codes.issue(row, RECEIPT, now=now)


def write_receipt(
    row: Custody,
    condition: Sequence[str],
    accessories: Sequence[str],
    remark: str,
    serial: str,
    shelf: str,
    *,
    moment: str,
) -> None:
    """Write down what the thing looks like and what came with it. Raises `NoReceipt`, `Contradicts`."""
    if FINE in condition and len(set(condition)) > 1:
        raise Contradicts("condition", got=" ".join(condition))
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
    count_held(row, "sign", {"how": how}, {"signed_how": how}, by=by, now=now)


def count_held(
    row: Custody, step: str, facts: Mapping[str, object], sets: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    """Have the outlet answer for the thing from here on."""
    clocks.meet(row.stream(), BRING, now=now)
    move(row, step, by=by, now=now, facts={**facts, "outlet": row.outlet.code}, sets=sets)


def to_bench(row: Custody, technician: Technician, *, by: Actor, now: datetime) -> None:
    """Hand the thing to whoever works on it; expects it held."""
    move(row, "to_bench", by=by, now=now, with_whom=technician.number, facts={"technician": technician.number})


def from_bench(row: Custody, *, by: Actor, now: datetime) -> None:
    """Put the thing back on its shelf: the work stops for now."""
    lock(row)
    move(row, "from_bench", by=by, now=now)


def make_ready(*, row: Custody, mended: bool, by: Actor, now: datetime, why: str = "") -> None:
    """Make the thing ready to go back, mended or as it came; the customer gets a message and his code."""
    lock(row)
    facts, sets = {"mended": mended, "outlet": row.outlet.code}, {"mended": mended, **kept_until(now)}
    move(row, "make_ready", by=by, now=now, facts=facts, sets=sets, why=why)
    codes.issue(row, PICKUP, now=now)
    clocks.start(COLLECT, row.stream(), whose=waits_for(row), now=now)


def kept_until(now: datetime) -> dict[str, object]:
    """Return what is set of a thing that is ready from now on: until when it is kept, and that nobody was reminded."""
    return {"reminded": 0, "decide_at": now + timedelta(days=settings.get("custody.term_d", at=now))}


def waits_for(row: Custody) -> str:
    """Return who has to see to it that a thing that is ready goes back."""
    return "customer" if row.mode == "drop_off" else str(row.outlet.organisation_id)


def keep_on(*, row: Custody, by: Actor, now: datetime, why: str = "") -> None:
    """Keep the thing here after all: more is to be done on it."""
    lock(row)
    move(row, "keep_on", by=by, now=now, why=why, sets={"mended": None, "decide_at": None, "goes_home": False})
    clocks.stop(row.stream(), COLLECT, DECIDE, now=now)


def hand_back(*, row: Custody, by: Actor, now: datetime, code: str = "", drawn: SealedFile | None = None) -> None:
    """Hand the thing to whoever reads out the customer's code, or shows the paper receipt and signs."""
    lock(row)
    if drawn is not None:
        add_photo(row=row, moment="collected", file=drawn, by=by, now=now)
        codes.spend(row, PICKUP, now=now)
    else:
        codes.use(row, PICKUP, code, now=now)
    collected(row, now)
    count_returned(row, "hand_back", "drawn" if drawn else "code", by=by, now=now)


def collected(row: Custody, now: datetime) -> None:
    """Have nobody wait any more for a thing that was ready: it goes."""
    clocks.meet(row.stream(), COLLECT, now=now)
    clocks.stop(row.stream(), DECIDE, now=now)


def count_returned(row: Custody, step: str, how: str, *, by: Actor, now: datetime, damaged: bool = False) -> None:
    """Have the customer answer for the thing again."""
    facts = {"how": how, "mended": row.mended, "damaged": damaged, "outlet": row.outlet.code}
    move(row, step, by=by, now=now, facts=facts)
    part(row, now)


def call_off(row: Custody, *, why: str, by: Actor, now: datetime) -> None:
    """Expect the thing no more."""
    lock(row)
    move(row, "call_off", by=by if "customer" in by.roles or by.kind == "staff" else SYSTEM, now=now, why=why)
    clocks.stop(row.stream(), BRING, now=now)
    part(row, now)
