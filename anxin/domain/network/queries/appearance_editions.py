"""The editions of how a brand shows itself: what it chose, when, who, newest first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.domain.network.models import MarkPicture
from anxin.domain.network.rules import appearance
from anxin.domain.network.rules.situation import AppearanceSituation
from anxin.domain.people.models import Organisation

MOST = 30


@dataclass(frozen=True, kw_only=True)
class AppearanceEdition:
    """One edition: its key, from when it was shown, who chose it, the parts, and the hash of the mark's picture."""

    key: str
    at: datetime
    by: str
    picture: str
    parts: dict[str, Any] = field(default_factory=dict)


def appearance_editions(house: Organisation, *, now: datetime) -> list[AppearanceEdition]:
    """Return the editions that were shown, newest first (one query)."""
    found = settings.histories(appearance.SETTING, appearance.PICTURE, organisation=str(house.pk))
    rows = [row for several in found.values() for row in several if row.confirmed_at and not row.withdrawn_at]
    editions: list[AppearanceEdition] = []
    parts: dict[str, Any] = {}
    picture = ""
    for row in sorted((row for row in rows if row.valid_from <= now), key=lambda row: (row.valid_from, row.id)):
        parts, picture = (row.value, picture) if row.name == appearance.SETTING else (parts, str(row.value))
        one = AppearanceEdition(key=str(row.id), at=row.valid_from, by=row.proposed_by, parts=parts, picture=picture)
        if editions and editions[-1].at == one.at:
            editions.pop()
        editions.append(one)
    return editions[::-1][:MOST]


def was_shown(house: Organisation, picture: str) -> bool:
    """Return whether a picture was looked at and shown as this brand's mark once."""
    return MarkPicture.objects.filter(brand=house, picture=picture).exclude(picture="").exists()


def appearance_situation(
    row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False
) -> AppearanceSituation:
    """Return the situation of how a brand shows itself; `under_lock` locks the brand first."""
    if under_lock:
        lock(row)
    editions = appearance_editions(row, now=now)
    return AppearanceSituation(
        own=row.kind == Organisation.Kind.BRAND and by.organisation == str(row.pk),
        picture=bool(editions and editions[0].picture),
        earlier=len(editions) > 1,
    )
