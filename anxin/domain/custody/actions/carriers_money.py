"""What a carrier owes for a claim: followed up until it is paid or given up, each payment booked once."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid
from anxin.core.money import format_fen
from anxin.core.states import change, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.custody.models import ParcelClaim, ParcelPayment
from anxin.domain.custody.states import PARCEL_CLAIM

CARRIER = "custody.carrier"


def follow_up(claim: ParcelClaim, *, now: datetime) -> None:
    """Have a claim that was filed followed up: the carrier answers and pays within its term, or is asked again."""
    clocks.stop(_own(claim), CARRIER, now=now)
    clocks.start(CARRIER, _own(claim), whose="carrier", now=now)


def stop_if_over(claim: ParcelClaim, *, now: datetime) -> None:
    """Follow a claim up no more where it has ended and nothing is owed."""
    if _is_over(claim):
        clocks.stop(_own(claim), CARRIER, now=now)


def carrier_silent(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The carrier's term is over and it still owes something: somebody asks again, and the term runs anew."""
    claim = ParcelClaim.objects.select_related("custody").get(pk=stream.key)
    if _is_over(claim):
        return
    facts = {"clock": clock.kind, "owed_fen": claim.owed_fen}
    timeline.write(claim.stream(), "custody.carrier_silent", by=SYSTEM, now=now, facts=facts)
    clocks.start(CARRIER, stream, whose="carrier", now=now)


def book_payment(*, claim: ParcelClaim, amount_fen: int, reference: str, by: Actor, now: datetime) -> ParcelPayment:
    """Book what the carrier paid, by the number of its transfer, once; no more than it owes."""
    lock(claim.custody, claim)
    if not 0 < amount_fen <= claim.owed_fen:
        raise Invalid(
            "amount_fen", expected=_("a sum up to {most}").format(most=format_fen(claim.owed_fen)), got=amount_fen
        )
    if claim.payments.filter(reference=reference).exists():
        raise Invalid("reference", expected=_("a number that no payment of this claim has"), got=reference)
    payment = ParcelPayment.objects.create(claim=claim, amount_fen=amount_fen, reference=reference, at=now)
    sums = {"received_fen": claim.received_fen + amount_fen, "owed_fen": claim.owed_fen - amount_fen}
    change(claim, sums)
    facts = {"row": payment.id, "amount_fen": amount_fen, "owed_fen": claim.owed_fen, "reference": reference}
    timeline.write(claim.stream(), "custody.carrier_paid", by=by, now=now, facts=facts)
    stop_if_over(claim, now=now)
    return payment


def give_up_rest(*, claim: ParcelClaim, why: str, by: Actor, now: datetime) -> None:
    """Ask the carrier no longer for the rest of a claim that was made good."""
    lock(claim.custody, claim)
    facts = {"amount_fen": claim.owed_fen}
    _give_up(claim)
    timeline.write(claim.stream(), "custody.rest_given_up", by=by, now=now, facts=facts, private={"why": why})
    stop_if_over(claim, now=now)


def drop(claim: ParcelClaim, *, why: str, by: Actor, now: datetime) -> None:
    """Drop a locked claim: what was owed for it is given up."""
    _give_up(claim)
    transition(claim, "drop", by=by, now=now, why=why)
    stop_if_over(claim, now=now)


def _give_up(claim: ParcelClaim) -> None:
    change(claim, {"given_up_fen": claim.given_up_fen + claim.owed_fen, "owed_fen": 0})


def _is_over(claim: ParcelClaim) -> bool:
    return claim.state in PARCEL_CLAIM.ends and not claim.owed_fen


def _own(claim: ParcelClaim) -> StreamKey:
    return StreamKey("parcel_claim", str(claim.pk))
