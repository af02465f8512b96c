"""Payment providers: one function each, called outside every transaction with an idempotency key."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from anxin.core.carriers import deadlines

LONGEST_S = 30.0
"""So long a provider may take for one call, all of it."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a provider is asked: to take money, or to give it back to who paid."""

    key: str
    amount_fen: int
    method: str
    direction: str
    original: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What it answered: succeeded, failed, or nothing clear."""

    outcome: str
    reference: str = ""


def fake(request: Request) -> Answer:
    """Answer as a provider of the demo would: the same key, the same answer; no money moves.

    The methods `fake_failing` and `fake_unclear` show the unhappy paths.
    """
    if request.method == "fake_failing":
        return Answer(outcome="failed")
    if request.method == "fake_unclear":
        return Answer(outcome="unclear")
    return Answer(outcome="succeeded", reference="F" + sha256(request.key.encode()).hexdigest()[:20].upper())


PROVIDERS: dict[str, Callable[[Request], Answer]] = {"fake": fake}


def call(provider: str, request: Request) -> Answer:
    """Call a provider from a thread of its own; one that takes too long said nothing clear."""
    try:
        return deadlines.at_most(LONGEST_S, lambda: PROVIDERS[provider](request))
    except TimeoutError:
        return Answer(outcome="unclear")
