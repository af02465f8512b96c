"""Seen, absent or cannot_tell: what the surroundings and a search of the neighbourhood say together.

A false *absent* would accuse an honest person, so both ways must be against a mark before it is called absent, the mark
must be strong enough that it can't have been overlooked, and everything else is cannot_tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Answer = Literal["seen", "absent", "cannot_tell"]
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ViewParams:
    """Thresholds, set by hand on the bench's fitting part (rule version ``views-3``).

    seen, explained : likeness inside and share left open from which on, and up to which, a place is seen where its
    surroundings lie (`ring`, their likeness). found, found_open : the same for the search. mark : contrast below which
    nothing is called absent. held, held_well : likeness of the surroundings that counts as found, and as found surely.
    certain, farthest : likeness of the surroundings and difference of the inside from which on nothing near counts.
    open, partly_open : share of contrast that must be left open; the second where the place is certain. unlike,
    stands_out : likeness inside at most, and how much more it must differ than the surroundings; partly, far_out : the
    same pair where the print under a mark still agrees. near, near_well : best likeness in the neighbourhood up to
    which a found place may be called absent. nowhere : the same where only the search speaks; nearly, nearly_open : a
    second pair of likeness and share left open. laid : how well the pictures' coarse light must agree for the search to
    speak alone.
    """

    ring: float = 0.5
    seen: float = 0.66
    explained: float = 0.55
    found: float = 0.8
    found_open: float = 0.5
    mark: float = 15.0
    held: float = 0.7
    held_well: float = 0.9
    open: float = 0.6
    partly_open: float = 0.45
    unlike: float = 0.5
    stands_out: float = 2.8
    partly: float = 0.78
    far_out: float = 4.0
    certain: float = 0.93
    farthest: float = 7.0
    near: float = 0.68
    near_well: float = 0.76
    nowhere: float = 0.55
    nearly: float = 0.7
    nearly_open: float = 0.72
    laid: float = 0.75


DEFAULTS = ViewParams()


def decide(
    fit: Facts | None, sought: Facts, likeness: float, params: ViewParams = DEFAULTS, *, marked: bool = True
) -> tuple[Answer, str]:
    """Name the answer, and why where it can't be told.

    Parameters
    ----------
    fit : what `judge` measured. sought : what `seek` found. likeness : how well the two pictures lie on each other.
    marked : whether a person marked the place; a place that was only proposed is called absent on both ways' word only.
    """
    if _seen(fit, sought, params):
        return "seen", ""
    if sought["mark"] < params.mark:
        return "cannot_tell", "too faint to be missed"
    best = sought["found"]
    if fit is not None and _differs(fit, params):
        if best is not None and best <= _limit(fit, params, marked=marked):
            return "absent", ""
        return "cannot_tell", "something like it is near"
    if not marked or best is None or likeness < params.laid:
        return "cannot_tell", "the place was not found surely"
    if fit is not None and fit["around"] >= params.held and fit["inside"] >= params.seen:
        return "cannot_tell", "partly alike"
    if best <= params.nowhere or (best <= params.nearly and sought["open"] >= params.nearly_open):
        return "absent", ""
    return "cannot_tell", "something like it is near"


def _certain(fit: Facts, params: ViewParams) -> bool:
    return bool(fit["around"] >= params.certain and fit["stands_out"] >= params.farthest)


def _limit(fit: Facts, params: ViewParams, *, marked: bool) -> float:
    """How like the mark the neighbourhood may hold: the more, the surer its place was found and the more it differs."""
    if not marked:
        return params.nowhere
    if _certain(fit, params):
        return 1.0
    return params.near_well if fit["around"] >= params.held_well else params.near


def _seen(fit: Facts | None, sought: Facts, params: ViewParams) -> bool:
    """Say whether the place is seen where its surroundings lie, or its like in the neighbourhood."""
    there = fit is not None and fit["around"] >= params.ring and fit["inside"] >= params.seen
    if there and fit is not None and fit["unexplained"] <= params.explained:
        return True
    best = sought["found"]
    return bool(best is not None and best >= params.found and sought["open"] <= params.found_open)


def _differs(fit: Facts, params: ViewParams) -> bool:
    """Say whether the surroundings were found and the inside differs from them in earnest."""
    if fit["around"] < params.held or fit["unexplained"] < (
        params.partly_open if _certain(fit, params) else params.open
    ):
        return False
    alone = fit["inside"] <= params.unlike and fit["stands_out"] >= params.stands_out
    return bool(alone or (fit["inside"] <= params.partly and fit["stands_out"] >= params.far_out))
