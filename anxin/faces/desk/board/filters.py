"""Which part of the board is asked for, as its address says it."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.domain.places import gateway as places
from anxin.domain.repairs.queries.lists import ONLY

AHEAD = timedelta(days=14)
"""So far ahead the board can be looked at."""


@dataclass(frozen=True, kw_only=True)
class BoardFilter:
    """Which part of the board is asked for, as the address says it."""

    place: str
    unknown: bool
    typed: str
    brand: str
    only: str
    whole: bool
    day: date | None = None
    """A day ahead; None: today."""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.place or self.brand or self.only)

    def url(self, **changes: str) -> str:
        """Return the board's address with some parts changed; an empty part is left out."""
        parts = {"place": self.place, "brand": self.brand, "show": self.only, "lanes": "all" if self.whole else ""}
        parts["day"] = self.day.isoformat() if self.day else ""
        kept = {name: value for name, value in {**parts, **changes}.items() if value}
        return f"{reverse('desk:board')}?{urlencode(kept)}" if kept else reverse("desk:board")


def wanted_of(request: HttpRequest) -> BoardFilter:
    """Read the address; what it can't mean counts as not said."""
    get = request.GET
    typed = get.get("place", "").strip()[:40]
    code = places.known_code(typed) if typed.isdecimal() else places.read(typed).code if typed else ""
    return BoardFilter(
        place=_bare(code),
        unknown=bool(typed) and not code,
        typed=typed,
        brand=get.get("brand", "")[:40],
        only=get.get("show", "") if get.get("show") in ONLY else "",
        whole=get.get("lanes") == "all",
        day=_day_ahead(get.get("day", "")),
    )


def _day_ahead(typed: str) -> date | None:
    """Read a day ahead, as far as the board looks; today and what is none of these days is no such day."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if timedelta() < found - timezone.localdate() <= AHEAD else None


def _bare(code: str) -> str:
    return code[:6] if len(code) > 6 else code
