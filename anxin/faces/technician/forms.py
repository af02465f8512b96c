"""What a technician is asked: the fields of his commands, and the few things that no command takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command
from anxin.domain.repairs.commands import JOBS
from anxin.faces.choices import offer
from anxin.faces.ground.forms import CommandForm

FIELDS = (("phone", _("Name and phone")), ("address", _("Address")))


def form_of(command: Command[Any, Any], data: Any = None, *, first: Mapping[str, str] | None = None) -> CommandForm:
    """Return the form of a command that asks nothing of its case; `first` stands chosen already."""
    return CommandForm(command, case=None, windows=None, data=data, asked=first)


def job_form(name: str, data: Any = None, *, first: Mapping[str, str] | None = None) -> CommandForm:
    """Return the form of a command of a job."""
    return form_of(JOBS.commands[name], data, first=first)


def answer_form(name: str, data: Any = None, *, version: int = 0) -> CommandForm:
    """Return the form in which the customer answers a quote; what is on top is ticked at its lines, beside it."""
    form = job_form(name, data, first={"version": str(version)})
    form.fields.pop("chosen", None)
    form.auto_id = f"{name}_%s"
    return form


def cash_form(data: Any = None) -> CommandForm:
    """Return the form in which who has no page to read a code from signs for the cash he pays."""
    form = job_form("cash-signed", data)
    form.auto_id = "cash_%s"
    return form


class RevealForm(forms.Form):
    """What to see of the customer; the reason is the job itself, and the customer can read it."""

    field = forms.ChoiceField(choices=FIELDS, widget=forms.HiddenInput)

    @property
    def reason(self) -> str:
        """Return the code of the reason: whoever reads it reads it in his own language."""
        return f"job.{self.cleaned_data['field']}"


class WindowForm(forms.Form):
    """The window both agreed on; moving one asks why."""

    window = forms.ChoiceField(label=_("When?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, keys: Sequence[str], moving: bool) -> None:
        """Offer the windows that are free."""
        super().__init__(data)
        offer(self, "window", [(key, key) for key in keys])
        if moving:
            self.fields["why"] = job_form("moving").fields["why"]


class PhoneForm(forms.Form):
    """Where the phone says it is; without it the check-in counts too."""

    lng = forms.FloatField(min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    fix = forms.FloatField(min_value=0, max_value=1_000_000, required=False)

    def given(self) -> dict[str, object]:
        """Return what the phone gave, as the command takes it; nothing where it gave no whole position."""
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("lng") is None or given.get("lat") is None:
            return {}
        return {"lng": given["lng"], "lat": given["lat"], "fix_m": round(given.get("fix") or 0)}
