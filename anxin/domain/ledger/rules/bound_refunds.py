"""Which part of a provider's refunds of an order its shop tells of, too: the same number is the same refund."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anxin.domain.goods.rules.shop_book import Counted, plain

APART = "apart"
"""In the place of the shop's number of a refund: a person said that it is none of those the shop tells of."""


@dataclass(frozen=True, kw_only=True)
class BoundRefund:
    """A refund of a provider's own books that was given to a bill: its numbers there, and the shop's that it is.

    `told_as` holds what was said, or stood there, when it was given; it goes before the provider's numbers.
    """

    key: str
    fen: int
    numbers: frozenset[str]
    told_as: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class BoundShare:
    """How a refund stands beside what its shop tells: `claimed_fen` of it a claim counts, `told_fen` the shop's book.

    `booked_fen` is what moves the bill by it: all that no claim counts.
    """

    booked_fen: int
    told_fen: int
    claimed_fen: int

    @property
    def apart_fen(self) -> int:
        """Return what of it nobody but the provider tells."""
        return self.booked_fen - self.told_fen


def numbers_of(*told: str) -> frozenset[str]:
    """Return the numbers by which a refund is known, as they are compared.

    >>> sorted(numbers_of("tk-8", "", APART))
    ['TK8']
    """
    return frozenset(plain(one) for one in told if one.strip() and one != APART)


def shares(bound: Iterable[BoundRefund], counted: Counted) -> dict[str, BoundShare]:
    """Return how each refund stands beside what counts of an order's book; each sum of the book is one refund's.

    What only a file tells of, without a number, is what went: a shop's export has all that went back of its order.
    """
    rows = [*bound]
    claimed, _left = _taken(rows, counted.claimed, counted.same)
    told, _left = _taken(rows, counted.rest, counted.same, less=claimed)
    found = {
        one.key: BoundShare(booked_fen=one.fen - claimed[one.key], told_fen=told[one.key], claimed_fen=claimed[one.key])
        for one in rows
    }
    filed = counted.filed_alone_fen
    for key, one in found.items():
        more = min(filed, one.apart_fen)
        found[key] = BoundShare(booked_fen=one.booked_fen, told_fen=one.told_fen + more, claimed_fen=one.claimed_fen)
        filed -= more
    return found


def left_told(bound: Iterable[BoundRefund], counted: Counted) -> dict[str, int]:
    """Return what of each number of an order's book is none of these refunds, nor counted by a claim."""
    return _taken([*bound], counted.rest, counted.same)[1]


def _taken(
    bound: Sequence[BoundRefund],
    sums: Mapping[str, int],
    same: Mapping[str, str],
    *,
    less: Mapping[str, int] = MappingProxyType({}),
) -> tuple[dict[str, int], dict[str, int]]:
    """Return how much each refund is of sums by numbers, and what is left of these; what was said goes first."""
    left, took = dict(sums), {one.key: 0 for one in bound}
    turns = [*((one, one.told_as) for one in bound), *((one, one.numbers) for one in bound)]
    for one, numbers in turns:
        for number in sorted({same.get(each, each) for each in numbers}):
            part = min(left.get(number, 0), one.fen - less.get(one.key, 0) - took[one.key])
            took[one.key] += part
            left |= {number: left[number] - part} if part else {}
    return took, left
