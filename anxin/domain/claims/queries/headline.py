"""What a claim's page says first to its buyer: the facts the rule looks at, all of them on the page already."""

from datetime import datetime

from anxin.core.headlines import Headline, Ran
from anxin.domain.claims.queries.views import ClaimView
from anxin.domain.claims.rules import MONEY, headline
from anxin.domain.claims.states import CLAIM


def headline_of(view: ClaimView, *, now: datetime) -> Headline:
    """Return what is so now, and what comes next (no query)."""
    ran = (
        Ran(kind=clock.kind, due_at=clock.due_at, open=clock.met_at is None)
        for clock in view.clocks
        if clock.paused_since is None
    )
    late, late_by = headline.overdue(ran, claim=view.state, forum=view.forum, now=now)
    asked = view.challenge if view.challenge and view.challenge.is_open(now=now) else None
    return headline.headline(
        headline.ClaimHeadlineFacts(
            claim=view.state,
            forum=view.forum,
            agreed=view.agreement.kind if view.agreement else "",
            hearing=view.hearing,
            cause=view.hearing_cause,
            asked_back=view.asked_back,
            own_appeal=view.hearing_cause == "buyer",
            asked=asked.kind if asked else "",
            accepted=bool(view.decision and view.decision.buyer_accepted_at),
            waybill=bool(view.return_waybill),
            address_needed=view.address_needed,
            nowhere=view.nowhere,
            paying=_paying(view),
            goods_due=view.records.goods_until is not None,
            repairing=view.repairing,
            unsent=view.unsent is not None,
            outcome=view.outcome,
            contradictable=view.contradictable_until is not None,
            may_add=view.may_add,
            still_needed=bool(view.still_needed),
            doors=bool(view.doors),
            may=frozenset(step.name for step in view.buttons),
            longer=view.answers_longer,
            late=late,
            late_by=late_by,
        )
    )


def said_to_merchant(view: ClaimView) -> str:
    """Return the code of what the merchant reads first beside his answer (no query)."""
    waybill = bool(view.return_waybill)
    told = {
        "answered": view.waits_there,
        "waybill": waybill,
        "unheard": unanswered_there(view) is not None,
        "unsent": view.unsent is not None,
        "asked_back": view.asked_back,
        "owes": any(one.by_shop for one in view.payouts),
        "filed": any(one.filed_fen for one in view.payouts),
        "goods_due": view.records.goods_until is not None,
        "sent": any(one.sent_for_shop for one in view.payouts),
    }
    return headline.to_merchant(view.state, forum=view.forum, cause=view.hearing_cause, **told)


def unanswered_there(view: ClaimView) -> datetime | None:
    """Return when a platform's time for the merchant's answer passed without one; None where that isn't so."""
    if not view.waits_there or view.answers[-1].kind != "timeout":
        return None
    due = (clock.due_at for clock in view.clocks if clock.kind == "claims.answer")
    return next(due, view.answers[-1].at)


def is_unanswered(view: ClaimView) -> bool:
    """Return whether the merchant's time to answer ran out, and a person looks at it now (no query)."""
    return bool(view.answers) and view.answers[-1].kind == "timeout" and view.state in CLAIM.capabilities["take_case"]


def is_open_again(view: ClaimView) -> bool:
    """Return whether what was given last counts no more: a person decides anew, without anybody's appeal (no query)."""
    return view.decision is not None and view.state in CLAIM.capabilities["take_case"] and view.hearing != "appeal"


def _paying(view: ClaimView) -> str:
    if not view.payouts:
        waits = view.state == "executing" and view.decision is not None and view.decision.remedy in MONEY
        return "waits" if waits else ""
    if any(payout.asked and not payout.payee for payout in view.payouts):
        return "returned" if any(payout.returned for payout in view.payouts) else "account"
    if any(payout.by_shop for payout in view.payouts):
        return "by_shop"
    if any(payout.by_hand for payout in view.payouts):
        return "by_hand"
    return "failed" if all(payout.failed for payout in view.payouts) else "out"
