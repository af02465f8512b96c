"""The part of an address below its division, however much of the division is written before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ROAD = re.compile(r"[东西南北中]?(路|街|大街|大道|巷|胡同)")


@dataclass(frozen=True)
class Named:
    """One division of the chain a street lies in: its name, long and short."""

    name: str
    short: str


def below(chain: Sequence[Named], street: str) -> str:
    """Return a street without the divisions written before it, from the widest down, once or twice.

    A road that is called as its county is none: 城区东路 lies in 城区.

    >>> shanghai = (Named("上海市", "上海"), Named("闵行区", "闵行"))
    >>> [below(shanghai, one) for one in ("上海市闵行区上海市闵行区莘朱路1号", "上海闵行区莘朱路1号", "上海路 2 号")]
    ['莘朱路1号', '莘朱路1号', '上海路 2 号']
    >>> [below((Named("阳泉市", "阳泉"), Named("城区", "城区")), one) for one in ("城区东路1号", "阳泉市城区东路1号")]
    ['城区东路1号', '东路1号']
    """
    rest, wider = street.strip(), False
    while head := _head(chain, rest):
        is_last = head == chain[-1].name
        if is_last and not wider and _ROAD.match(rest, len(head)):
            break
        rest, wider = rest[len(head) :].lstrip(" ,，"), not is_last
    return rest


def _head(chain: Sequence[Named], rest: str) -> str:
    """Return with which division a text begins; with a short name only before a narrower one."""
    for at, one in enumerate(chain):
        if rest.startswith(one.name):
            return one.name
        if rest.startswith(one.short) and any(rest.startswith(other.name, len(one.short)) for other in chain[at + 1 :]):
            return one.short
    return ""
