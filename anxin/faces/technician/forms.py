"""What a technician is asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.domain.visits.choices import BARRED, DECLINED, DOCUMENTS, PROOFS, WITNESSES
from anxin.domain.visits.rules import right_shown
from anxin.domain.visits.wording import MOVED, SHOWN, UNFINISHED
from anxin.faces.choices import offer

REVEALS = {
    "phone": _("To call about the job {number}"),
    "address": _("To find the door for the job {number}"),
}
FIELDS = (("phone", _("Name and phone")), ("address", _("Address")))
PURPOSES = {
    "appointment": _("Agree on a window"),
    "absence": _("Nobody opens"),
    "other": _("Something else"),
}
ANSWERS = (("yes", _("Spoke with the customer")), ("no", _("Nobody answered")))


class Why(forms.Form):
    """Why an offer is declined or an accepted job given back."""

    why = forms.ChoiceField(label=_("Why?"), choices=list(DECLINED.items()), widget=forms.RadioSelect)


class Reveal(forms.Form):
    """What to see of the customer; the reason is the job itself, and the customer can read it."""

    field = forms.ChoiceField(choices=FIELDS, widget=forms.HiddenInput)

    def said(self, number: str) -> str:
        """Return the reason as the customer will read it."""
        return str(REVEALS[self.cleaned_data["field"]]).format(number=number)


class Call(forms.Form):
    """A call that was made."""

    purpose = forms.ChoiceField(label=_("What about?"), choices=list(PURPOSES.items()), widget=forms.RadioSelect)
    answered = forms.ChoiceField(label=_("How did it go?"), choices=ANSWERS, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=240,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class Window(forms.Form):
    """The window both agreed on; moving one asks why."""

    window = forms.ChoiceField(label=_("When?"), widget=forms.RadioSelect)
    why = forms.ChoiceField(label=_("Why is it moved?"), choices=list(MOVED.items()), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, keys: Sequence[str], moving: bool) -> None:
        """Offer the windows that are free."""
        super().__init__(data)
        offer(self, "window", [(key, key) for key in keys])
        if not moving:
            del self.fields["why"]


class Ending(forms.Form):
    """Why the work can't be done."""

    why = forms.ChoiceField(
        label=_("Why can't it be done?"),
        choices=[(code, name) for code, name in UNFINISHED.items() if code not in ("customer_absent", "no_right")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What you found"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The desk reads it and decides what comes next. No names, no phone numbers."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where no reason of the list fits."""
        given = super().clean() or {}
        if given.get("why") == "other" and not (given.get("note") or "").strip():
            self.add_error("note", _("Please write the reason down."))
        return given


class Identity(forms.Form):
    """What was shown at the door, in kinds; a witness by name."""

    document = forms.ChoiceField(label=_("What he shows"), choices=list(DOCUMENTS.items()), widget=forms.RadioSelect)
    proof = forms.ChoiceField(
        label=_("What shows that he lives there"),
        choices=list(PROOFS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    witness_as = forms.ChoiceField(
        label=_("Who stands by"), choices=list(WITNESSES.items()), widget=forms.RadioSelect, required=False
    )
    witness = forms.CharField(label=_("Name of the witness"), max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """Say by its field what is still lacking."""
        given = super().clean() or {}
        told = {name: given.get(name) or "" for name in ("document", "proof")}
        lacks = right_shown(**told, witness=given.get("witness_as") or "", named=bool(given.get("witness")))
        if lacks and not self.errors:
            self.add_error(lacks, SHOWN[lacks])
        return given


class Barring(forms.Form):
    """Why nothing is opened."""

    why = forms.ChoiceField(label=_("Why is it not opened?"), choices=list(BARRED.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What you saw"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The desk reads it and decides what comes next. No names, no phone numbers."),
    )
    suspicious = forms.BooleanField(label=_("It looked suspicious; the desk is told at once"), required=False)


class Phone(forms.Form):
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


class Code(forms.Form):
    """The six digits the customer reads out."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=pgettext_lazy("six digits", "Completion code"),
        error_messages={"invalid": _("Six digits, please."), "required": _("Six digits, please.")},
    )
