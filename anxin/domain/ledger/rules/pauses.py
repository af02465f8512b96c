"""How often a provider is asked again, and from when on a person has to know that nothing is known."""

PAUSES_S = (5, 5, 10, 20, 40, 60, 60, 120, 300, 600, 1800, 3600)
"""How long after each try the next one comes, while something is open; the last goes on."""
DAILY_S = 6 * 3600
UNKNOWN_TRIES, WAITING_TRIES, BACK_TRIES = 6, 40, 60
"""After so many tries without an end a person is told: without any answer, of a payment, of a refund on its way."""


def pause_s(*, outcome: str, tries: int, back: bool) -> int:
    """Return how many seconds to wait before the next try; a refund is given more time."""
    if outcome == "unclear" or tries > WAITING_TRIES:
        return DAILY_S
    pause = PAUSES_S[min(tries, len(PAUSES_S)) - 1]
    return max(pause, 20) if back else pause


def is_lost(*, outcome: str, tries: int, back: bool) -> bool:
    """Return whether a person has to know that nothing is known: tries go on all the same."""
    if outcome in ("unclear", "by_hand"):
        return True
    if outcome in ("unknown", "absent"):
        return tries >= UNKNOWN_TRIES
    return tries >= (BACK_TRIES if back else WAITING_TRIES)
