"""What can be asked about places: divisions to choose from, and how a text would be read."""

from anxin.domain.places import resolving, rules
from anxin.domain.places.models import Place
from anxin.domain.places.resolving import Contact, Division, Resolved

__all__ = ["Contact", "Division", "Resolved", "children", "covers", "division", "read", "read_contact"]


def read(text: str, *, city: str = "") -> Resolved:
    """Say how an address would be understood, without keeping it."""
    return resolving.resolve(text, city=city)


def read_contact(line: str, *, city: str = "") -> Contact:
    """Say how a pasted line with name, phone and address would be understood, without keeping it."""
    return resolving.resolve_contact(line, city=city)


def division(code: str) -> Division:
    """Give one division by its code."""
    return resolving.division(code)


def children(code: str = "") -> tuple[Division, ...]:
    """List the divisions directly below one; the provinces for an empty code."""
    return resolving.children(code)


def covers(*, division: str, place: Place) -> bool:
    """Say whether a place lies in a division."""
    return rules.covers(division, place.code) or rules.covers(division, place.county_code)
