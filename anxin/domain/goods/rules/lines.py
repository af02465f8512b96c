"""Which line of an order a row of a file is that names none."""

from collections.abc import Sequence
from typing import NamedTuple


class Sold(NamedTuple):
    """What tells a line of an order: its SKU, else its title."""

    sku: str
    title: str

    def is_same(self, other: "Sold") -> bool:
        """Return whether both are one thing; titles tell only where one of them has no SKU."""
        return self.sku == other.sku if self.sku and other.sku else self.title == other.title


def numbered(rows: Sequence[Sold], known: Sequence[tuple[int, Sold]]) -> list[int | None]:
    """Number the rows of an order: those that are known by their lines, new ones after them.

    A new row is one only where the file has all lines that are known; otherwise it may be one of them written anew, or
    the order goes on in another file, and nothing tells which: None.
    """
    left, found = list(known), []
    for row in rows:
        line = next((one for one in left if one[1].is_same(row)), None)
        if line:
            left.remove(line)
        found.append(line[0] if line else None)
    if left:
        return found
    last = max((number for number, _sold in known), default=0)
    fresh = iter(range(last + 1, last + 1 + len(rows)))
    return [next(fresh) if number is None else number for number in found]
