"""What is decided about publications: what an edition of a city page is made of, and what the next one changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one edition of a city page changed: codes of outlets and counties, and whether the prices are others."""

    outlets_come: tuple[str, ...] = ()
    outlets_gone: tuple[str, ...] = ()
    counties_come: tuple[str, ...] = ()
    counties_gone: tuple[str, ...] = ()
    technicians: int = 0
    prices: str = ""

    @property
    def any(self) -> bool:
        """Return whether it changed anything a reader can see."""
        return self != Change()


def city_facts(
    *, outlets: Iterable[str], counties: Iterable[str], technicians: int, prices: str
) -> dict[str, list[str] | int | str]:
    """Return what an edition says, in one order."""
    return {
        "outlets": sorted(outlets),
        "counties": sorted(counties),
        "technicians": technicians,
        "prices": prices,
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """Return what became of an edition."""

    def come(name: str) -> tuple[str, ...]:
        return tuple(one for one in after[name] if one not in before.get(name, ()))

    def gone(name: str) -> tuple[str, ...]:
        return tuple(one for one in before.get(name, ()) if one not in after[name])

    return Change(
        outlets_come=come("outlets"),
        outlets_gone=gone("outlets"),
        counties_come=come("counties"),
        counties_gone=gone("counties"),
        technicians=after["technicians"] - before.get("technicians", 0),
        prices=after["prices"] if after["prices"] != before.get("prices", "") else "",
    )
