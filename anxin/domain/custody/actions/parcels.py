"""A parcel that was lost or came broken: what is claimed of its carrier, and what becomes of that."""

from datetime import datetime

from django.db.models import QuerySet

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Missing
from anxin.core.states import begin, lock, transition
from anxin.domain.custody.models import Custody, ParcelClaim
from anxin.domain.custody.states import PARCEL_CLAIM

CLAIM = "custody.claim"


class NoSuchClaim(Missing):
    """Nothing is claimed for a parcel of this case."""

    code = "custody.no_such_claim"


def open_claim(row: Custody, *, way: str, what: str, by: Actor, now: datetime) -> ParcelClaim:
    """Open a claim for a parcel; one that is open for the same way is given back. Expects the custody held."""
    if known := running(row).filter(way=way).first():
        return known
    back = way == "back"
    carrier, waybill = (row.carrier_back, row.waybill_back) if back else (row.carrier_in, row.waybill_in)
    claim = ParcelClaim(custody=row, way=way, what=what, carrier=carrier, waybill=waybill)
    begin(claim, by=by, now=now, facts={"what": what, "way": way, "waybill": waybill, "amount_fen": 0})
    clocks.start(CLAIM, row.stream(), whose=str(row.outlet.organisation_id), now=now)
    return claim


def running(row: Custody) -> QuerySet[ParcelClaim]:
    """Return the claims of a thing's parcels that are not over."""
    return row.claims.exclude(state__in=PARCEL_CLAIM.ends).order_by("created_at")


def _claim(row: Custody) -> ParcelClaim:
    found = running(row).first()
    if found is None:
        raise NoSuchClaim({"number": row.number})
    lock(found)
    return found


def file_claim(*, row: Custody, reference: str, by: Actor, now: datetime) -> None:
    """Note that the claim lies with the carrier, under its number there."""
    claim = _claim(row)
    transition(claim, "file", by=by, now=now, facts={"reference": reference}, sets={"reference": reference})
    clocks.meet(row.stream(), CLAIM, now=now)


def settle_claim(*, row: Custody, amount_fen: int, why: str, by: Actor, now: datetime) -> None:
    """Say what was made good, and how; the customer reads it."""
    claim = _claim(row)
    told = {"amount_fen": amount_fen}
    transition(claim, "settle", by=by, now=now, facts=told, sets=told, why=why)
    clocks.stop(row.stream(), CLAIM, now=now)


def refuse_claim(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Note that the carrier refused; it may be filed again with more, settled by the house, or dropped."""
    transition(_claim(row), "refuse", by=by, now=now, why=why)


def drop_claim(row: Custody, *, why: str, now: datetime, by: Actor = SYSTEM) -> None:
    """Drop the claims that are open: what was missing has come."""
    for claim in running(row):
        lock(claim)
        transition(claim, "drop", by=by, now=now, why=why)
    clocks.stop(row.stream(), CLAIM, now=now)
