"""The gateway to the address engine: text in, a place with doubt out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from anxin.core.errors import Missing
from anxin.core.singletons import single
from anxin.engines import address

OUTSIDE = "outside_service"
AMBIGUOUS = "ambiguous"
ABROAD = ("71", "81", "82")
"""Taiwan, Hong Kong and Macau: nobody of ours goes there, and nothing is promised."""


class UnknownDivision(Missing):
    """The table has no division of this code."""

    code = "places.unknown_division"


@dataclass(frozen=True, kw_only=True)
class Division:
    """One division as a choice: its code, its name long and short, the chain above it, and its point if known."""

    code: str
    name: str
    full_name: str
    short: str = ""
    lng: float | None = None
    lat: float | None = None

    @property
    def called(self) -> str:
        """Return what people call it, in the language that is spoken: 成都, Chengdu."""
        return called(self.code, self.short or self.name)


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Where a text points to; empty where the engine couldn't tell."""

    code: str
    county_code: str
    province: str
    city: str
    county: str
    town: str
    detail: str
    lng: float | None
    lat: float | None
    radius_m: int
    precision: str
    confidence: float
    notes: tuple[str, ...]
    alternatives: tuple[Division, ...]

    @property
    def outside(self) -> bool:
        """Return whether it lies in Taiwan, Hong Kong or Macau, where nobody of ours goes."""
        return OUTSIDE in self.notes

    @property
    def meant(self) -> tuple[Division, ...]:
        """Return the places that are called so, where a text says not which one; none where it names one."""
        if AMBIGUOUS not in self.notes:
            return ()
        own = (division(self.code),) if self.code else ()
        return tuple({one.code: one for one in (*own, *self.alternatives)}.values())

    @property
    def division(self) -> str:
        """Return the chain in words, each name once."""
        return " ".join(dict.fromkeys(filter(None, (self.province, self.city, self.county, self.town))))


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A pasted line taken apart: who, which phones, where."""

    name: str
    phones: tuple[str, ...]
    place: Resolved


@dataclass(frozen=True, kw_only=True)
class Area:
    """One entry of a pasted list of areas: understood, doubtful (what it may mean stands beside it), or unknown."""

    text: str
    status: str
    code: str = ""
    name: str = ""
    apart: bool = False
    options: tuple[Division, ...] = ()


@single
def _gazetteer() -> address.Gazetteer:
    return address.load()


IN_LATIN = (
    ("香港", re.compile(r"\b(hong ?kong|kowloon)\b", re.IGNORECASE)),
    ("澳门", re.compile(r"\b(maca[uo])\b", re.IGNORECASE)),
    ("台湾", re.compile(r"\b(taiwan|taipei|kaohsiung|taichung)\b", re.IGNORECASE)),
)
"""What people there call it in an English address; the engine reads Chinese."""


def read(text: str, *, city: str = "") -> Resolved:
    """Return how an address would be understood, without keeping it."""
    found = _gazetteer().resolve(text, address.Hints(city=city))
    named = next((name for name, said in IN_LATIN if said.search(text)), "") if not found.code else ""
    return _resolved(_gazetteer().resolve(named) if named else found)


def read_contact(line: str, *, city: str = "") -> Contact:
    """Return how a pasted line with name, phones and address, in any order, would be understood."""
    found = _gazetteer().resolve_contact(line, address.Hints(city=city))
    phones = tuple(f"{one.number}转{one.extension}" if one.extension else one.number for one in found.phones)
    return Contact(name=found.name, phones=phones, place=_resolved(found.place))


def areas(text: str, *, within: str = "") -> tuple[Area, ...]:
    """Read a pasted list of areas, `朝阳区除首都机场` among them; `within` is a place the list is about."""
    return tuple(_area(one) for one in _gazetteer().parse_areas(text, known_code(within)))


def _area(one: address.Entry) -> Area:
    options = tuple(Division(code=each.code, name=each.name, full_name=each.name) for each in one.alternatives)
    if not one.code:
        status = "doubtful" if options else "unknown"
        return Area(text=one.text, status=status, apart=one.apart, options=options)
    changed = any(note.startswith(("historical", "zone", "heard")) for note in one.notes)
    own = (Division(code=one.code, name=one.full_name, full_name=one.full_name),) if changed else ()
    status = "doubtful" if changed else "understood"
    return Area(
        text=one.text, status=status, code=one.code, name=one.full_name, apart=one.apart, options=(*own, *options)
    )


def _resolved(found: address.Resolution) -> Resolved:
    point = found.point
    return Resolved(
        code=found.code,
        county_code=found.county_code,
        province=found.province,
        city=found.city,
        county=found.county,
        town=found.town,
        detail=found.detail,
        lng=point.lng if point else None,
        lat=point.lat if point else None,
        radius_m=found.radius_m,
        precision=found.precision,
        confidence=found.confidence,
        notes=tuple(found.notes),
        alternatives=tuple(Division(code=one.code, name=one.name, full_name=one.name) for one in found.alternatives),
    )


def division(code: str) -> Division:
    """Return one division by its code."""
    try:
        found = _gazetteer().division(code)
    except address.UnknownDivision as error:
        raise UnknownDivision({"code": code[:12]}) from error
    return _shown(found)


def _shown(found: address.Division) -> Division:
    point = found.point
    return Division(
        code=found.code,
        name=found.name,
        full_name=found.full_name,
        short=found.short,
        lng=point.lng if point else None,
        lat=point.lat if point else None,
    )


def called(code: str, short: str) -> str:
    """Return a division's short name in the language that is spoken: as it is in Chinese, else in Latin letters."""
    return short if (get_language() or "zh").startswith("zh") else _gazetteer().latin(code)


def simplified(text: str) -> str:
    """Return a text in simplified characters, in which two are compared: 陳 is 陈."""
    return _gazetteer().simplified(text)


def children(code: str = "") -> tuple[Division, ...]:
    """Return the divisions directly below one; the provinces for an empty code."""
    try:
        found = _gazetteer().children(code)
    except address.UnknownDivision as error:
        raise UnknownDivision({"code": code[:12]}) from error
    return tuple(_shown(one) for one in found)


@cache
def counties(province: str) -> tuple[str, ...]:
    """Return the codes of all counties of a province, prefectures without counties among them."""
    found = []
    for one in children(province):
        below = children(one.code) if len(one.code) == 4 else ()
        found += [two.code for two in below if len(two.code) == 6] if below else [one.code]
    return tuple(found)


def known_code(code: str) -> str:
    """Return the code if today's table has it, else an empty text."""
    try:
        return _gazetteer().division(code).code if code else ""
    except address.UnknownDivision:
        return ""


def to_wgs84(lng: float, lat: float, datum: str) -> tuple[float, float]:
    """Turn a point of WGS-84, GCJ-02 or BD-09 into WGS-84, longitude first."""
    latitude, longitude = address.convert((lat, lng), datum, "WGS-84")
    return longitude, latitude


def from_wgs84(lng: float, lat: float, datum: str) -> tuple[float, float]:
    """Turn a point of WGS-84 into WGS-84, GCJ-02 or BD-09, longitude first."""
    latitude, longitude = address.convert((lat, lng), "WGS-84", datum)
    return longitude, latitude


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Measure the metres between two points, longitude first."""
    return round(address.distance_m((one[1], one[0]), (other[1], other[0])))
