"""A change of a setting: its value as its kind asks, from when, why, by which source."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anxin.core import json_texts
from anxin.core.settings import Setting
from anxin.core.zone import SHANGHAI
from anxin.domain.opening.rules.setting_changes import needs_reason
from anxin.faces.desk.settings.rows import value_words
from anxin.faces.desk.settings.shaped import SHAPES
from anxin.faces.ground.dates import DayField

UNITS = {
    "min": _("New value in minutes"),
    "h": _("New value in hours"),
    "d": _("New value in days"),
    "y": _("New value in years"),
    "m": _("New value in metres"),
    "oclock": _("New value, an hour of the day"),
}
ROW = re.compile(r"points|amounts|way-.*|[a-z_]+-[0-9]+")
YES_NO = [("yes", _("yes")), ("no", _("no"))]


class SettingChangeForm(forms.Form):
    """A proposal; `moment` gives the moment it shall count from."""

    when = forms.ChoiceField(
        label=_("From when"),
        choices=[("soon", _("as soon as the rules allow")), ("day", _("from a day on"))],
        widget=forms.RadioSelect,
        initial="soon",
    )
    day = DayField(label=_("Day from which it counts"), required=False)
    why = forms.CharField(label=_("Why; it stays in the history"), max_length=500, widget=forms.Textarea({"rows": 2}))
    source = forms.CharField(label=_("Source: law, contract, decision"), max_length=300, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        setting: Setting,
        value: Any,
        part: str = "",
        text: bool = False,
        turn: str = "",
    ) -> None:
        """Ask for the value as the setting's kind needs it: one `part` of it, or all of it as `text`.

        `turn` says that a row of what was typed is added, taken away or moved; then nothing is judged yet.
        """
        self.setting, self.part, self.base = setting, part, value
        self.shape = None if text else SHAPES.get(setting.name)
        if self.shape and data is not None and turn:
            data = self.shape.turned(data, turn)
        asked = self.shape.fields(value, part, data) if self.shape else {"value": _field(setting, value)}
        super().__init__(None if turn else data, initial=_typed(data, asked) if turn else None)
        self.own = tuple(asked)
        self.fields = {**asked, **self.fields}
        self.fields["why"].required = needs_reason(value)
        self.shown = self.shape.seen(data, part) if self.shape and data is not None else {}

    def shaped(self) -> list[forms.BoundField]:
        """Return the fields of a value that has several parts, but those of rows and of a table."""
        return [self[name] for name in self.own if not ROW.fullmatch(name)] if self.shape else []

    def kinds(self) -> list[forms.BoundField]:
        """Return the rows of a table of ticks."""
        return [self[name] for name in self.own if name.startswith("way-")]

    def ways(self) -> list[str]:
        """Return the columns of a table of ticks."""
        return [str(option.choice_label) for one in self.kinds()[:1] for option in one.subwidgets]

    def amounts(self) -> forms.BoundField | None:
        """Return how many numbers a row of law has, where it may have some."""
        return self["amounts"] if "amounts" in self.own else None

    def rows(self) -> list[dict[str, forms.BoundField]]:
        """Return the rows of a list that is typed row by row, each by the names of its fields."""
        found: dict[str, dict[str, forms.BoundField]] = {}
        for name in self.own:
            column, dash, place = name.rpartition("-")
            if dash and place.isdecimal():
                found.setdefault(place, {})[column] = self[name]
        return list(found.values())

    def clean_value(self) -> Any:
        """Turn what was typed into a value of the setting's kind."""
        given = self.cleaned_data["value"]
        if self.setting.kind is bool:
            return given == "yes"
        if self.setting.kind in (list, dict):
            return _structure(given, self.setting.kind)
        return int(given * 100) if self.setting.unit == "fen" else given

    def clean(self) -> dict[str, Any]:
        """Ask for the day where one was wanted; put what was given into the value it belongs to."""
        given = super().clean() or {}
        if given.get("when") == "day" and not given.get("day") and "day" not in self.errors:
            self.add_error("day", gettext("Please say from which day."))
        if self.shape and not self.errors:
            try:
                given["value"] = self.shape.read(given, self.base, self.part)
            except forms.ValidationError as error:
                self.add_error(None, error)
        return given

    def value_in(self, base: Any) -> Any:
        """Return the value that is proposed: one part of it put into what will count then."""
        if self.shape and self.shape.apart:
            return self.shape.read(self.cleaned_data, base, self.part)
        return self.cleaned_data["value"]

    def moment(self, *, now: datetime) -> datetime:
        """Return the moment from which it shall count: a day's beginning in Shanghai, or the earliest allowed."""
        if self.cleaned_data["when"] == "day":
            day = self.cleaned_data["day"]
            return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        return now + timedelta(days=self.setting.notice_days)


def _typed(data: Any, asked: Mapping[str, forms.Field]) -> dict[str, Any]:
    """Return what was typed as what stands in the fields."""
    several = {name for name, one in asked.items() if isinstance(one, forms.MultipleChoiceField)}
    return {name: data.getlist(name) if name in several else data.get(name) for name in data}


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
            label=_("New value in yuan"),
            min_value=least,
            max_value=most,
            decimal_places=2,
            initial=f"{yuan:.2f}",
            error_messages=_faults(setting),
        )
    if setting.kind is int:
        label = UNITS.get(setting.unit, label)
        return forms.IntegerField(
            label=label,
            min_value=setting.lowest,
            max_value=setting.highest,
            initial=value,
            error_messages=_faults(setting),
        )
    if setting.kind is str:
        return forms.CharField(label=label, required=False, initial=value, widget=forms.Textarea({"rows": 2}))
    text = json.dumps(value, ensure_ascii=False, indent=2)
    rows = min(text.count("\n") + 3, 24)
    return forms.CharField(label=label, initial=text, widget=forms.Textarea({"rows": rows, "spellcheck": "false"}))


def _faults(setting: Setting) -> dict[str, str]:
    """Say of a number that can't be, whatever is wrong with it, which ones can."""
    said = gettext("{expected} expected").format(expected=setting.bounds_said)
    return dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), said)


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
