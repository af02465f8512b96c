"""Who is asked for a division: whoever has it exclusively, else whoever shares it, else who helps out."""

from collections.abc import Iterable, Sequence

from anxin.core.errors import Invalid
from anxin.domain.places.rules import bare, covers

type Lines[Key] = Sequence[tuple[Key, str, str]]
"""What outlets serve: whose, which kind (shared, exclusive, overflow, apart), the bare division."""


def lines[Key](rows: Iterable[tuple[Key, str, str]]) -> Lines[Key]:
    """Return territories with their divisions bare of zeros."""
    return [(key, kind, bare(division)) for key, kind, division in rows]


def inside[Key](territories: Lines[Key], division: str) -> dict[Key, set[str]]:
    """Return who serves a division, in which kinds; not whose own exception it lies in."""
    found: dict[Key, set[str]] = {}
    for key, kind, area in territories:
        if division.startswith(area):
            found.setdefault(key, set()).add(kind)
    return {key: kinds for key, kinds in found.items() if "apart" not in kinds}


def asked_and_helpers[Key](territories: Lines[Key], division: str) -> tuple[frozenset[Key], frozenset[Key]]:
    """Return who is asked for a division, and who helps out where they have nobody.

    Whoever has it exclusively is asked alone; where nobody has or shares it, who helps out is asked at once.
    """
    served = inside(territories, division)
    helpers = frozenset(key for key, kinds in served.items() if kinds == {"overflow"})
    alone = frozenset(key for key, kinds in served.items() if "exclusive" in kinds)
    first = alone or frozenset(served) - helpers
    return (first, helpers) if first else (helpers, frozenset())


SERVES = ("shared", "exclusive", "overflow")


def reduced(areas: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return kinds by division, what another of the same kind holds already left away.

    Raises `Invalid` for a division told in two kinds, and for what is left out of nothing.
    """
    found: dict[str, str] = {}
    for kind, code in areas:
        if kind not in (*SERVES, "apart"):
            raise Invalid("areas", expected=" | ".join((*SERVES, "apart")), got=kind)
        if found.setdefault(code, kind) != kind:
            raise Invalid("areas", expected="each division once", got=code)
    for code, kind in found.items():
        if kind == "apart" and not any(each != "apart" and above(other, code) for other, each in found.items()):
            raise Invalid("areas", expected="a wider area it is left out of", got=code)
    return {
        code: kind
        for code, kind in found.items()
        if not any(each == kind and above(other, code) for other, each in found.items())
    }


def above(wider: str, code: str) -> bool:
    """Return whether a division lies below another."""
    return bare(code) != bare(wider) and covers(wider, code)
