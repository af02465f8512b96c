"""What a form asks for a window with: the days that are offered, one of them open, a window chosen beforehand."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import wording
from anxin.core.errors import Invalid
from anxin.faces.choices import offer
from anxin.faces.customer.windows import CustomerWindow, since_of
from anxin.faces.ground.day_row import FIELD, RowDay, opened


class WindowChoiceForm(forms.Form):
    """A form with a window among its fields; of those that were counted the first free one is chosen beforehand."""

    days: Sequence[RowDay[CustomerWindow]] = ()
    counted = False

    def offer_days(self, several: Sequence[CustomerWindow], *, ahead: Sequence[date], counted: bool = False) -> None:
        """Offer windows by day; a day `ahead` without any is shut. They count as `counted` where somebody did."""
        offer(self, "window", [(one.key, one.name) for one in several])
        by_day = {at: tuple(some) for at, some in groupby(several, lambda one: one.from_at.date())}
        self.days = [RowDay(at=at, windows=by_day.get(at, ())) for at in sorted({*ahead, *by_day})]
        self.counted = counted

    @property
    def row(self) -> list[RowDay[CustomerWindow]]:
        """Return the days as they are shown."""
        return opened(self.days, chosen=self.chosen, day=str(self.data.get(FIELD, "")))

    @property
    def chosen(self) -> str:
        """Return the window that is chosen: the one that was sent, while it is free; else the first of the day."""
        sent = str(self["window"].value() or "")
        free = self._free()
        if any(one.key == sent for one in free):
            return sent
        day = str(self.data.get(FIELD, ""))
        near = next((one for one in free if one.from_at.date().isoformat() == day), free[0] if free else None)
        return near.key if near and self.counted else ""

    @property
    def has_free(self) -> bool:
        """Return whether a window is left to choose."""
        return bool(self._free())

    @property
    def earliest(self) -> CustomerWindow | None:
        """Return the first window that is free, where those before it are full or nobody works."""
        free = self._free()
        first = next((window for day in self.days for window in day.windows), None)
        passed = bool(free) and (free[0] is not first or not self.days[0].windows)
        return free[0] if passed and self.counted else None

    def _free(self) -> list[CustomerWindow]:
        return [window for day in self.days for window in day.windows if window.free != 0]

    def check_day(self, given: dict[str, Any]) -> None:
        """Refuse a window of another day than the one that is open: what is chosen has to be seen."""
        day, key = str(self.data.get(FIELD, "")), given.get("window")
        windows = {window.key: one.at.isoformat() for one in self.days for window in one.windows}
        if key and day and windows.get(key, day) != day:
            self.add_error("window", _("Please choose the hours on this day, too."))


class FirstDayForm(forms.Form):
    """A form that asks from which day on somebody may come: no window before it is offered."""

    now: datetime
    since = forms.CharField(
        label=gettext_lazy("Nobody before this day"),
        help_text=gettext_lazy("where you are there only later; at most 90 days ahead"),
        max_length=10,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    @property
    def first(self) -> date | None:
        """Return the day before which nobody is wanted, where it is one that can be asked for."""
        try:
            return since_of(str(self["since"].value() or ""), now=self.now)
        except Invalid:
            return None

    def clean_since(self) -> str:
        """Refuse a day that can't be asked for."""
        written = str(self.cleaned_data["since"])
        try:
            since_of(written, now=self.now)
        except Invalid as error:
            raise forms.ValidationError(wording.error_here(error)) from error
        return written


class WindowForm(WindowChoiceForm):
    """Another window."""

    window = forms.ChoiceField(label=gettext_lazy("When does it suit you?"), widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        offers: Sequence[CustomerWindow],
        ahead: Sequence[date],
        since: date | None = None,
    ) -> None:
        """Offer some windows, none before a day; one in which nobody can come is shown as full, and refused."""
        super().__init__(data)
        self.since = since
        self.offer_days(offers, ahead=ahead, counted=True)
        offer(self, "window", [(one.key, one.name) for one in offers if one.free != 0])

    def clean(self) -> dict[str, Any]:
        """Ask for a window of the day that is open."""
        given = super().clean() or {}
        self.check_day(given)
        return given
