"""How long the ways of a day are, as the dispatch engine estimates them."""

from collections.abc import Sequence
from itertools import pairwise

from anxin.domain.visits.queries.offers import OfferView
from anxin.engines import dispatch

type Point = tuple[float, float]
"""A longitude and a latitude."""


def way_s(stops: Sequence[Point]) -> int:
    """Return how long it takes from one to the next, as the engine estimates it."""
    return sum(dispatch.seconds_between(one, other) for one, other in pairwise(stops))


def offered_s(offer: OfferView) -> int | None:
    """Return how long the way of an offer is: as it was sent, else as it is known by now; None where it isn't."""
    return way_s(offer.ends) if offer.ends else offer.travel_s


def further_s(stops: Sequence[Point], there: Point) -> int:
    """Return how much longer the way gets at the least, over a place between two stops or behind the last."""
    last = dispatch.seconds_between(stops[-1], there)
    between = (
        dispatch.seconds_between(one, there)
        + dispatch.seconds_between(there, other)
        - dispatch.seconds_between(one, other)
        for one, other in pairwise(stops)
    )
    return max(0, min(last, *between)) if len(stops) > 1 else last


def minutes(seconds: int) -> int:
    """Return whole minutes, one that has begun among them."""
    return -(-seconds // 60)
