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
    """Thresholds, set by hand on the bench's fitting part (rule version ``views-4``).

    ring : likeness of the surroundings from which on a likeness of the place counts. seen, explained : likeness inside
    and share left open from which on, and up to which, a place is seen there. like, like_open : the same close by, for
    marks stronger than `faint`. found, found_open : the same for the search of the neighbourhood. mark : contrast below
    which nothing is called absent. held : likeness of the surroundings that counts as found. open, alike : share of
    contrast that both the place and its neighbourhood must leave open, and likeness close by at most, to be absent.
    bare : strength of the other picture there, as a share of the mark's, up to which it shows no mark at all.
    laid : how well the pictures' coarse light must agree for the search to speak alone. near, near_open : likeness and
    share left open close by at which the search doesn't speak. nearly, nearly_open : likeness at most and share left
    open at least of what the search found, to be absent. nowhere : likeness at most for a place that nobody marked.
    """

    ring: float = 0.5
    seen: float = 0.66
    explained: float = 0.55
    faint: float = 6.0
    like: float = 0.72
    like_open: float = 0.45
    found: float = 0.8
    found_open: float = 0.5
    mark: float = 15.0
    held: float = 0.7
    open: float = 0.53
    alike: float = 0.86
    bare: float = 0.5
    laid: float = 0.75
    near: float = 0.7
    near_open: float = 0.6
    nearly: float = 0.7
    nearly_open: float = 0.7
    nowhere: float = 0.55


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
    if not marked and (best is None or best > params.nowhere):
        return "cannot_tell", "something like it is near"
    if fit is not None and fit["around"] >= params.held and fit["way"] != "rough":
        return ("absent", "") if _differs(fit, params) else ("cannot_tell", "partly alike")
    if not marked or fit is None or best is None or likeness < params.laid:
        return "cannot_tell", "the place was not found surely"
    if fit["strength"] <= params.bare:
        return "absent", ""
    if fit["near"] is None or fit["near"] >= params.near or fit["near_open"] <= params.near_open:
        return "cannot_tell", "something like it is near"
    if best <= params.nearly and sought["open"] >= params.nearly_open:
        return "absent", ""
    return "cannot_tell", "something like it is near"


def _seen(fit: Facts | None, sought: Facts, params: ViewParams) -> bool:
    """Return whether the place is seen where its surroundings lie, close by, or anywhere in the neighbourhood."""
    if fit is not None and fit["around"] >= params.ring:
        if fit["inside"] >= params.seen and fit["unexplained"] <= params.explained:
            return True
        near = fit["near"] is not None and fit["near"] >= params.like and fit["near_open"] <= params.like_open
        if near and sought["mark"] >= params.faint:
            return True
    best = sought["found"]
    return bool(best is not None and best >= params.found and sought["open"] <= params.found_open)


def _differs(fit: Facts, params: ViewParams) -> bool:
    """Return whether the other picture shows nothing like the mark where the surroundings agree."""
    if fit["strength"] <= params.bare:
        return True
    if fit["near"] is None or fit["near"] > params.alike:
        return False
    return bool(min(fit["near_open"], fit["unexplained"]) >= params.open)
