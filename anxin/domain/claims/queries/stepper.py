"""The steps of a claim's page, of what is on the page already."""

from anxin.domain.claims.queries.returned_goods import SENDS
from anxin.domain.claims.queries.views import ClaimView
from anxin.domain.claims.rules import SAYS, stepper
from anxin.domain.claims.states import CLAIM

CLOSING = ("claim.close", "claim.withdraw", "claim.return_lapses", "claim.take_outcome")


def steps_of(view: ClaimView) -> tuple[stepper.ClaimStage, ...]:
    """Return the way of a claim for its buyer (no query); of one filed elsewhere nothing says at what moment."""
    over = view.state in CLAIM.capabilities["over"]
    return stepper.stepper(
        stepper.ClaimStepperFacts(
            claim=view.state,
            forum=view.forum,
            statutory=view.statutory,
            filed_at=None if view.old_number else view.created_at,
            answered_at=view.answers[0].at if view.answers else None,
            heard=view.answers[-1].kind if view.answers else "",
            decision=view.decision.kind if view.decision else "",
            decided_at=view.decision.given_at if view.decision else None,
            said=view.state == "outcome_taken" and view.outcome.startswith(SAYS),
            outcome_there=bool(view.platform_outcome),
            waybill=view.return_waybill,
            paid=bool(view.payouts),
            replaced=bool(view.replacement_waybill),
            repairing=view.repairing,
            ended_at=next((one.at for one in view.timeline if one.code in CLOSING), None) if over else None,
            paused=bool(view.clock_now and view.clock_now.paused_since),
            goods_due=view.clock_now is not None and view.clock_now.kind == SENDS,
        )
    )
