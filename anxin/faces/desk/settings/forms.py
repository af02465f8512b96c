"""A change of a setting: its value as its kind asks, from when, why, by which source."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anxin.core.settings import Setting
from anxin.faces.desk.settings.showing import said

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNITS = {
    "min": _("New value in minutes"),
    "h": _("New value in hours"),
    "d": _("New value in days"),
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
        self.fields = {"value": _field(setting, value), **self.fields}

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
        if given.get("when") == "day" and not given.get("day") and "day" not in self.errors:
            self.add_error("day", gettext("Please say from which day."))
        return given

    def moment(self, *, now: datetime) -> datetime:
        """Give the moment from which it shall count: a day's beginning in Shanghai, or the earliest allowed."""
        if self.cleaned_data["when"] == "day":
            day = self.cleaned_data["day"]
            return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        return now + timedelta(days=self.setting.notice_days)


def _field(setting: Setting, value: Any) -> forms.Field:
    label = _("New value")
    if setting.kind is bool:
        return forms.ChoiceField(
            label=label, choices=YES_NO, widget=forms.RadioSelect, initial="yes" if value else "no"
        )
    if setting.choices:
        choices = [(str(one), said(setting, one)) for one in setting.choices]
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
        found = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise forms.ValidationError(gettext("This can't be read as JSON, line {line}.").format(line=line)) from error
    if type(found) is not kind:
        expected = gettext("a list") if kind is list else gettext("names with values")
        raise forms.ValidationError(gettext("{expected} expected.").format(expected=expected))
    return found
