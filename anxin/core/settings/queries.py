"""What is valid when, and what was valid before."""

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils import timezone

from anxin.core.errors import Invalid
from anxin.core.settings import snapshot
from anxin.core.settings.models import SettingRow
from anxin.core.settings.registry import SETTINGS, Setting, UnknownSetting, Version, declared
from anxin.core.settings.snapshot import NEWEST, confirmed
from anxin.core.zone import SHANGHAI


@dataclass(frozen=True, kw_only=True)
class Value:
    """A value with where it comes from: `own`, `installation`, `version` or `default`."""

    value: Any
    origin: str
    valid_from: datetime | None = None
    source: str = ""


def get(name: str, *, at: datetime, organisation: str = "") -> Any:
    """Return the value valid at a moment: the organisation's own, else the installation's, else the declared one."""
    return valid(name, at=at, organisation=organisation).value


def current(name: str) -> Any:
    """Return the installation's value valid by the clock, for what has no moment of its own: reading a file's cells."""
    return get(name, at=timezone.now())


def several(*names: str, at: datetime, organisation: str = "") -> dict[str, Any]:
    """Return the values of several settings valid at a moment, by name (one query)."""
    found = _chosen_of({name: declared(name) for name in names}, at=at, organisation=organisation)
    return {name: one.value for name, one in found.items()}


def valid(name: str, *, at: datetime, organisation: str = "") -> Value:
    """Return the value valid at a moment with its origin and source."""
    return _chosen_of({name: declared(name)}, at=at, organisation=organisation)[name]


def all_valid(*, at: datetime, organisation: str = "") -> dict[str, Value]:
    """Return the values of all settings valid at a moment (one query)."""
    return _chosen_of(SETTINGS, at=at, organisation=organisation)


def _chosen_of(asked: Mapping[str, Setting], *, at: datetime, organisation: str) -> dict[str, Value]:
    found: dict[str, list[SettingRow]] = {name: [] for name in asked}
    for row in _begun(asked, at=at, houses={"", organisation}):
        setting = asked[row.name]
        if (setting.per_organisation or not row.organisation) and not _fault(setting, row):
            found[row.name].append(row)
    return {name: _chosen(asked[name], newest, at=at, organisation=organisation) for name, newest in found.items()}


def _begun(names: Collection[str], *, at: datetime, houses: Collection[str]) -> Iterable[SettingRow]:
    """Return the rows that count at a moment, of each house the newest first."""
    rows = snapshot.rows()
    if rows is None:
        return confirmed().filter(name__in=names, organisation__in=houses, valid_from__lte=at).order_by(*NEWEST)
    of_each = chain.from_iterable(rows.get((name, house), ()) for name in names for house in houses)
    return (row for row in of_each if row.valid_from <= at)


def unreadable(*, at: datetime) -> dict[str, str]:
    """Return the errors of stored values that are in force at a moment and that this version can't read.

    It was kept by an earlier version; meanwhile what was valid before it counts, at last what is delivered.
    """
    found: dict[str, str] = {}
    seen = set()
    for row in confirmed().filter(name__in=SETTINGS, valid_from__lte=at).order_by(*NEWEST):
        if (row.name, row.organisation) not in seen:
            seen.add((row.name, row.organisation))
            if fault := _fault(SETTINGS[row.name], row):
                found[" ".join(filter(None, (row.name, row.organisation)))] = fault
    return found


def _fault(setting: Setting, row: SettingRow) -> str:
    """Return why a kept value of a shape of its own can't be read; plain numbers and words always can."""
    if setting.check is None:
        return ""
    try:
        setting.checked(row.value)
    except Invalid as error:
        return str(error)
    return ""


def _chosen(setting: Setting, newest: list[SettingRow], *, at: datetime, organisation: str) -> Value:
    if organisation and setting.capped:
        every = _chosen(setting, [row for row in newest if not row.organisation], at=at, organisation="")
        newest = [row for row in newest if row.organisation and row.value < every.value]
        if not newest:
            return every
    own = next((row for row in newest if row.organisation == organisation), None)
    row = own or next((row for row in newest if not row.organisation), None)
    version = _version(setting, at)
    if row is None or (version is not None and _start(version) > row.valid_from):
        return _declared(setting, version)
    return Value(
        value=deepcopy(row.value),  # the row may be kept for the next request
        origin="own" if row.organisation else "installation",
        valid_from=row.valid_from,
        source=row.source,
    )


def history(name: str, *, organisation: str = "") -> list[SettingRow]:
    """Return every row of a setting, newest first, the withdrawn and unconfirmed ones too."""
    return histories(name, organisation=organisation)[name]


