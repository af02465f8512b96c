"""Days and moments as an address or a hidden field says them: what is none, or of no year of ours, is nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from anxin.core import days

EARLIEST, LONGEST = 2000, 40


class DayField(forms.DateField):
    """A day that somebody types or chooses; one of a year that nobody means is refused with the days there are."""

    def __init__(
        self,
        *,
        label: Any = "",
        required: bool = True,
        initial: Any = None,
        help_text: Any = "",
        error_messages: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask for it as the browser asks for days."""
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        told = {"label": label, "help_text": help_text, "error_messages": dict(error_messages or {})}
        super().__init__(widget=widget, required=required, initial=initial, **told)

    def validate(self, value: date | None) -> None:
        """Refuse a day that nobody means."""
        super().validate(value)
        if value is not None and not days.is_ours(value):
            raise forms.ValidationError(_("{expected} expected").format(expected=days.said()))


def day(text: str) -> date | None:
    """Read a day such as 2026-11-24; a moment's day is read too."""
    try:
        found = parse_date(text[:10])
    except ValueError:
        return None
    return found if found and EARLIEST <= found.year <= days.LATEST.year else None


def moment(text: str) -> datetime | None:
    """Read a moment that says its zone, such as 2026-11-24T14:00:00+08:00."""
    try:
        found = parse_datetime(text[:LONGEST])
    except ValueError:
        return None
    return found if found and found.tzinfo and EARLIEST <= found.year <= days.LATEST.year else None
