"""Several claims about pieces of one line: how many pieces are free, and of whose pieces it is what the shop gave."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anxin.domain.goods.rules.shop_book import share

type GivenBy = Callable[[datetime | None], int]
"""What the shop gave back of a line beside all claims, until a moment; None is now."""


def _nothing(_at: datetime | None) -> int:
    return 0


@dataclass(frozen=True, kw_only=True)
class ClaimedPieces:
    """A claim about some pieces of a line: since when, until when, and what of their price no claim gave (`fen`).

    `own`: what its merchant typed on it that the shop gave.
    """

    since: datetime
    until: datetime | None
    fen: int
    own: GivenBy = _nothing


def taken(claims: Sequence[ClaimedPieces], given: GivenBy, at: datetime | None) -> list[int]:
    """Return what of the shop's money is of the pieces of each claim by a moment.

    What was typed on a claim is its own. What the shop gives otherwise (`given`) while several are open is of the
    oldest one's pieces first, up to their price. `claims` stand oldest first.
    """
    fallen = _fallen(claims, given, {at})
    return [min(one.own(at), one.fen) + fell[at] for one, fell in zip(claims, fallen, strict=True)]


def given_since(older: Sequence[ClaimedPieces], given: GivenBy, since: datetime) -> int:
    """Return what the shop gave since a moment that is not of the pieces of older claims, nor typed on one."""
    others = sum(fell[None] - fell[since] for fell in _fallen(older, given, {None, since}))
    return max(given(None) - given(since) - others, 0)


def _fallen(
    claims: Sequence[ClaimedPieces], given: GivenBy, moments: Collection[datetime | None]
) -> list[dict[datetime | None, int]]:
    """Return what by each moment falls on each claim of what was typed on none."""
    known = {*moments, *(one.since for one in claims), *(one.until for one in claims)}
    older = dict.fromkeys(known, 0)
    found = []
    for one in claims:
        fell = {moment: _falls(one, given, older, moment) for moment in known}
        older = {moment: fen + fell[moment] for moment, fen in older.items()}
        found.append(fell)
    return found


def _falls(one: ClaimedPieces, given: GivenBy, older: Mapping[datetime | None, int], at: datetime | None) -> int:
    end = _earlier(one.until, at)
    if end is not None and end <= one.since:
        return 0
    came = given(end) - given(one.since)
    theirs = max(older[end] - older[one.since], 0)
    return min(max(came - theirs, 0), one.fen - min(one.own(at), one.fen))


def free(*, quantity: int, amount_fen: int, gone_fen: int, claimed: int) -> int:
    """Return how many pieces can still be claimed about, where so many are, and so much went back beside their claims.

    A piece whose whole price went back, to the fen below, is no more to be had.

    >>> [free(quantity=3, amount_fen=301, gone_fen=fen, claimed=1) for fen in (0, 99, 100, 250)]
    [2, 2, 1, 0]
    """
    piece = share(amount_fen, pieces=1, of=quantity)
    back = gone_fen // piece if piece else 0
    return max(quantity - back - claimed, 0)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [each for each in (one, other) if each is not None]
    return min(known, default=None)
