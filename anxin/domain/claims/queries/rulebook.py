"""The claim rules as everybody may read them: every value with its notice, its past, what comes (E-commerce Law 34)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from anxin.core import settings
from anxin.core.settings import Setting
from anxin.core.settings.models import SettingRow
from anxin.domain.claims.wording.settings import SETTINGS
from anxin.domain.people import queries as people

LEFT_OUT = ("law", "return_address", "rules_version")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A value from a day on, with who is said to have asked for it and on what ground."""

    value: Any
    from_at: datetime
    why: str
    source: str


@dataclass(frozen=True, kw_only=True)
class OwnRule:
    """What one house chose for itself, from a moment on; `coming` where that lies ahead."""

    house: str
    value: Any
    from_at: datetime
    coming: bool


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: its value at the moment asked for, since when, how long before a change is published, what comes.

    `own` are the houses for which something else counts.
    """

    setting: Setting
    title: str
    value: Any
    since: datetime | None
    source: str
    notice_days: int
    coming: tuple[Change, ...]
    own: tuple[OwnRule, ...]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of a day, under the name of their edition; `changed_on` are the days on which any of them changed."""

    edition: str
    on: date
    rules: tuple[Rule, ...]
    changed_on: tuple[date, ...]
    changed_at: datetime | None


def published(*, on: date, now: datetime) -> Rules:
    """Return the rules as they stand, stood or will stand at the end of a day (four queries)."""
    at = min(_end_of(on), now) if on == timezone.localtime(now).date() else _end_of(on)
    names = [name for name in SETTINGS if name not in LEFT_OUT]
    values = settings.all_valid(at=at)
    told = settings.histories(*(f"claims.{name}" for name in (*names, "rules_version")))
    own = own_rules(*names, at=at)
    changes = {name: _changes(told[f"claims.{name}"]) for name in (*names, "rules_version")}
    moments = sorted({one.from_at for several in changes.values() for one in several})
    rules = tuple(_rule(name, values[f"claims.{name}"], changes[name], own[name], at) for name in names)
    return Rules(
        edition=str(values["claims.rules_version"].value),
        on=on,
        rules=rules,
        changed_on=tuple(dict.fromkeys(timezone.localtime(moment).date() for moment in reversed(moments))),
        changed_at=max((moment for moment in moments if moment <= at), default=None),
    )


def _rule(name: str, value: settings.Value, changes: list[Change], own: tuple[OwnRule, ...], at: datetime) -> Rule:
    setting = settings.declared(f"claims.{name}")
    return Rule(
        setting=setting,
        title=str(SETTINGS[name]),
        value=value.value,
        since=value.valid_from,
        source=value.source,
        notice_days=setting.notice_days,
        coming=tuple(change for change in changes if change.from_at > at),
        own=own,
    )


def own_rules(*names: str, at: datetime) -> dict[str, tuple[OwnRule, ...]]:
    """Return by rule which houses have one of their own, for everybody to read (two queries)."""
    open_names = [f"claims.{name}" for name in names if settings.declared(f"claims.{name}").per_organisation]
    rows = settings.of_houses(*open_names, at=at)
    houses = people.house_names(row.organisation for several in rows.values() for row in several)

    def own(row: SettingRow) -> OwnRule:
        house = houses.get(row.organisation, "")
        return OwnRule(house=house, value=row.value, from_at=row.valid_from, coming=row.valid_from > at)

    return {name: tuple(own(row) for row in rows.get(f"claims.{name}", ())) for name in names}


def _changes(told: list[SettingRow]) -> list[Change]:
    """Return what was agreed for everybody, the earliest first; what was withdrawn or never confirmed is none."""
    rows = [one for one in told if one.confirmed_at and not one.withdrawn_at]
    return [Change(value=row.value, from_at=row.valid_from, why=row.why, source=row.source) for row in reversed(rows)]


def _end_of(day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)
