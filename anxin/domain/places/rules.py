"""What is decided about places: equality of codes, cover by division, and how much of an address goes out."""

import re

FAULTS = frozenset({"timeout", "unreachable", "quota", "refused", "broken"})
"""What a map service says that is its own failure, not the address's."""
_INSIDE = re.compile(
    r"[0-9０-９A-Za-z]+\s*(?:单元|号楼|层|楼|室|房|户|门)|[一二三四五六七八九十]+(?:单元|层|楼)|地下室?[0-9]*"
)
_PERSON = re.compile(r"[0-9０-９][0-9０-９ -]{6,}[0-9０-９]")


def to_the_house(detail: str) -> str:
    """Return the part of an address by which its house is found: no unit, floor or door, and no number of a phone.

    >>> to_the_house("人民南路四段3号2栋1单元1203室")
    '人民南路四段3号2栋'
    """
    cuts = [found.start() for found in (_INSIDE.search(detail), _PERSON.search(detail)) if found]
    return detail[: min(cuts, default=len(detail))].strip(" ，,；;（(-")


def covers(division: str, code: str) -> bool:
    """Return whether a division contains another; both are codes of 2, 4, 6 or 9 digits, padded with zeros or not."""
    return bool(division) and bare(code).startswith(bare(division))


def bare(code: str) -> str:
    """Return a division's code without the zeros that only pad it: 510100 is 5101, 5100 and 510000 are 51."""
    if len(code) == 9 and code.endswith("000"):
        code = code[:6]
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code
