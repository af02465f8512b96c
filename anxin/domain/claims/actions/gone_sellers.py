"""A merchant left, or answers nothing any more, or does again: each of its open claims says so to who waits there."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import Entry
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Organisation

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
    for claim in Claim.objects.filter(seller=house).exclude(state__in=Claim.MACHINE.ends).order_by("pk"):
        timeline.write(claim.stream(), SAYS[fact.code], by=SYSTEM, now=now, facts=facts)


def seller_heard(claim: Claim, *, by: Actor, now: datetime) -> None:
    """Say that somebody of a merchant that answered nothing was heard on a claim, which reads so from here on."""
    if claim.seller.silent_at is not None and by.organisation == str(claim.seller_id):
        timeline.write(claim.stream(), "claims.seller_back", by=by, now=now)
        claim.seller.refresh_from_db()
