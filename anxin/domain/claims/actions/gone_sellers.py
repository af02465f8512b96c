"""A merchant left, or answers nothing any more, or does again: each of its open claims says so to who waits there."""

from datetime import datetime

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.domain.claims import queries
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Organisation


class SellerGone(WrongState):
    """The merchant left: what it would say yes to others would pay, so a reviewer decides."""

    code = "claims.seller_gone"


SAYS = {
    "departure.leave": "claims.seller_left",
    "opening.house_silent": "claims.seller_silent",
    "opening.house_answers": "claims.seller_answers",
}
"""What is said on a claim of what became of its seller, by the fact about the house."""


def seller_gone(*, fact: Entry, now: datetime) -> None:
    """Say on every open claim of a merchant what became of it; who pays from then on is said along."""
    house = Organisation.objects.get(pk=fact.stream_key.key)
    if house.kind != Organisation.Kind.MERCHANT:
        return
    facts = {"paid_by": house.paid_by} if house.paid_by else {}
    for key in Claim.objects.filter(seller=house).exclude(state__in=Claim.MACHINE.ends).order_by("pk").values("pk"):
        claim = queries.claim_by_key(str(key["pk"]))
        lock(claim)
        timeline.write(claim.stream(), SAYS[fact.code], by=SYSTEM, now=now, facts=facts)
        if queries.is_gone(claim):
            _to_reviewer(claim, now)


def _to_reviewer(claim: Claim, now: datetime) -> None:
    """Leave to a reviewer what a merchant offered, or said yes to, before it was gone: others would pay for it."""
    offered = claim.state == "offer_made"
    if claim.forum == Claim.Forum.OWN and (offered or (claim.state == "merchant_answer" and queries.last_yes(claim))):
        clocks.stop(claim.stream(), "claims.offer", now=now)
        transition(claim, "lose_seller", by=SYSTEM, now=now)
        open_dispute(claim, cause="seller_gone", by=SYSTEM, now=now)


def refuse_gone(claim: Claim) -> None:
    """Refuse a yes or an offer of a merchant that left: others would pay for it, so a reviewer decides."""
    if claim.forum == Claim.Forum.OWN and claim.seller.left_at is not None:
        raise SellerGone({"number": claim.number})


def seller_heard(claim: Claim, *, by: Actor, now: datetime) -> None:
    """Say that somebody of a merchant that answered nothing was heard on a claim, which reads so from here on."""
    if claim.seller.silent_at is not None and by.organisation == str(claim.seller_id):
        timeline.write(claim.stream(), "claims.seller_back", by=by, now=now)
        claim.seller.refresh_from_db()
