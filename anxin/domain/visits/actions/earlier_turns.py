"""What a phone kept of a turn that had ended before it heard of that: written down as late, and nothing follows."""

from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.domain.visits.actions.arrivals import Position, measure
from anxin.domain.visits.actions.completion import SEALED_AS
from anxin.domain.visits.actions.technician_rights import NotTheTechnician
from anxin.domain.visits.models import CheckIn, CompletionCode, Visit
from anxin.domain.visits.queries.assignees import has_said, was_assigned

TOLD_AFTER = {
    "departure": "visits.earlier_departure",
    "arrival": "visits.earlier_arrival",
    "quote": "visits.earlier_quote",
    "completion": "visits.earlier_code",
}
"""What of a turn that is over is written down, by the step that his phone kept."""

ONCE = ("departure", "arrival", "completion")
"""What is written down once a turn, however often it is sent: a code isn't guessed by sending more."""


@dataclass(frozen=True, kw_only=True)
class EarlierWord:
    """What a step said: where he was; what the quote came to, and its lines in words; which code he was told."""

    at: Position | None = None
    total_fen: int = 0
    lines: str = ""
    code: str = ""


def told_after(*, visit: Visit, step: str, by: Actor, now: datetime, word: EarlierWord) -> None:
    """Write down what somebody did before his phone heard that he may do it no more: as late, for who judges it.

    That he set out and was there stands once a turn, and so does the first code. Nothing follows from it: a code that
    fits ends no visit, and tells the desk to ring the customer. Raises `NotTheTechnician` for what was done in no turn
    of his.
    """
    lock(visit)
    if by.done_at is None or not was_assigned(visit, by, at=by.done_at):
        raise NotTheTechnician({"number": visit.number})
    if step in ONCE and has_said(visit, by, TOLD_AFTER[step], at=by.done_at):
        return
    facts: dict[str, object] = {"visit": str(visit.id)}
    if step == "arrival":
        row = CheckIn(visit=visit, at=now, done_at=by.done_at)
        measure(row, word.at)
        facts |= {"where": row.place, "metres": row.distance_m, "radius_m": row.radius_m, "fix_m": row.fix_m}
    elif step == "quote":
        facts["total_fen"] = word.total_fen
    elif step == "completion" and _fits(visit, word.code):
        facts["fits"] = "yes"
    private = {"text": word.lines} if word.lines else {}
    timeline.write(visit.stream(), TOLD_AFTER[step], by=replace(by, late=True), now=now, facts=facts, private=private)


def _fits(visit: Visit, code: str) -> bool:
    known = CompletionCode.objects.filter(visit=visit).first()
    if known is None:
        return False
    return compare_digest(vault.open_(SEALED_AS, visit.id, known.code_sealed).encode(), code.strip().encode())
