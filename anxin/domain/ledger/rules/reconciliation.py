"""Hold our payments against a provider's statement, to the fen: each difference is found once and named.

Ours belong to the day on which the provider said that money moved. What moved within `NEAR` of midnight may stand in
the statement of the day beside; that is said too, and ends by itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from anxin.core.zone import SHANGHAI

NEAR = timedelta(minutes=30)
ITSELF = frozenset({"other_day"})
"""Kinds nobody needs to do anything about."""
ABSENT_THERE = frozenset({"missing_there", "refund_missing"})
"""Kinds that no line of a statement speaks of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ours:
    """A payment or refund of ours; `settled`: our books say that money moved, `at` that moment.

    `under_way`: a refund that is known to be on its way; statements have it from the day it was asked for.
    """

    key: str
    number: str
    direction: str
    amount_fen: int
    settled: bool
    at: datetime
    under_way: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Theirs:
    """A line of a statement."""

    number: str
    reference: str
    direction: str
    amount_fen: int
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundDifference:
    """A difference.

    `missing_there`: ours, in no statement · `missing_here`: in a statement, not ours · `wrong_sum` · `double`: the same
    number twice · `refund_missing`: a refund of ours in no statement · `not_settled`: they say it moved, our books
    don't · `other_day`: it stands in the statement of the day beside.
    """

    kind: str
    direction: str
    number: str
    key: str = ""
    reference: str = ""
    ours_fen: int | None = None
    theirs_fen: int | None = None


def day_of(at: datetime) -> date:
    """Return the day of a moment as providers count days."""
    return at.astimezone(SHANGHAI).date()


def differences(
    day: date, *, ours: Iterable[Ours], theirs: Iterable[Theirs], read: Collection[date]
) -> Iterator[FoundDifference]:
    """Yield what differs on a day.

    `ours`: all that moved on that day by our books, and all whose number stands in a line of it. `theirs`: the lines
    of that day, and those of other days with a number of `ours`. `read` are the days whose statements are known: what
    is near midnight waits for the one beside.
    """
    lines: dict[tuple[str, str], list[Theirs]] = defaultdict(list)
    for line in theirs:
        lines[line.direction, line.number].append(line)
    known = {(one.direction, one.number): one for one in ours}
    for (direction, number), found in lines.items():
        if (direction, number) not in known and any(line.day == day for line in found):
            yield _difference("missing_here", found[0])
    for at, one in known.items():
        yield from _of_one(day, one, lines.get(at, []), read)


def _of_one(day: date, one: Ours, found: list[Theirs], read: Collection[date]) -> Iterator[FoundDifference]:
    """Yield the differences of one payment of ours, dated by its own day, else by that of the statement line."""
    here = day_of(one.at)
    if not found:
        beside = {day_of(one.at - NEAR), here, day_of(one.at + NEAR)}
        if one.settled and here == day and beside <= set(read):
            kind = "refund_missing" if one.direction == "back" else "missing_there"
            yield FoundDifference(
                kind=kind, direction=one.direction, number=one.number, key=one.key, ours_fen=one.amount_fen
            )
        return
    found.sort(key=lambda line: line.day)
    odd = next((line for line in found if line.amount_fen != one.amount_fen), None)
    if not one.settled:
        if found[0].day == day and not one.under_way:
            yield _difference("not_settled", found[0], one)
        return
    if len(found) > 1 and found[-1].day == day:
        yield _difference("double", found[-1], one)
    if odd is not None and odd.day == day:
        yield _difference("wrong_sum", odd, one)
    if odd is None and len(found) == 1 and found[0].day == day != here:
        yield _difference("other_day", found[0], one)


def beside_orders(found: Iterable[FoundDifference], *, sold: Mapping[str, int]) -> Iterator[FoundDifference]:
    """Yield what is left of differences once the orders are known that were paid into the same account.

    `sold`: what they came to, by their payment's number. Of the same sum nothing differs; another sum is said as that.
    """
    for one in found:
        known = one.kind == "missing_here" and one.direction == "in" and one.reference in sold
        if not known:
            yield one
        elif sold[one.reference] != one.theirs_fen:
            yield replace(one, kind="wrong_sum", ours_fen=sold[one.reference])


def _difference(kind: str, line: Theirs, one: Ours | None = None) -> FoundDifference:
    return FoundDifference(
        kind=kind,
        direction=line.direction,
        number=line.number,
        key=one.key if one else "",
        reference=line.reference,
        ours_fen=one.amount_fen if one else None,
        theirs_fen=line.amount_fen,
    )


def held_more_fen(*, direction: str, ours_fen: int, theirs_fen: int) -> int:
    """Return by how much more a provider holds of a payment or refund than our books say; less is negative.

    >>> held_more_fen(direction="in", ours_fen=10000, theirs_fen=0)
    -10000
    >>> held_more_fen(direction="back", ours_fen=10000, theirs_fen=9000)
    1000
    """
    return theirs_fen - ours_fen if direction == "in" else ours_fen - theirs_fen
