"""What is decided about reputation: what may be counted, on whom, who may contest it and who may judge."""

from collections.abc import Mapping
from dataclasses import dataclass

COUNTERS = {
    "claimed": "person",
    "claim_upheld": "person",
    "claim_refused": "person",
    "fraud_said": "person",
    "evidence_kept_back": "person",
    "answered_late": "organisation",
    "answered_in_time": "organisation",
    "claim_lost": "organisation",
}


@dataclass(frozen=True, kw_only=True)
class MarkSituation:
    """A mark as an actor looks at it; `own`: it is counted on him, or on his house."""

    state: str
    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"mark": self.state}


def is_counted_on_them(case: MarkSituation) -> bool:
    """Return whether a mark is counted on the actor, or on his house."""
    return case.own


def subject_of(counter: str) -> str:
    """Return whether a counter is kept on persons or organisations; empty for one that does not exist."""
    return COUNTERS.get(counter, "")


def may_judge(*, by: str, counted_by: str) -> bool:
    """Return whether somebody may judge a contested mark: anybody but who counted it."""
    return by != counted_by
