"""A refund that the shop says it gave and the buyer says did not arrive: its merchant names its number."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import can, lock
from anxin.domain.claims.actions.answers import answer, check_mine
from anxin.domain.claims.choices import NOT_REFUNDED
from anxin.domain.claims.models import Claim
from anxin.domain.claims.wording.answers import sealed_number

NUMBERED = "claims.refund_numbered"


def show_refund(*, claim: Claim, reference: str, reason: str = "", by: Actor, now: datetime) -> None:
    """Name, as the merchant, the number a refund has on its platform: his answer, or proof for who decides by now."""
    if not reference.strip():
        raise Invalid("reference", expected="the refund's number on the platform", got="")
    check_mine(claim, by)
    lock(claim)
    if claim.reason != NOT_REFUNDED or not can(claim, "answer"):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "show_refund"})
    told = {one.facts["reference"] for one in timeline.facts_of(claim.stream(), code=NUMBERED)}
    if reference.strip() in told:
        return
    facts = {"reference": reference.strip()}
    timeline.write(claim.stream(), NUMBERED, by=by, now=now, facts=facts)
    if claim.state == "merchant_answer":
        answer(claim=claim, reason=f"{sealed_number(reference.strip())} {reason.strip()}".strip(), by=by, now=now)
