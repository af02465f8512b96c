"""The regions that people look for service in: cities, made of the divisions of today's table."""

from dataclasses import dataclass

from anxin.core.singletons import single
from anxin.domain.places.gateway import ABROAD, Division, UnknownDivision, called, children


@dataclass(frozen=True, kw_only=True)
class Region:
    """A city as people look for service in: a prefecture, a municipality, or a county its province rules itself."""

    code: str
    name: str
    short: str
    province: str
    counties: tuple[str, ...]

    @property
    def called(self) -> str:
        """Return what people call it, in the language that is spoken: 成都, Chengdu."""
        return called(self.code, self.short)


@single
def _regions() -> dict[str, Region]:
    found = {}
    for province in children():
        below = () if province.code in ABROAD else children(province.code)
        if below and all(len(one.code) == 6 for one in below):  # a municipality
            found[province.code] = _region(province, province, tuple(one.code for one in below))
            continue
        for one in below:
            theirs = tuple(two.code for two in children(one.code)) if len(one.code) == 4 else (one.code,)
            found[one.code] = _region(one, province, theirs)
    return found


def _region(one: Division, province: Division, theirs: tuple[str, ...]) -> Region:
    return Region(
        code=one.code,
        name=one.name,
        short=one.short or one.name,
        province=province.code,
        counties=theirs or (one.code,),
    )


def regions(province: str = "") -> tuple[Region, ...]:
    """Return the regions of a province, or of the whole country."""
    return tuple(one for one in _regions().values() if province in ("", one.province))


def region(code: str) -> Region:
    """Return a region by its code."""
    found = _regions().get(code)
    if found is None:
        raise UnknownDivision({"code": code[:12]})
    return found


def region_of(county: str) -> Region | None:
    """Return the region a county lies in."""
    known = _regions()
    return next((known[one] for one in (county[:6], county[:4], county[:2]) if one in known), None)
