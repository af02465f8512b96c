"""Settings as people read them: values with their unit, rows of the history with who and why."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings as django
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from anxin.core import money, settings, wording
from anxin.core.actors import Actor
from anxin.core.settings import SETTINGS, Setting
from anxin.core.wording import joined
from anxin.domain.claims import queries as claims
from anxin.domain.opening.commands import SETTING_CHANGES
from anxin.domain.opening.queries.setting_changes import change_situation, kept_by, scope_of
from anxin.domain.opening.wording import CHANGES
from anxin.domain.people import queries as people
from anxin.faces.desk.settings.shaped import SHAPES
from anxin.faces.desk.settings.shapes import Named, ShapeLine

GROUPS = {
    "repairs": gettext_lazy("Repairs"),
    "goods": gettext_lazy("Goods and services"),
    "visits": gettext_lazy("Visits and offers"),
    "quality": gettext_lazy("Follow-ups and grades"),
    "claims": gettext_lazy("Claims"),
    "evidence": gettext_lazy("Evidence"),
    "standing": gettext_lazy("Reputation"),
    "people": gettext_lazy("Messages and sign-in"),
    "site": gettext_lazy("This site"),
}
OTHERS = gettext_lazy("Files, stamps, interfaces")
ORIGINS = {
    "own": gettext_lazy("set by the organisation"),
    "installation": gettext_lazy("set here"),
    "version": gettext_lazy("by law or rule"),
    "default": gettext_lazy("as delivered"),
}
LANGUAGES = dict(django.LANGUAGES)
TONES = {"waiting": "amber", "counting": "teal"}
SHORT = 60


@dataclass(frozen=True, kw_only=True)
class SettingLine:
    """One setting in the list."""

    name: str
    url: str
    title: str
    value: str
    origin: str
    from_at: datetime | None
    source: str
    second: bool
    notice: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class SettingChangeRow:
    """One change in the history."""

    id: UUID
    name: str
    title: str
    url: str
    value: str
    short: str
    lines: list[ShapeLine]
    before: str
    from_at: datetime
    state: str
    tone: str
    by: str
    at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    why: str
    source: str
    may_confirm: bool
    may_withdraw: bool


def value_words(setting: Setting, value: Any, *, whole: bool = False) -> str:
    """Say a value with its unit."""
    if setting.kind is bool:
        return _("yes") if value else _("no")
    if setting.kind is int:
        return _number(value, setting.unit)
    if setting.kind is str:
        return wording.words_of(wording.VALUES.get(setting.name, LANGUAGES), value) or pgettext("a setting", "nothing")
    if whole:
        return json.dumps(value, ensure_ascii=False, indent=2)
    text = _chosen(setting, value) or _listed(value)
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _chosen(setting: Setting, value: Any) -> str:
    """Return what was chosen for each of several names, in words; nothing of a value of another shape."""
    shape = SHAPES.get(setting.name)
    chosen = isinstance(shape, Named) and all(one.choices for one in shape.named)
    return joined(f"{one.name}: {one.said}" for one in lines_of(setting, value)) if chosen else ""


def lines_of(setting: Setting, value: Any) -> list[ShapeLine]:
    """Return a value with a shape of its own in words, line by line; nothing where an older one can't be read so."""
    shape = SHAPES.get(setting.name)
    return shape.lines(value) if shape and type(value) is setting.kind else []


def _changed(setting: Setting, value: Any, before: Any) -> list[ShapeLine]:
    """Return what a change of a value with a shape of its own makes of what was before, in words, line by line."""
    shape = SHAPES.get(setting.name)
    return shape.changed(value, before) if shape and type(value) is setting.kind else []


def _listed(value: Any) -> str:
    """Return what a table or a list holds, without the signs a program needs; of a table of lists how many it has."""
    if isinstance(value, dict) and not _holds_lists(value):
        return joined(filter(None, map(_listed, value.values())))
    if isinstance(value, dict | list):
        return ngettext("{n} entry", "{n} entries", len(value)).format(n=len(value)) if value else ""
    return str(value)


def _holds_lists(value: dict[str, Any]) -> bool:
    return any(isinstance(one, list) or (isinstance(one, dict) and _holds_lists(one)) for one in value.values())


