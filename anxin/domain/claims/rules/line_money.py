"""What has gone back of each line of an order, in its shop and by claims, and what a claim about it can still reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from uuid import UUID

from anxin.domain.goods.rules.shop_book import share, spread

type Pieces = Mapping[UUID, int]
"""How many pieces of each line."""


class Gone(dict[UUID | None, int]):
    """What has gone back of each line; of the freight under nothing. `pieces`: what claims gave of each line's."""

    def __init__(self, sums: Mapping[UUID | None, int]) -> None:
        """Take what went back of each line beside claims."""
        super().__init__(sums)
        self.pieces: dict[UUID, list[int]] = {}


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """What was paid for a line, for how many pieces, and what its shop has given back; `said_fen`: as it only says."""

    amount_fen: int
    quantity: int
    refunded_fen: int
    said_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class GivenSum:
    """What a claim gave back for so many pieces of its lines; `instead` of what their shop says it gave.

    `typed`: what its shop gave of them as its merchant typed it there, which stands on the lines already.
    """

    fen: int
    pieces: Pieces
    instead: bool = False
    typed: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrderPrice:
    """What was paid for an order: its freight, and its lines as far as they are asked for, of `count` in all.

    `unnamed_fen`: what its shop proved to have given back of it, nobody knows for which line.
    """

    lines: Mapping[UUID, PricedLine]
    freight_fen: int
    count: int
    unnamed_fen: int = 0

    def gone(self, given: Iterable[GivenSum]) -> Gone:
        """Return what has gone back of each line: a claim's sum falls on its lines by what was left of each.

        A sum that is just what was left of one of them falls on that one. What went beyond a line's price was freight.
        What was given instead of what the shop only says counts as that, and beside it once that is proven.
        """
        found = Gone({None: 0, **{key: line.refunded_fen for key, line in self.lines.items()}})
        found[None] = over = self._over(found)
        said = Gone({key: line.said_fen for key, line in self.lines.items()})
        for one in given:
            fen = one.fen - (_take(said, one) if one.instead else 0)
            rooms: dict[UUID | None, int] = self._rooms_of(one, found)
            just = [key for key, room in rooms.items() if room == fen]
            rooms = {just[0]: fen} if len(just) == 1 else rooms
            parts = dict(zip(rooms, spread(fen, [*rooms.values()]), strict=True))
            for key, part in parts.items():
                found[key] += part
            for key, count in one.pieces.items():
                self._fall(found, key, parts.get(key, 0) + one.typed.get(key, 0), count)
            found[None] += 0 if sum(rooms.values()) else fen
        found[None] += self._over(found) - over
        return found

    def _rooms_of(self, one: GivenSum, gone: Gone) -> Gone:
        """Return what can still go back of a claim's pieces, as `rooms` does, less what their shop gave of them."""
        rooms = self.rooms(one.pieces, gone)
        for key, fen in one.typed.items():
            price = self._share(key, one.pieces[key], gone)
            rooms[key] = max(min(rooms[key], price - fen), 0)
        return rooms

    def _fall(self, gone: Gone, key: UUID, fen: int, count: int) -> None:
        """Let what a claim gave of a line fall on so many of its pieces: on those first of which least went back."""
        pieces = sorted(gone.pieces.get(key) or [0] * self.lines[key].quantity)
        parts = spread(fen, [1] * min(count, len(pieces)))
        gone.pieces[key] = [had + part for had, part in zip_longest(pieces, parts, fillvalue=0)]

    def _over(self, gone: Gone) -> int:
        return sum(max(gone[key] - line.amount_fen, 0) for key, line in self.lines.items())

    def said(self, given: Iterable[GivenSum]) -> Gone:
        """Return what of each line its shop only says it gave back, less what claims gave instead."""
        found = Gone({key: line.said_fen for key, line in self.lines.items()})
        for one in given:
            if one.instead:
                _take(found, one)
        return found

    def left(self, given: Sequence[GivenSum]) -> int:
        """Return what can still go back of an order whose lines are all here, whatever line it is for."""
        gone = self.gone(given)
        lines = sum(max(line.amount_fen - gone[key], 0) for key, line in self.lines.items())
        return max(lines + max(self.freight_fen - gone[None], 0) - self.apart(given), 0)

    def in_all(self, given: Sequence[GivenSum]) -> int:
        """Return what went back of an order in all, beyond its price, too; all lines being here."""
        gone = self.gone(given)
        lines = sum(min(line.amount_fen, gone[key]) for key, line in self.lines.items())
        return lines + gone[None] + self.apart(given)

    def twice(self, given: Sequence[GivenSum]) -> int:
        """Return what went back twice: beyond the price, for no known line too, and what was proven once given."""
        gone = self.gone(given)
        lines = sum(max(line.amount_fen - gone[key], 0) for key, line in self.lines.items())
        over, freight = max(gone[None] - self.freight_fen, 0), max(self.freight_fen - gone[None], 0)
        instead = sum(one.fen for one in given if one.instead)
        said = sum(line.said_fen for line in self.lines.values())
        return max(over + max(self.apart(given) - lines - freight, 0), instead - said)

    def apart(self, given: Iterable[GivenSum]) -> int:
        """Return what went back for no known line, and is not what its shop says of the lines: that it proves."""
        return max(self.unnamed_fen - sum(self.said(given).values()), 0)

    def contestable(self, keys: Iterable[UUID], given: Sequence[GivenSum]) -> int:
        """Return what of some lines its shop only says it gave back, all lines being here: nothing proves it.

        What it gave back for no known line proves it where it is that sum; any other may be of these lines, or of
        others: a person decides.
        """
        said = self.said(given)
        fen = sum(said[key] for key in keys)
        return 0 if self.unnamed_fen in (fen, sum(said.values())) else fen

    def rooms(self, pieces: Pieces, gone: Gone) -> Gone:
        """Return what can still go back for so many pieces of each line, freight with the whole order only."""
        freight = max(self.freight_fen - gone[None], 0) if self.is_whole(pieces) else 0
        return Gone({None: freight, **{key: self._left(key, count, gone) for key, count in pieces.items()}})

    def is_whole(self, pieces: Pieces) -> bool:
        """Return whether these are all pieces of all lines."""
        return 0 < len(pieces) == self.count and all(pieces[key] == self.lines[key].quantity for key in pieces)

    def freight_alone(self, gone: Gone) -> int:
        """Return the freight that can go back alone: all pieces of all lines are back, to the fen of their shares."""
        known = len(self.lines) == self.count and any(line.amount_fen for line in self.lines.values())
        back = known and all(line.amount_fen - gone[key] < line.quantity for key, line in self.lines.items())
        return max(self.freight_fen - gone[None], 0) if back else 0

    def _left(self, key: UUID, count: int, gone: Gone) -> int:
        """Return what can still go back for so many pieces: their share, and no more than is left of the line.

        What claims gave of some pieces is not to be had again: these are the pieces of which they gave least.
        """
        return max(min(self._share(key, count, gone), self.lines[key].amount_fen - gone[key]), 0)

    def _share(self, key: UUID, count: int, gone: Gone) -> int:
        line = self.lines[key]
        price = share(line.amount_fen, pieces=count, of=line.quantity)
        if known := sorted(gone.pieces.get(key, ()))[:count]:
            prices = spread(price, [1] * len(known))
            price = sum(max(each - fen, 0) for each, fen in zip(prices, known, strict=True))
        return price


def _take(said: Gone, one: GivenSum) -> int:
    """Take what a claim gave of what was only said of its lines; return how much it is."""
    rooms = [said[key] for key in one.pieces]
    fen = min(one.fen, sum(rooms))
    for key, part in zip(one.pieces, spread(fen, rooms), strict=True):
        said[key] -= part
    return fen
