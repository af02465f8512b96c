"""A change of a setting: its value as its kind asks, from when, why, by which source."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anxin.core import colours, json_texts, wording
from anxin.core.errors import Invalid
from anxin.core.settings import Setting
from anxin.core.zone import SHANGHAI
from anxin.domain.network.rules import appearance
from anxin.faces.desk.settings.rows import value_words
from anxin.faces.ground.site import IMPRINT

UNITS = {
    "min": _("New value in minutes"),
    "h": _("New value in hours"),
    "d": _("New value in days"),
    "y": _("New value in years"),
    "m": _("New value in metres"),
    "oclock": _("New value, an hour of the day"),
}
YES_NO = [("yes", _("yes")), ("no", _("no"))]


class Change(forms.Form):
    """A proposal; `moment` gives the moment it shall count from."""

    when = forms.ChoiceField(
        label=_("From when"),
        choices=[("soon", _("as soon as the rules allow")), ("day", _("from a day on"))],
        widget=forms.RadioSelect,
        initial="soon",
    )
    day = forms.DateField(
        label=_("Day from which it counts"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    why = forms.CharField(label=_("Why; it stays in the history"), max_length=500, widget=forms.Textarea({"rows": 2}))
    source = forms.CharField(label=_("Source: law, contract, decision"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, setting: Setting, value: Any) -> None:
        """Ask for the value as the setting's kind needs it."""
        super().__init__(data)
        self.setting = setting
        self.parts = SHAPES.get(setting.name, ())
        told = value if isinstance(value, dict) else {}
        parts = {one.field: one.ask(told.get(one.name, "")) for one in self.parts}
        self.fields = {**(parts or {"value": _field(setting, value)}), **self.fields}

    def shaped(self) -> list[forms.BoundField]:
        """Return the fields of a value that has several parts, each asked for by itself; none where it is one."""
        return [self[one.field] for one in self.parts]

    def clean_value(self) -> Any:
        """Turn what was typed into a value of the setting's kind."""
        given = self.cleaned_data["value"]
        if self.setting.kind is bool:
            return given == "yes"
        if self.setting.kind in (list, dict):
            return _structure(given, self.setting.kind)
        return int(given * 100) if self.setting.unit == "fen" else given

    def clean(self) -> dict[str, Any]:
        """Ask for the day where one was wanted."""
        given = super().clean() or {}
        if self.parts:
            told = {one.name: one.read(str(given.get(one.field) or "")) for one in self.parts}
            given["value"] = {name: text for name, text in told.items() if text}
        if given.get("when") == "day" and not given.get("day") and "day" not in self.errors:
            self.add_error("day", gettext("Please say from which day."))
        return given

    def moment(self, *, now: datetime) -> datetime:
        """Return the moment from which it shall count: a day's beginning in Shanghai, or the earliest allowed."""
        if self.cleaned_data["when"] == "day":
            day = self.cleaned_data["day"]
            return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        return now + timedelta(days=self.setting.notice_days)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a value that has several: its name in the value, its words, and what it may be."""

    name: str
    label: Any
    most: int = 80
    help: Any = ""
    day: bool = False
    check: Callable[[str], None] | None = None
    read: Callable[[str], str] = str.strip

    @property
    def field(self) -> str:
        """Return the field it is asked for in."""
        return f"value-{self.name}"

    def ask(self, told: object) -> forms.Field:
        """Ask for it, with what stands there now."""
        common: dict[str, Any] = {"label": self.label, "required": False, "initial": told, "help_text": self.help}
        if self.day:
            return forms.DateField(**common, widget=forms.DateInput(attrs={"type": "date"}))
        return forms.CharField(**common, max_length=self.most, validators=[self.check] if self.check else [])


def _accent(given: str) -> None:
    _colour("accent", given)


def _primary(given: str) -> None:
    _colour("primary", given)


def _colour(name: str, given: str) -> None:
    try:
        appearance.check({name: colours.read(given)})
    except Invalid as error:
        raise forms.ValidationError(wording.error(error)) from error


SHAPES = {
    IMPRINT.name: (
        Part(name="name", label=_("Name of this site, as it stands on every page"), most=40),
        Part(name="operator", label=_("Who runs it: the company's full name")),
        Part(name="licence", label=_("Business licence"), most=64),
        Part(name="filing", label=_("Filing number of the site"), most=64),
        Part(name="hotline", label=_("Hotline"), most=32),
        Part(name="published", label=_("Public since"), day=True),
        Part(name="accent", label=_("Accent colour"), most=40, check=_accent, read=colours.read),
    ),
    appearance.SETTING: (
        Part(name="name", label=_("Name on the pages and messages of your cases"), most=appearance.PARTS["name"]),
        Part(name="mark", label=_("Mark: one or two characters"), most=appearance.PARTS["mark"]),
        Part(name="hotline", label=_("Hotline (a brand's: one it vouches for)"), most=appearance.PARTS["hotline"]),
        Part(name="accent", label=_("Accent colour"), most=40, check=_accent, read=colours.read),
        Part(name="primary", label=_("Primary colour"), most=40, check=_primary, read=colours.read),
    ),
}
NAMES = {name: {one.name: one.label for one in parts} for name, parts in SHAPES.items()}


def _field(setting: Setting, value: Any) -> forms.Field:
    label = _("New value")
    if setting.kind is bool:
        return forms.ChoiceField(
            label=label, choices=YES_NO, widget=forms.RadioSelect, initial="yes" if value else "no"
        )
    if setting.choices:
        choices = [(str(one), value_words(setting, one)) for one in setting.choices]
        return forms.ChoiceField(label=label, choices=choices, initial=value)
    if setting.unit == "fen":
        least, most = (None if edge is None else Decimal(edge) / 100 for edge in (setting.least, setting.most))
        yuan = Decimal(value or 0) / 100
        return forms.DecimalField(
            label=_("New value in yuan"), min_value=least, max_value=most, decimal_places=2, initial=f"{yuan:.2f}"
        )
    if setting.kind is int:
        label = UNITS.get(setting.unit, label)
        return forms.IntegerField(label=label, min_value=setting.least, max_value=setting.most, initial=value)
    if setting.kind is str:
        return forms.CharField(label=label, required=False, initial=value, widget=forms.Textarea({"rows": 2}))
    text = json.dumps(value, ensure_ascii=False, indent=2)
    rows = min(text.count("\n") + 3, 24)
    return forms.CharField(label=label, initial=text, widget=forms.Textarea({"rows": rows, "spellcheck": "false"}))


def _structure(text: str, kind: type) -> Any:
    try:
        found = json_texts.read(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise forms.ValidationError(gettext("This can't be read as JSON, line {line}.").format(line=line)) from error
    if type(found) is not kind:
        expected = gettext("a list") if kind is list else gettext("names with values")
        raise forms.ValidationError(gettext("{expected} expected.").format(expected=expected))
    return found
