"""A parcel that was lost or came broken: what is claimed of its carrier, and what becomes of that."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, Missing
from anxin.core.money import format_fen
from anxin.core.states import begin, lock, transition
from anxin.domain.custody.actions import carriers_money
from anxin.domain.custody.models import Custody, ParcelClaim
from anxin.domain.custody.states import PARCEL_CLAIM

CLAIM = "custody.claim"


class NoSuchParcelClaim(Missing):
    """Nothing is claimed for a parcel of this case."""

    code = "custody.no_such_claim"


def open_claim(row: Custody, *, way: str, what: str, by: Actor, now: datetime) -> ParcelClaim:
    """Open a claim for a parcel; one that is open for the same way is given back. Expects the custody held."""
    if known := running(row).filter(way=way).first():
        return known
    back = way == "back"
    carrier, waybill = (row.carrier_back, row.waybill_back) if back else (row.carrier_in, row.waybill_in)
    claim = ParcelClaim(custody=row, way=way, what=what, carrier=carrier, waybill=waybill)
    facts = {"what": what, "way": way, "waybill": waybill, "amount_fen": 0}
    begin(claim, by=by, now=now, facts={**facts, "damaged": what == "damaged" or None})
    clocks.start(CLAIM, row.stream(), whose=str(row.outlet.organisation_id), now=now)
    return claim


def running(row: Custody) -> QuerySet[ParcelClaim]:
    """Return the claims of a thing's parcels that are not over."""
    return row.claims.exclude(state__in=PARCEL_CLAIM.ends).order_by("created_at")


def _claim(row: Custody, way: str) -> ParcelClaim:
    """Return the claim of a parcel's way, or the one there is; raise `NoSuchParcelClaim`, `Invalid` for one of two."""
    several = list(running(row).filter(way=way) if way else running(row)[:2])
    if not several:
        raise NoSuchParcelClaim({"number": row.number})
    if len(several) > 1:
        raise Invalid("way", expected=" | ".join(one.way for one in several), got="")
    lock(several[0])
    return several[0]


def file_claim(*, row: Custody, reference: str, claimed_fen: int, by: Actor, now: datetime, way: str = "") -> None:
    """Note that the claim lies with the carrier, under its number there, and over which sum; it is followed up."""
    claim = _claim(row, way)
    settled = claim.received_fen + claim.given_up_fen
    if claimed_fen < max(settled, 1):
        raise Invalid(
            "claimed_fen", expected=_("at least {least}").format(least=format_fen(max(settled, 1))), got=claimed_fen
        )
    facts = {"reference": reference, "claimed_fen": claimed_fen}
    sums = {"claimed_fen": claimed_fen, "owed_fen": claimed_fen - settled}
    transition(claim, "file", by=by, now=now, facts=facts, sets={"reference": reference, **sums})
    carriers_money.follow_up(claim, now=now)
    if not _to_file(row):
        clocks.meet(row.stream(), CLAIM, now=now)


def settle_claim(*, row: Custody, amount_fen: int, why: str, by: Actor, now: datetime, way: str = "") -> None:
    """Say what was made good, and how; the customer reads it."""
    if amount_fen < 0:
        raise Invalid("amount_fen", expected="nothing or more", got=amount_fen)
    claim = _claim(row, way)
    told = {"amount_fen": amount_fen}
    transition(claim, "settle", by=by, now=now, facts=told, sets=told, why=why)
    carriers_money.stop_if_over(claim, now=now)
    _ends(row, now)


def refuse_claim(*, row: Custody, why: str, by: Actor, now: datetime, way: str = "") -> None:
    """Note that the carrier refused; it may be filed again with more, settled by the house, or dropped."""
    transition(_claim(row, way), "refuse", by=by, now=now, why=why)


def drop_lost_claim(row: Custody, *, now: datetime) -> None:
    """Drop the claim for a lost parcel: it has come. What is claimed for another way, or for damage, goes on."""
    for claim in running(row).filter(what="lost"):
        lock(claim)
        carriers_money.drop(claim, why="found", by=SYSTEM, now=now)
    _ends(row, now)


def drop_claim(*, claim: ParcelClaim, why: str, by: Actor, now: datetime) -> None:
    """Drop a claim on a carrier: nothing more is asked of it, and nothing is made good."""
    row = claim.custody
    lock(row, claim)
    carriers_money.drop(claim, why=why, by=by, now=now)
    _ends(row, now)


def _to_file(row: Custody) -> bool:
    return running(row).filter(state="opened").exists()


def _ends(row: Custody, now: datetime) -> None:
    """Stop the clock of filing where nothing is left to be filed."""
    if not _to_file(row):
        clocks.stop(row.stream(), CLAIM, now=now)
