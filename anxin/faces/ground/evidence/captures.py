"""What of an asking was answered, as a page tells it: counted, question by question, and never summed up."""

from collections.abc import Sequence
from dataclasses import dataclass

from anxin.domain.evidence.queries import CaptureView
from anxin.domain.evidence.wording import ANSWERS, WHY_NOT

ORDER = ("yes", "no", "cannot_tell")


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One look at an answer, why there is none, and how many questions were answered how."""

    view: CaptureView
    why: str
    counted: tuple[tuple[str, int], ...]

    @property
    def summed(self) -> str:
        """Write the counts in a line; no question is worth more than another."""
        return " · ".join(f"{name} {count}" for name, count in self.counted)


def looked(captures: Sequence[CaptureView]) -> list[Looked]:
    """Return every look, newest first."""
    return [
        Looked(
            view=one,
            why=str(WHY_NOT.get(one.why, one.why)),
            counted=tuple((str(ANSWERS[code]), one.counts[code]) for code in ORDER if code in one.counts),
        )
        for one in captures
    ]