def of_houses(*names: str, at: datetime) -> dict[str, list[SettingRow]]:
    """Return what single organisations chose for themselves, by setting: what counts then and what comes (one query).

    Of a capped setting what is beyond that of all, and so counts for nobody, is left out.
    """
    found: dict[str, dict[tuple[str, object], SettingRow]] = {name: {} for name in names}
    for row in confirmed().filter(name__in=names).exclude(organisation="").order_by("valid_from", "id"):
        found[row.name][row.organisation, row.pk if row.valid_from > at else None] = row
    every = several(*names, at=at)
    return {
        name: [one for one in rows.values() if one.value != every[name] and not _beyond(one, every[name])]
        for name, rows in found.items()
    }


def ever_of_houses(name: str) -> dict[str, list[SettingRow]]:
    """Return what single organisations ever chose for themselves, the newest first (one query, if it was not read)."""
    rows = snapshot.rows()
    kept = confirmed().filter(name=name).order_by(*NEWEST) if rows is None else chain.from_iterable(rows.values())
    found: dict[str, list[SettingRow]] = {}
    for row in kept:
        if row.name == name and row.organisation:
            found.setdefault(row.organisation, []).append(row)
    return found


def _beyond(row: SettingRow, most: Any) -> bool:
    return declared(row.name).capped and row.value > most


def histories(*names: str, organisation: str = "") -> dict[str, list[SettingRow]]:
    """Return the same of several settings, by name (one query)."""
    found: dict[str, list[SettingRow]] = {declared(name).name: [] for name in names}
    for row in SettingRow.objects.filter(name__in=names, organisation=organisation).order_by("-valid_from", "-id"):
        found[row.name].append(row)
    return found


def last(name: str, *, organisation: str = "") -> SettingRow | None:
    """Return the change that counts last of all, one that lies ahead among them; none where nobody changed it."""
    rows = snapshot.rows()
    if rows is None:
        return confirmed().filter(name=name, organisation=organisation).order_by(*NEWEST).first()
    return next(iter(rows.get((name, organisation), ())), None)


def first(name: str) -> SettingRow | None:
    """Return the change of the installation's that counted first of all; none where nobody changed it."""
    rows = snapshot.rows()
    if rows is None:
        return confirmed().filter(name=name, organisation="").order_by(*NEWEST).last()
    return next(reversed(rows.get((name, ""), ())), None)


def is_last(row: SettingRow) -> bool:
    """Return whether no later change keeps what this one changed, as one of a setting that has parts does."""
    setting = SETTINGS.get(row.name)
    if setting is None or not setting.has_parts or row.confirmed_at is None or row.withdrawn_at is not None:
        return True
    found = last(row.name, organisation=row.organisation)
    return found is None or found.pk == row.pk


def confirmed_since(row: SettingRow) -> bool:
    """Return whether another change of the same setting was confirmed after this one was proposed."""
    others = confirmed().filter(name=row.name, organisation=row.organisation).exclude(pk=row.pk)
    return others.filter(confirmed_at__gt=row.proposed_at).exists()


def change(key: UUID, *, name: str, organisation: str = "") -> SettingRow:
    """Return one change of a setting."""
    found = SettingRow.objects.filter(id=key, name=name, organisation=organisation).first()
    if found is None:
        raise UnknownSetting({"name": name})
    return found


def state_of(row: SettingRow, *, counting: Value | None = None, now: datetime) -> str:
    """Return how a change stands: `withdrawn`, `waiting` for a second person, counting only `later`, or `begun`.

    Beside what is `counting` now, one that began is that or `past`.
    """
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.confirmed_at is None:
        return "waiting"
    if row.valid_from > now or counting is None:
        return "later" if row.valid_from > now else "begun"
    return "counting" if (counting.valid_from, counting.value) == (row.valid_from, row.value) else "past"


def waiting(*, organisation: str = "") -> list[SettingRow]:
    """Return the proposals that wait for a second person, the oldest first."""
    rows = SettingRow.objects.filter(organisation=organisation, confirmed_at=None, withdrawn_at=None)
    return list(rows.order_by("proposed_at")[:200])


def recent(*, organisation: str = "", limit: int = 20) -> list[SettingRow]:
    """Return who proposed what last."""
    return list(SettingRow.objects.filter(organisation=organisation).order_by("-proposed_at", "-id")[:limit])


def _version(setting: Setting, at: datetime) -> Version | None:
    begun = [version for version in setting.versions if _start(version) <= at]
    return max(begun, key=lambda version: version.valid_from, default=None)


def _start(version: Version) -> datetime:
    return datetime.combine(version.valid_from, time.min, SHANGHAI).astimezone(UTC)


def _declared(setting: Setting, version: Version | None) -> Value:
    if version is None:
        return Value(value=setting.default, origin="default", source=setting.source)
    return Value(value=version.value, origin="version", valid_from=_start(version), source=version.source)
