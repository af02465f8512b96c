"""What a follow-up asks, and what a judgement needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.domain.quality.wording import ANSWERS, STARS

YES_NO = [("yes", _("yes")), ("no", _("no")), ("unknown", pgettext_lazy("an answer", "not said"))]


class Attempt(forms.Form):
    """A call: somebody answered or nobody did."""

    answered = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    recording = forms.RegexField(label=_("Number of the recording"), regex=r"^[A-Za-z0-9._:-]{4,64}$", required=False)


class Answers(forms.Form):
    """The script: its questions, the stars, a note."""

    overall = forms.ChoiceField(
        label=_("How content are you all in all?"),
        choices=[(str(n), STARS[n]) for n in sorted(STARS, reverse=True)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What the customer says; needed where something is wrong"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        """Ask the questions in their order."""
        super().__init__(data)
        for name, question in ANSWERS.items():
            self.fields[f"ask_{name}"] = forms.ChoiceField(
                label=question, choices=YES_NO, required=False, widget=forms.RadioSelect
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the fields of the questions."""
        return [self[f"ask_{name}"] for name in ANSWERS]

    def answers(self) -> dict[str, str]:
        """Return what was answered."""
        return {name: self.cleaned_data[f"ask_{name}"] for name in ANSWERS if self.cleaned_data.get(f"ask_{name}")}


class Why(forms.Form):
    """A reason, or how something was settled."""

    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class How(forms.Form):
    """How a complaint was settled otherwise."""

    how = forms.CharField(
        label=_("How it was settled; it stays in the record"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
