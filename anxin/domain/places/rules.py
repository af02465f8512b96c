"""What is decided about places: equality of codes, cover by division, how much of an address goes out, whose tiles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from anxin.core.errors import Invalid
from anxin.domain.places.choices import AMAP, OWN, TENCENT, TIANDITU

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


WIDE_M = 10_000


def is_wide(radius_m: int) -> bool:
    """Return whether a place is known to a county or a city only: an area, not a point."""
    return radius_m > WIDE_M


def known_part(division: str, precision: str) -> str:
    """Return the division that a place's point stands for: 四川省 成都市 武侯区 known to its city is 成都市."""
    parts = division.split()
    level = {"province": 0, "city": 1, "county": 2}.get(precision, len(parts))
    if parts and parts[0].endswith("市"):  # a municipality is province and city in one
        level = max(level - 1, 0)
    return parts[min(level, len(parts) - 1)] if parts else ""


TIANDITU_TILES = (
    "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
TIANDITU_CREDIT = "天地图"
LICENSED = {AMAP: "高德地图", TENCENT: "腾讯地图"}
"""Who gives an address only by a contract, and what stands below by default; both draw in GCJ-02."""
_KEY, _ORIGIN = (
    re.compile(r"[0-9A-Za-z-]*"),
    re.compile(r"http(?P<secret>s?)://(?P<host>[A-Za-z0-9.-]+)(:[0-9]{1,5})?/"),
)


@dataclass(frozen=True, kw_only=True)
class Streets:
    """Whose tiles maps show: the layers' addresses, their one origin (empty: our own), datum, and what stands below."""

    layers: tuple[str, ...]
    origin: str
    datum: str
    credit: str


def streets_of(told: Mapping[str, str]) -> Streets | None:
    """Return whose tiles maps show as the settings say; None where none are, or what they need lacks."""
    if told["streets"] == TIANDITU and told["streets_key"]:
        layers = tuple(TIANDITU_TILES.format(layer=one, key=told["streets_key"]) for one in ("vec", "cva"))
        credit = told["streets_credit"] or TIANDITU_CREDIT
        return Streets(layers=layers, origin=_origin(layers[0]), datum="WGS-84", credit=credit)
    url, credit = told["streets_url"].replace("{key}", told["streets_key"]), told["streets_credit"]
    if not url or ("{key}" in told["streets_url"] and not told["streets_key"]):
        return None
    if told["streets"] in LICENSED:
        credit = credit or LICENSED[told["streets"]]
        return Streets(layers=(url,), origin=_origin(url), datum="GCJ-02", credit=credit)
    if told["streets"] == OWN:
        return Streets(layers=(url,), origin=_origin(url), datum=told["streets_datum"], credit=credit)
    return None


def check_key(value: str) -> None:
    """Refuse what is no key for maps."""
    if not _KEY.fullmatch(value):
        raise Invalid("places.streets_key", expected="digits, letters and hyphens", got=value[:20])


def check_tiles(value: str) -> None:
    """Refuse an address of tiles without its places, or one that isn't encrypted, on this machine or below our own."""
    if not value:
        return
    named = set(re.findall(r"{(-?[a-z]+)}", value)) - {"key"}
    if not {"z", "x"} <= named or not named <= {"z", "x", "y", "-y"} or len(named) != 3:
        raise Invalid("places.streets_url", expected="{z}, {x} and {y}", got=value[:60])
    own = value.startswith("/") and not value.startswith("//")
    found = None if own else _ORIGIN.match(value)  # a host and a port, nothing else: it goes into a policy
    if not own and not (found and (found["secret"] or found["host"] in ("127.0.0.1", "localhost"))):
        raise Invalid("places.streets_url", expected="https://… | /…", got=value[:60])


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
