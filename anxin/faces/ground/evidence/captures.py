"""What of an asking was answered, as a page tells it: counted, question by question, and never summed up."""

from collections.abc import Sequence
from dataclasses import dataclass

from anxin.core.wording import joined
from anxin.domain.evidence.queries import CaptureView
from anxin.domain.evidence.wording import WHY_NOT, said_counts


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One look at an answer, why there is none, how many questions were answered how, and what did not come."""

    view: CaptureView
    why: str
    summed: str
    missing: str


def looked(captures: Sequence[CaptureView]) -> list[Looked]:
    """Return every look, newest first."""
    return [
        Looked(
            view=one,
            why=str(WHY_NOT.get(one.why, one.why)),
            summed=said_counts(one.counts),
            missing=joined(one.missing),
        )
        for one in captures
    ]