def _number(value: int, unit: str) -> str:
    words = {
        "min": ngettext("{n} minute", "{n} minutes", value),
        "h": ngettext("{n} hour", "{n} hours", value),
        "d": ngettext("{n} day", "{n} days", value),
        "y": ngettext("{n} year", "{n} years", value),
        "m": ngettext("{n} metre", "{n} metres", value),
        "percent": _("{n} %"),
        "oclock": "{n}:00",
    }
    if unit == "fen":
        return money.format_fen(value)
    return words.get(unit, f"{{n}} {unit}".strip()).format(n=value)


def groups(actor: Actor, *, now: datetime) -> list[tuple[str, list[SettingLine]]]:
    """Return the list, group by group (two queries)."""
    scope = scope_of(actor)
    values = settings.all_valid(at=now, organisation=scope)
    waiting = {one.name for one in settings.waiting(organisation=scope)}
    found: dict[str, list[SettingLine]] = {}
    for one in kept_by(actor):
        prefix = one.name.partition(".")[0]
        found.setdefault(prefix if prefix in GROUPS else "", []).append(_line(one, values[one.name], waiting))
    order = [*GROUPS, ""]
    return [(str(GROUPS.get(key, OTHERS)), found[key]) for key in order if key in found]


def _line(one: Setting, value: settings.Value, waiting: set[str]) -> SettingLine:
    notice = ngettext("{n} day's notice", "{n} days' notice", one.notice_days).format(n=one.notice_days)
    return SettingLine(
        name=one.name,
        url=reverse("desk:setting", args=[one.name]),
        title=str(one.title),
        value=value_words(one, value.value),
        origin=str(ORIGINS[value.origin]),
        from_at=value.valid_from,
        source=value.source,
        second=one.second_person,
        notice=notice if one.notice_days else "",
        waits=one.name in waiting,
    )


def own_of(setting: Setting, *, now: datetime) -> list[tuple[claims.OwnRule, str]]:
    """Return the houses for which something of their own counts of a rule of claims, with what it is, in words."""
    app, _dot, name = setting.name.partition(".")
    own = claims.own_rules(name, at=now)[name] if app == "claims" and setting.per_organisation else ()
    return [(one, value_words(setting, one.value)) for one in own]


def rows_of(changes: Iterable[Any], *, actor: Actor, now: datetime) -> list[SettingChangeRow]:
    """Return changes as the history shows them, newest first (one query for the names)."""
    listed = [one for one in changes if one.name in SETTINGS]
    keys = [key for one in listed for key in (one.proposed_by, one.confirmed_by) if key]
    names = people.account_names(key.partition(":")[2] for key in keys)
    counting = settings.all_valid(at=now, organisation=scope_of(actor))
    found = []
    for place, one in enumerate(listed):
        before = next((two.value for two in listed[place + 1 :] if two.name == one.name and two.confirmed_at), None)
        found.append(_row(one, before, names, counting, actor, now))
    return found


def _row(
    one: Any,
    before: Any,
    names: dict[str, str],
    counting: dict[str, settings.Value],
    actor: Actor,
    now: datetime,
) -> SettingChangeRow:
    setting = SETTINGS[one.name]
    state = settings.state_of(one, counting=counting[one.name], now=now)
    allowed = SETTING_CHANGES.allowed(change_situation(one, by=actor, now=now), actor)
    return SettingChangeRow(
        id=one.id,
        name=one.name,
        title=str(setting.title),
        url=reverse("desk:setting", args=[one.name]),
        value=value_words(setting, one.value, whole=setting.kind in (list, dict)),
        short=value_words(setting, one.value),
        lines=_changed(setting, one.value, setting.default if before is None else before),
        before=value_words(setting, before) if before is not None and setting.kind not in (list, dict) else "",
        from_at=one.valid_from,
        state=str(CHANGES[state]),
        tone=TONES.get(state, ""),
        by=_called(one.proposed_by, names),
        at=one.proposed_at,
        confirmed_by=_called(one.confirmed_by, names) if one.confirmed_by != one.proposed_by else "",
        confirmed_at=one.confirmed_at,
        why=one.why,
        source=one.source,
        may_confirm="confirmation" in allowed,
        may_withdraw="withdrawal" in allowed,
    )


def _called(key: str, names: dict[str, str]) -> str:
    kind, _sep, who = key.partition(":")
    return names.get(who, _("the system") if kind == "system" else who)
