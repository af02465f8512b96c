"""Which line of an order a row of a file is that names none."""

from collections.abc import Sequence
from typing import NamedTuple


class Sold(NamedTuple):
    """What tells a line of an order: its SKU, else its title; of how many, for how much."""

    sku: str
    title: str
    quantity: int = 1
    amount_fen: int = 0

    def is_same(self, other: "Sold") -> bool:
        """Return whether both are one thing; titles tell only where one of them has no SKU."""
        return self.sku == other.sku if self.sku and other.sku else self.title == other.title

    def is_doubtful(self, other: "Sold") -> bool:
        """Return whether both are called alike, but may be two: no SKU tells, and how many or how much differs."""
        told = bool(self.sku and other.sku)
        sums = (self.quantity, self.amount_fen) != (other.quantity, other.amount_fen)
        return not told and self.title == other.title and sums


def numbered(rows: Sequence[Sold], known: Sequence[tuple[int, Sold]]) -> list[int | None]:
    """Number the rows of an order: those that are known by their lines, new ones after them.

    A new row is one only where the file has all lines that are known; otherwise it may be one of them written anew, or
    the order goes on in another file, and nothing tells which: None. So is one that is only called like a line that is
    known, with another sum: that line written anew, or a second one of the order that stood in another file.
    """
    left, found = list(known), []
    for row in rows:
        alike = [one for one in left if one[1].is_same(row)]
        line = next((one for one in alike if not one[1].is_doubtful(row)), None)
        if line:
            left.remove(line)
        found.append(line[0] if line else None)
    if left:
        return found
    last = max((number for number, _sold in known), default=0)
    fresh = iter(range(last + 1, last + 1 + len(rows)))
    return [next(fresh) if number is None else number for number in found]
