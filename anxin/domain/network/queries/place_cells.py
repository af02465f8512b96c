"""Where something lies, and what an outlet serves, as a cell of a file says it."""

import re

from anxin.core import tables
from anxin.core.wording import joined
from anxin.domain.network.rules import service_areas
from anxin.domain.network.wording.tables import CELLS
from anxin.domain.people.queries.imports import organisation_of
from anxin.domain.places import gateway

BRAND = organisation_of("brand")
CONFIDENT = 0.9
OPTIONS = 3
"""So many divisions are named that a place may mean."""
_BETWEEN = re.compile(r"\s*[,，、;；\n]\s*")
_CODE = re.compile(r"-?\d+")
_HEAD = re.compile(r"(?:^|(?<=[,，、;；\n]))\s*(?P<brand>[^,，、;；\n:：]+?)\s*[:：]")


def division(written: str) -> str:
    """Read a division by its code or its name: 510107, 成都市武侯区."""
    if written.isdecimal():
        code = gateway.known_code(written)
    else:
        found = gateway.read(written)
        code = found.code if found.confidence >= CONFIDENT and not found.detail else ""
    if not code:
        raise ValueError(CELLS["division"])
    return code


def areas(written: str, within: str = "") -> str:
    """Read where an outlet serves, as the page of coverage does: 静安、浦东（不含惠南镇）; what is left out is `-code`.

    `within` is the division it lies in: a name that several places bear is the one in its city or province.
    Says of a list which of its places is not understood, or may be several, and which.
    """
    several = [one for one in _BETWEEN.split(written) if one]
    codes = [one for one in several if _CODE.fullmatch(one)]
    found = {one[:1].strip("0123456789") + division(one.lstrip("-")) for one in codes}
    rest = "、".join(one for one in several if one not in codes) if codes else written
    for area in gateway.areas(rest, within=within) if rest else ():
        if area.status != "understood":
            raise ValueError(_unread(area))
        found.add(f"{'-' if area.apart else ''}{area.code}")
    wider = [one for one in found if one.isdigit()]
    for one in found:
        if one.startswith("-") and not any(service_areas.above(other, one[1:]) for other in wider):
            raise ValueError(str(CELLS["place_apart"]).format(place=gateway.division(one[1:]).full_name))
    return tables.many(sorted(found))


def _unread(area: gateway.Area) -> str:
    options = joined(one.full_name for one in area.options[:OPTIONS])
    known = CELLS["place_doubtful" if options else "place_unknown"]
    return str(known).format(place=area.text[:40], options=options)


def served(written: str, within: str = "") -> str:
    """Read `brand:where`, one after the other, that an outlet serves; what stands without a brand is the one's before.

    Each where is a list of places as `areas` reads it, `within` where the outlet lies; all that one brand is named for
    is one list, so that what is left out may stand before what contains it.
    """
    wheres, heads = dict[str, list[str]](), list(_HEAD.finditer(written))
    if not heads or written[: heads[0].start()].strip():
        tables.pair(written)  # says how one is written
    ends = [*(one.start() for one in heads[1:]), len(written)]
    for head, end in zip(heads, ends, strict=True):
        wheres.setdefault(BRAND(head["brand"].strip()), []).append(written[head.end() : end].strip(" ,，、;；\n"))
    found = {f"{brand}:{one}" for brand, said in wheres.items() for one in areas("、".join(said), within).split(", ")}
    return tables.many(sorted(found))


def wide_first(kept: object) -> str:
    """Return what an outlet serves as a file writes it: what contains stands before what is left out of it.

    >>> wide_first("ly:-110105400, ly:110105")
    'ly:110105, ly:-110105400'
    """
    return tables.many(sorted(str(kept).split(", "), key=_width))


def _width(entry: str) -> tuple[str, str, bool]:
    brand, _colon, code = entry.rpartition(":")
    return brand, code.lstrip("-"), code.startswith("-")
