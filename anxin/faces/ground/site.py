"""The imprint of this installation: who runs it, under which licence, whom to call."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Site:
    """What every public page has to carry."""

    name: str = "安心售后"
    operator: str = ""
    licence: str = ""
    filing: str = ""
    hotline: str = ""
    published: date | None = None
    changed: date | None = None
    accent: str = ""


def imprint(*, now: datetime) -> Site:
    """Read the imprint as it stands at this moment."""
    return Site()
