"""A merchant left, or answers nothing any more, or does again: each of its open claims says so to who waits there."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
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
