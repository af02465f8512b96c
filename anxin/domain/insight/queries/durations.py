"""How long it took, for anybody to read: of a county where it has enough cases, else of its city, province, nation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from anxin.core import settings
from anxin.domain.insight import rules
from anxin.domain.insight.models import MeasuredTime
from anxin.domain.people.models import Organisation

FEWEST = "insight.public_least"


@dataclass(frozen=True, kw_only=True)
class MeasuredStep:
    """One step as measured: half and nine in ten in seconds, how many there were and how many kept the promise."""

    step: str
    n: int
    half_s: int
    nine_s: int
    held: int
    told: bool
    """Whether there are enough of them to tell anybody of."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """The measured steps of one place, the narrowest that has enough cases; `division` is "" for the nation."""

    division: str = ""
    at: datetime | None = None
    steps: Mapping[str, MeasuredStep] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """Return whether anything can be told."""
        return any(one.told for one in self.steps.values())


def times(*, brand: Organisation, county: str = "", category: str = "", now: datetime) -> Times:
    """Return how long the steps took where somebody lives, or in the narrowest place around it that says enough."""
    rows = MeasuredTime.objects.filter(brand=brand, category=category, division__in=rules.places_above(county))
    rows = rows.exclude(step=rules.AFAR)
    found = _times(rows, now)
    nation = found.get("", Times())
    return next((found[one] for one in rules.places_above(county) if one in found and found[one].told), nation)


def solved_from_afar(*, brand: Organisation, category: str, now: datetime) -> MeasuredStep | None:
    """Return how often help from afar put goods right in the last days; None where too few say anything (one query)."""
    row = MeasuredTime.objects.filter(brand=brand, category=category, division="", step=rules.AFAR).first()
    if row is None or row.n < settings.get(FEWEST, at=now):
        return None
    return MeasuredStep(step=row.step, n=row.n, half_s=0, nine_s=0, held=row.held, told=True)


def times_of(*, brand: Organisation, divisions: Iterable[str], category: str, now: datetime) -> dict[str, Times]:
    """Return the same for several places at once, each for itself (one query)."""
    rows = MeasuredTime.objects.filter(brand=brand, category=category, division__in=list(divisions))
    return _times(rows.exclude(step=rules.AFAR), now)


def _times(rows: QuerySet[MeasuredTime], now: datetime) -> dict[str, Times]:
    fewest: int = settings.get(FEWEST, at=now)
    steps: dict[str, dict[str, MeasuredStep]] = {}
    worked_out: dict[str, datetime] = {}
    for row in rows:
        enough = row.n >= fewest
        steps.setdefault(row.division, {})[row.step] = MeasuredStep(
            step=row.step, n=row.n, half_s=row.half_s, nine_s=row.nine_s, held=row.held, told=enough
        )
        worked_out[row.division] = row.at
    return {one: Times(division=one, at=worked_out[one], steps=found) for one, found in steps.items()}
