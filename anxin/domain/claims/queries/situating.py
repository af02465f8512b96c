"""The situation of a claim, as its commands' rules look at it for one actor."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.states import can
from anxin.core.states import hold as lock
from anxin.domain.claims import rules
from anxin.domain.claims.models import Appeal, Claim, Decision, Dispute
from anxin.domain.claims.queries import finding
from anxin.domain.claims.queries.seeking import granted
from anxin.domain.claims.rules.situation import Situation
from anxin.domain.claims.states import REFERRAL
from anxin.domain.evidence import queries as evidence
from anxin.domain.threads import queries as threads
from anxin.domain.visits import queries as visits


def situation(row: Claim, *, by: Actor, now: datetime, hold: bool = False) -> Situation:
    """Return the situation of a claim (at most twelve queries); `hold` locks the claim first.

    What stands beside a claim changes under its lock only, so the claim's own is the one that is needed.
    """
    if hold:
        lock(row)
    side, reviewer = threads.side_of(by), "reviewer" in by.roles
    hearing = finding.hearing_of(row) if can(row, "take_case") else None
    decisions = list(row.decisions.defer("reason_sealed", "found_sealed").order_by("-created_at"))
    last = _foremost(decisions)
    outcome = getattr(row, "platform_outcome", None) if row.forum == Claim.Forum.PLATFORM else None
    recovery = row.recoveries.order_by("-created_at").first() if outcome else None
    bar, bar_taking = _bars(row, by, hearing, decisions) if reviewer and can(row, "judge") else ("", "")
    return Situation(
        claim=row.state,
        forum=row.forum,
        side=side,
        decision=last.state if last else "",
        recovery=recovery.state if recovery else "",
        referral=_referral(row, side),
        bar=bar,
        bar_taking=bar_taking,
        hearing="" if hearing is None else hearing.MACHINE.name,
        hearing_taken=hearing is not None and bool(hearing.reviewer),
        appealed_by_me=hearing is not None and hearing.opened_by == by.key,
        proposal_mine=last is not None and last.decided_by == by.key,
        decision_agreed=last is not None and last.kind == Decision.Kind.AGREED,
        remedy=last.remedy if last else "",
        accepted=last is not None and getattr(last, f"{side}_accepted_at", None) is not None,
        agreed=side == "merchant" and can(row, "judge") and finding.agreement(row) is not None,
        platform_outcome=outcome.what if outcome else "",
        payouts_failed="finance" in by.roles and row.state == "executing" and _all_failed(row),
        visit=reviewer and can(row, "judge") and visits.latest_of(row.stream()) is not None,
        unexamined=reviewer and any(one and one.state == "asked" for _, one in evidence.outcomes(row.stream())),
        capture_open=reviewer and evidence.capture_open(row.stream()) is not None,
        granted=rules.opens_cases(by.roles) and bool(granted(row, now=now)),
    )


def _foremost(decisions: Sequence[Decision]) -> Decision | None:
    """Return the draft, else the one that was given, else the newest."""
    ranked = (one for state in ("proposed", "given", "final") for one in decisions if one.state == state)
    return next(ranked, decisions[0] if decisions else None)


def _bars(row: Claim, by: Actor, hearing: Dispute | Appeal | None, decisions: Sequence[Decision]) -> tuple[str, str]:
    """Return why a reviewer may not judge a claim, and why he may not take it over (three queries at most)."""
    judge, case = finding.judging(row, by, hearing, decisions)
    taken = hearing.reviewer if hearing else ""
    return rules.why_not_judge(judge, case.assigned(taken)), rules.why_not_judge(judge, case)


def _referral(row: Claim, side: str) -> str:
    """Return the state of a door that was used and has not come to its end; a side looks at its own."""
    rows = row.referrals.exclude(state__in=REFERRAL.ends)
    mine = rows if side == "desk" else rows.filter(side=side)
    return mine.order_by("created_at").values_list("state", flat=True).first() or ""


def _all_failed(row: Claim) -> bool:
    states = set(row.payouts.values_list("payment__state", flat=True))
    return states == {"failed"}
