"""Addresses of the next page, with what was filtered kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

COUNTED_TO = 1000


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list: its rows and where it stands."""

    rows: tuple[object, ...]
    number: int
    has_next: bool
    total: int | None = None

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def said(self) -> str:
        """How many there are, as it is shown: long lists are counted to a bound only."""
        return "" if self.total is None else said(self.total)


def said(count: int) -> str:
    """Return how many there are of what is counted to a bound, as it is shown."""
    return f"{COUNTED_TO - 1}+" if count >= COUNTED_TO else str(count)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One way to narrow a list; an empty value is the whole list."""

    value: str
    name: str
    count: int | str | None = None
    tone: str = ""


MOST = 10_000


def asked_for(request: HttpRequest) -> int:
    """Read which page is asked for; what can't be meant is the first."""
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return number if 0 < number < MOST else 1


def lands(request: HttpRequest) -> bool:
    """Return whether a list may land in its first case: not where the list itself was asked for."""
    return "list" not in request.GET


def query(request: HttpRequest | None, changes: Mapping[str, str | int | None]) -> str:
    """Return the query of this address with some parts changed or, for None, taken out."""
    if request is None:
        return "?"
    parts = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            parts.pop(name, None)
        else:
            parts[name] = str(value)
    return f"?{parts.urlencode()}"
