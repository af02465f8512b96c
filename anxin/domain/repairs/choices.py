"""What is so of a service that only looks at goods: it puts nothing right, guarantees nothing, and is no repair."""

from anxin.domain.visits.choices import LOOK


def is_look(kind: str) -> bool:
    """Return whether a service only looks at goods; all that is said, counted or promised otherwise of it asks here."""
    return kind == LOOK


def outcome_of(*, state: str, kind: str) -> str:
    """Return how a service of a kind ended, by the state it ended in."""
    if state == "closed":
        return "looked_at" if is_look(kind) else "put_right"
    return state
