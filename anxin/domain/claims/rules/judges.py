"""Who may judge a claim, and when a second person looks."""

from dataclasses import dataclass, replace
from datetime import datetime

from anxin.domain.claims.rules import THERE

MOST = 4
"""So many reviewers one claim may take: who decides and who confirms it, and on appeal two that are neither."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Somebody who wants to decide, and what ties him to the case."""

    key: str
    organisation: str
    is_buyer: bool
    roles: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Whose case it is, who drafted the merchant's answer, and who has judged before."""

    seller: str
    platform: str
    drafters: frozenset[str]
    judged_before: frozenset[str]
    assigned_to: str = ""

    def assigned(self, reviewer: str) -> "Parties":
        """Return the case as one that somebody has taken."""
        return replace(self, assigned_to=reviewer)


def why_not_judge(judge: Judge, case: Parties) -> str:
    """Return the code of why somebody may not decide; empty when he may."""
    if "reviewer" not in judge.roles:
        return "not_reviewer"
    if judge.is_buyer:
        return "own_case"
    if judge.organisation in (case.seller, case.platform):
        return "own_unit"
    if judge.key in case.drafters:
        return "drafted_answer"
    if judge.key in case.judged_before:
        return "judged_before"
    return "with_another" if case.assigned_to not in ("", judge.key) else ""


@dataclass(frozen=True, kw_only=True)
class DecisionLock:
    """Why a decision can't be made yet: a code and when it opens by itself, if it does."""

    why: str
    opens_at: datetime | None = None
    labels: tuple[str, ...] = ()


def is_there(*, forum: str, state: str) -> bool:
    """Return whether a claim that was answered waits for a platform's outcome only."""
    return forum == "platform" and state in THERE


def locks(
    *,
    state: str,
    heard: bool,
    answer_due_at: datetime | None,
    waiting: tuple[str, ...],
    unread: tuple[str, ...],
    evidence_due_at: datetime | None,
    unverified: bool = False,
    elsewhere: bool = False,
) -> tuple[DecisionLock, ...]:
    """Return what still stands before a decision: the merchant unheard, a picture without outcome or new since.

    `elsewhere`: a platform decides, and nobody here does.
    """
    if elsewhere:
        return (DecisionLock(why="platform"),)
    found = []
    if not heard:
        found.append(DecisionLock(why="merchant_unheard", opens_at=answer_due_at))
    if waiting:
        found.append(DecisionLock(why="unexamined", labels=waiting))
    if unverified:
        found.append(DecisionLock(why="unverified"))
    if unread:
        found.append(DecisionLock(why="evidence_since", labels=unread))
    if state == "need_evidence":
        found.append(DecisionLock(why="evidence_asked", opens_at=evidence_due_at))
    elif heard and state == "offer_made":
        found.append(DecisionLock(why="offer_open"))
    elif heard and state != "review":
        found.append(DecisionLock(why="not_in_review"))
    return tuple(found)


def why_second(*, amount_fen: int, from_fen: int, fraud_said: bool, labelled: bool) -> str:
    """Return why a second person must look; empty where none is needed."""
    if fraud_said:
        return "fraud_said"
    if labelled:
        return "label"
    return "sum" if amount_fen >= from_fen else ""
