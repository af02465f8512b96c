"""The way of a claim as its buyer sees it: which steps are done, which one runs, and what follows if it is late."""

from dataclasses import dataclass
from datetime import datetime

from anxin.domain.claims.states import CLAIM, HEARD

STEPS = ("filed", "answer", "decision", "carrying_out", "closed")
LAST = 4
AT = {
    **dict.fromkeys(("submitted", "merchant_answer", "offer_made"), 1),
    **dict.fromkeys(("review", "need_evidence", "decided"), 2),
    **dict.fromkeys(("waiting_return", "inspecting", "executing"), 3),
    **dict.fromkeys(CLAIM.capabilities["over"], LAST),
}
"""At which step a claim stands in each state."""


@dataclass(frozen=True, kw_only=True)
class ClaimStepperFacts:
    """What the steps are derived from; `heard` is the kind of the merchant's last answer.

    `goods_due`: the merchant's time to send the goods back to their buyer counts now.
    `said`: what a platform decided is told by nobody who proves it, so it is not decided yet.
    """

    claim: str
    forum: str
    statutory: bool
    filed_at: datetime | None
    answered_at: datetime | None
    heard: str
    decision: str
    decided_at: datetime | None
    outcome_there: bool
    waybill: str
    paid: bool
    replaced: bool
    repairing: bool
    ended_at: datetime | None
    paused: bool
    goods_due: bool = False
    said: bool = False


@dataclass(frozen=True, kw_only=True)
class ClaimStage:
    """One step: its name, done, now, paused or todo, since when, a note, and what follows if it is late (codes)."""

    name: str
    state: str
    at: datetime | None
    note: str
    if_late: str
    runs: bool


def stepper(sight: ClaimStepperFacts) -> tuple[ClaimStage, ...]:
    """Derive the steps; at the end what never was is left out, not ticked off."""
    at = AT["review"] if sight.said else AT[sight.claim]
    return tuple(
        ClaimStage(
            name=_name(sight, code),
            state=_state(n, at, paused=sight.paused),
            at=_time(sight, code) if n <= at else None,
            note=_note(sight, code) if n <= at else "",
            if_late=_if_late(sight) if n == at else "",
            runs=n == at,
        )
        for n, code in enumerate(STEPS)
        if at < LAST or _happened(sight, code)
    )


def _name(sight: ClaimStepperFacts, code: str) -> str:
    if code == "decision" and sight.forum == "platform":
        return "decision_there"
    return "withdrawn" if code == "closed" and sight.claim == "withdrawn" else code


def _happened(sight: ClaimStepperFacts, code: str) -> bool:
    taken = {
        "answer": sight.heard or sight.statutory,
        "decision": sight.decision or sight.outcome_there or (sight.statutory and sight.waybill),
        "carrying_out": sight.paid or sight.waybill or sight.replaced or sight.repairing,
    }
    return bool(taken.get(code, True))


def _state(n: int, at: int, *, paused: bool) -> str:
    if n < at or (n == at == LAST):
        return "done"
    if n > at:
        return "todo"
    return "paused" if paused else "now"


def _time(sight: ClaimStepperFacts, code: str) -> datetime | None:
    decided_at = sight.decided_at if sight.decision != "agreed" else None
    times = {"filed": sight.filed_at, "answer": sight.answered_at, "decision": decided_at, "closed": sight.ended_at}
    return times.get(code)


def _note(sight: ClaimStepperFacts, code: str) -> str:
    if code == "answer":
        return "by_law" if sight.statutory else sight.heard
    if code == "decision" and sight.claim not in ("withdrawn", "outcome_taken", *CLAIM.capabilities["take_case"]):
        return "at_once" if sight.statutory else "both_agree" if sight.decision == "agreed" else ""
    return "sent_back" if code == "carrying_out" and sight.waybill else ""


def _if_late(sight: ClaimStepperFacts) -> str:
    if sight.claim == "executing" and sight.goods_due:
        return "goods"
    if sight.claim == "executing":
        return "paying" if sight.paid else "repairing" if sight.repairing else "executing"
    if sight.said or (sight.forum == "platform" and sight.claim in HEARD.split()):
        return ""
    return "" if sight.claim == "waiting_return" and sight.waybill else sight.claim
