"""What is decided about reputation: what may be counted, on whom, and who may judge."""

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


def subject_of(counter: str) -> str:
    """Return whether a counter is kept on persons or organisations; empty for one that does not exist."""
    return COUNTERS.get(counter, "")


def may_judge(*, by: str, counted_by: str) -> bool:
    """Return whether somebody may judge a contested mark: anybody but who counted it."""
    return by != counted_by
