"""What lies beside a claim and changes under its lock only: answers, decisions, hearings, originals, requests.

Whoever holds the claim reads each kind once a block; a page reads what it shows.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from anxin.core.compiled_queries import compiled
from anxin.core.files import SealedFile
from anxin.core.states import beside, keep_beside, remember
from anxin.domain.claims.models import Answer, Appeal, Claim, Decision, Dispute
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.models import Capture, Challenge, Examination, Link

OPEN = ("opened", "assigned")
type Look = tuple[Link, Examination | None]


def answers_of(row: Claim) -> list[Answer]:
    """Return how the merchant was heard, oldest first (one query)."""
    return beside(row, "answers", lambda: [_of(row, one) for one in _answers(key=row.pk)], Answer)


def add_answer(row: Claim, answer: Answer, known: list[Answer]) -> None:
    """Remember an answer that was just given, after those known before it."""
    keep_beside(row, "answers", [*known, answer], Answer)


def decisions_of(row: Claim) -> list[Decision]:
    """Return the decisions, newest first, with the open appeals against them (one query)."""

    def read() -> list[Decision]:
        found = [_of(row, one) for one in _decisions(key=row.pk)]
        for appeal in map(_open_appeal, found):
            if appeal is not None:
                _of(row, appeal)
        return found

    return beside(row, "decisions", read, Decision, Appeal)


def add_decision(row: Claim, decision: Decision, known: list[Decision]) -> None:
    """Remember a decision that was just made, before those known already."""
    keep_beside(row, "decisions", [decision, *known], Decision, Appeal)


def decision_in(row: Claim, state: str) -> Decision | None:
    """Return the decision in a state; of several the newest."""
    return next((one for one in decisions_of(row) if one.state == state), None)


def counts_since(
    given: Decision, *, decisions: Iterable[Decision], answers: Callable[[], Iterable[Answer]]
) -> datetime:
    """Return since when what the shop gave is part of a decision's sum: since that was asked for, offered or ruled.

    One that takes another's place takes over what was given towards that.
    """
    if given.kind == Decision.Kind.AGREED:
        offers = (one.at for one in answers() if one.kind == "offer" and one.pk == given.answer_id)
        return next(offers, given.claim.created_at)
    first = next((one for one in decisions if one.pk == given.replaces_id), None)
    return counts_since(first, decisions=decisions, answers=answers) if first else given.created_at


def accepted_by(row: Claim, side: str) -> bool:
    """Return whether a side accepted the decision that is given."""
    given = decision_in(row, "given")
    return given is not None and getattr(given, f"{side}_accepted_at") is not None


def dispute_of(row: Claim) -> Dispute | None:
    """Return the open dispute (one query)."""
    return beside(row, "dispute", lambda: _dispute(row), Dispute)


def know(row: Claim, *, dispute: Dispute | None, challenged: bool) -> None:
    """Remember the open dispute, and that no picture was asked for, as it was read along with other things."""
    keep_beside(row, "dispute", dispute and _of(row, dispute), Dispute)
    if not challenged:
        keep_beside(row, "challenges", [], Challenge, Capture)


def appeal_of(row: Claim) -> Appeal | None:
    """Return the open appeal."""
    return appeal_against(decisions_of(row))


def appeal_against(decisions: Iterable[Decision]) -> Appeal | None:
    """Return the open appeal against one of some decisions."""
    return next((appeal for appeal in map(_open_appeal, decisions) if appeal is not None), None)


def _open_appeal(decision: Decision) -> Appeal | None:
    """Return the open appeal against a decision as it was read with it; against a new one there is none."""
    found: Appeal | None = getattr(decision, "open_appeal", None)
    return found if found is not None and found.state in OPEN else None


def hearing_of(row: Claim) -> Dispute | Appeal | None:
    """Return the open appeal or dispute."""
    return appeal_of(row) or dispute_of(row)


def looks_of(row: Claim) -> list[Look]:
    """Return every original with its latest examination, in the order they were sealed (one query)."""
    looked = Link, Examination, Challenge, SealedFile
    return beside(row, "looks", lambda: evidence.latest_examinations(row.stream()), *looked)


def pictures_of(row: Claim) -> list[Look]:
    """Return the originals that are examined, each with its latest examination."""
    return evidence.pictured(looks_of(row))


def challenges_of(row: Claim) -> list[Challenge]:
    """Return the pictures asked for, newest first, each with the look at its answer (one query)."""
    return beside(row, "challenges", lambda: evidence.challenges_of(row.stream()), Challenge, Capture)


def capture_open(challenges: Iterable[Challenge]) -> bool:
    """Return whether what answered one of some challenges is still being looked at."""
    return any(one.capture.state == "asked" for one in challenges if hasattr(one, "capture"))


def is_asked(row: Claim) -> bool:
    """Return whether a picture that was asked for is still waited for."""
    return any(one.state == "sent" for one in challenges_of(row))


def _dispute(row: Claim) -> Dispute | None:
    found = row.disputes.filter(state__in=OPEN).first()
    return found and _of(row, found)


def _of[R: (Answer, Appeal, Decision, Dispute)](row: Claim, one: R) -> R:
    one.claim = row
    return remember(one)


@compiled
def _decisions(*, key: UUID) -> QuerySet[Decision]:
    rows: Any = Decision.objects.filter(claim=key)
    told: QuerySet[Decision] = rows.annotate(
        open_appeal=FilteredRelation("appeals", condition=Q(appeals__state__in=OPEN))
    ).select_related("open_appeal")
    return told.order_by("-created_at")


@compiled
def _answers(*, key: UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(claim=key).order_by("at", "id")
