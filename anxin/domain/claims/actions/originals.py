"""A side hands in pictures, videos and documents of a claim."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.states import can, lock, transition
from anxin.domain.claims import queries, rules
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.denied_refunds import answers_denial
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence.models import Challenge, Link
from anxin.domain.threads import queries as threads


@dataclass(frozen=True, kw_only=True)
class PictureGiven:
    """A sealed file that comes with a claim, and what it shows."""

    file: SealedFile
    role: str = "whole"
    shot_at: datetime | None = None


def hand_in(
    *,
    claim: Claim,
    picture: PictureGiven,
    by: Actor,
    now: datetime,
    declaration: str = "",
    challenge: Challenge | None = None,
    side: str = "",
) -> Link:
    """Hand in a picture, video or document, from the side one stands on; a merchant's is compared anew.

    The desk may hand in for the buyer (`side`), and a platform's program does so always.
    """
    lock(claim)
    if not can(claim, "bring") and not answers_denial(claim, by):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "hand_in"})
    platform = by.organisation != "" and by.organisation == str(claim.platform_id or "")
    sides = rules.brings_for("platform" if platform else threads.side_of(by))
    side = side or next(iter(sides), "")
    if side not in sides:
        raise Invalid("side", expected=", ".join(sides), got=side)
    link = keep_original(claim, picture, side=side, declaration=declaration, challenge=challenge, by=by, now=now)
    if side == "merchant":
        for other in queries.pictures_of(claim, side="buyer"):
            evidence.examine_again(link=other, by=SYSTEM, now=now)
    if claim.state == "need_evidence" and side == "buyer":
        himself = by if by.roles & {"customer"} else SYSTEM
        transition(claim, "bring_evidence", by=himself, now=now, facts={"link": str(link.id), "brought": "buyer"})
        clocks.meet(claim.stream(), "claims.evidence", now=now)
        evidence.withdraw(stream=claim.stream(), by=SYSTEM, now=now)
        resume_ceiling(claim, now=now)
    return link


def keep_original(
    claim: Claim,
    one: PictureGiven,
    *,
    side: str,
    declaration: str,
    challenge: Challenge | None,
    by: Actor,
    now: datetime,
) -> Link:
    """Keep an original of a claim for its case, its owner and its side; return its place there."""
    party = f"person:{claim.buyer_id}" if side == "buyer" else f"organisation:{by.organisation}"
    return evidence.receive(
        file=one.file,
        stream=claim.stream(),
        owner_key=str(claim.seller_id),
        order_key=claim.purchase.order_key,
        party_key=party,
        side=side,
        role=one.role,
        declaration=declaration if side == "buyer" else "",
        challenge=challenge,
        shot_at=one.shot_at,
        claimed_at=claim.created_at,
        by=by,
        now=now,
    )


def resume_ceiling(claim: Claim, *, now: datetime) -> None:
    """Let the ceiling run again after the buyer's pause."""
    clock = clocks.open_clocks(claim.stream()).filter(kind="claims.ceiling").exclude(paused_since=None).first()
    if clock is not None:
        clocks.resume(clock, now=now)
