"""Claims on carriers: the list with what is claimed, paid and owed, and the situation of one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Missing
from anxin.core.gathered_rows import KeyText
from anxin.core.states import lock
from anxin.domain.custody.models import ParcelClaim
from anxin.domain.custody.rules.parcel_claim import ParcelClaimSituation
from anxin.domain.custody.states import DESK, PARCEL_CLAIM

MAY_SEE = frozenset(f"{DESK} finance operator".split())
SUMS = ("claimed_fen", "received_fen", "owed_fen", "given_up_fen", "amount_fen")
YEAR = timedelta(days=366)
CARRIER_CLAIMS_UNDER_WAY = Q(state__in=sorted({*PARCEL_CLAIM.states} - PARCEL_CLAIM.ends)) | Q(owed_fen__gt=0)


class NoSuchCarrierClaim(Missing):
    """There is no such claim on a carrier, or not for this actor."""

    code = "custody.no_such_carrier_claim"


def parcel_claim(key: str, *, actor: Actor) -> ParcelClaim:
    """Return a claim on a carrier by its id; raises `NoSuchCarrierClaim`."""
    try:
        found: ParcelClaim | None = _seen_by(actor).filter(pk=key).first()
    except ValidationError:
        found = None
    if found is None:
        raise NoSuchCarrierClaim({"claim": key[:40]})
    return found


def parcel_claims(actor: Actor, *, only: str, now: datetime) -> "QuerySet[ParcelClaim]":
    """Return claims on carriers, whose term ends first on top: under way, `late` or in a state.

    What has ended, and `all`, is listed newest first: nothing presses, and it only grows.
    """
    clock = Clock.objects.filter(stream_kind="parcel_claim", stream_key=KeyText(OuterRef("pk")), met_at=None)
    due = clock.filter(stopped_at=None, missed_at=None).order_by("due_at").values("due_at")[:1]
    rows, over = _seen_by(actor).annotate(due_at=Subquery(due)), only_grows(only)
    if only == "late":
        missed = clock.filter(stopped_at=None, missed_at__isnull=False).values("missed_at")[:1]
        rows = rows.annotate(missed_at=Subquery(missed)).filter(CARRIER_CLAIMS_UNDER_WAY, missed_at__isnull=False)
    elif only in PARCEL_CLAIM.states:
        rows = rows.filter(state=only)
    elif only != "all":
        rows = rows.filter(CARRIER_CLAIMS_UNDER_WAY)
    return rows.order_by("-created_at", "-pk") if over else rows.order_by("due_at", "created_at", "pk")


def only_grows(only: str) -> bool:
    """Return whether nothing leaves a list: it is listed newest first, and summed for a year."""
    return only in {"all", *PARCEL_CLAIM.ends}


def summed(rows: "QuerySet[ParcelClaim]", *, only: str, now: datetime) -> "QuerySet[ParcelClaim]":
    """Return what of a list is summed: of one that only grows, its last year."""
    return rows.filter(created_at__gt=now - YEAR) if only_grows(only) else rows


def sums_of(rows: "QuerySet[ParcelClaim]") -> Mapping[str, int]:
    """Return what is claimed, paid, owed, given up and made good in all (one query)."""
    found = rows.order_by().aggregate(**{f"total_{name}": Sum(name, default=0) for name in SUMS})
    return {name: found[f"total_{name}"] for name in SUMS}


def parcel_claim_situation(
    row: ParcelClaim, *, by: Actor, now: datetime, under_lock: bool = False
) -> ParcelClaimSituation:
    """Return the situation of a claim for the commands; `under_lock` locks its custody and it first."""
    if under_lock:
        lock(row.custody, row)
    return ParcelClaimSituation(state=row.state, owed_fen=row.owed_fen)


def _seen_by(actor: Actor) -> "QuerySet[ParcelClaim, Any]":
    rows = ParcelClaim.objects.select_related("custody__outlet__organisation")
    return rows if actor.may(MAY_SEE) else rows.none()
