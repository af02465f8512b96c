"""What the desk writes down of a call or a message."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core.zone import SHANGHAI
from anxin.domain.contacts import rules
from anxin.domain.contacts.wording import DIRECTIONS, RESULTS, TOPICS
from anxin.faces.choices import offer
from anxin.faces.ground.forms import PersonPhone
from anxin.faces.words import day

SOON_MIN = (15, 30, 60, 120)
HOURS = (9, 14, 18)


def promises(now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the moments one promises a call for: in a while, or at an hour of these days."""
    for minutes in SOON_MIN:
        at = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        yield at.isoformat(), _("in {n} minutes, {at}").format(n=minutes, at=f"{at.astimezone(SHANGHAI):%H:%M}")
    today = now.astimezone(SHANGHAI).date()
    for ahead in range(3):
        for hour in HOURS:
            at = datetime.combine(today + timedelta(days=ahead), time(hour), SHANGHAI)
            if at > now + timedelta(minutes=SOON_MIN[-1]):
                yield at.isoformat(), f"{day(at)} {at:%H:%M}"


class LoggedCallForm(forms.Form):
    """One call: which way, how long, what became of it."""

    direction = forms.ChoiceField(
        label=gettext_lazy("Who called"), choices=list(DIRECTIONS.items()), initial="in", widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=0,
        max_value=rules.LONGEST_CALL_S // 60,
        initial=1,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    result = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=list(RESULTS.items()),
        initial="answered",
        widget=forms.RadioSelect,
    )
    promised_at = forms.ChoiceField(label=gettext_lazy("Call back by"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Your note, inside"),
        max_length=rules.LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, now: datetime, direction: str = "in") -> None:
        """Offer the moments of this hour, and keep the one that was chosen a while ago."""
        super().__init__(data, initial={"direction": direction})
        choices = [("", "—"), *promises(now)]
        chosen = str(self.data.get("promised_at", ""))
        if chosen and chosen not in dict(choices) and _ahead(chosen, now):
            choices.append((chosen, f"{day(_read(chosen))} {_read(chosen).astimezone(SHANGHAI):%H:%M}"))
        offer(self, "promised_at", choices)

    def clean(self) -> dict[str, Any]:
        """Ask until when a promised call is due."""
        given = super().clean() or {}
        if given.get("result") == "promised" and not given.get("promised_at") and "promised_at" not in self.errors:
            self.add_error("promised_at", _("Please say by when."))
        return given

    def taken(self) -> dict[str, Any]:
        """Return the fields of the command."""
        given = self.cleaned_data
        at = _read(given["promised_at"]) if given["result"] == "promised" else None
        told = {name: given[name] for name in ("direction", "minutes", "result", "text")}
        return {**told, "promised_at": at}


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _ahead(text: str, now: datetime) -> bool:
    try:
        return rules.promise_fits(_read(text), now=now)
    except (ValueError, TypeError):
        return False


class NewCall(LoggedCallForm):
    """A call that has no number yet."""

    field_order = ("phone", "name", "about", "topic", "direction", "minutes", "result", "promised_at", "text")
    phone = PersonPhone(
        label=gettext_lazy("Phone"),
        widget=forms.TextInput({"inputmode": "tel", "autofocus": True, "autocomplete": "off", "data-looks-up": True}),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=64, required=False)
    about = forms.CharField(label=gettext_lazy("Number of the case"), max_length=40, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=list(TOPICS.items()), initial="progress")

    def taken(self) -> dict[str, Any]:
        """Return the fields of the command."""
        return {**super().taken(), **{name: self.cleaned_data[name] for name in ("phone", "name", "about", "topic")}}
