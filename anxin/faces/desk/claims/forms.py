"""What a deed of the desk asks beside its button."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from anxin.core import money, wording
from anxin.core.errors import Invalid
from anxin.domain.claims import queries as claims
from anxin.domain.claims.wording import DOORS, OUTCOMES
from anxin.domain.people import queries as people
from anxin.faces.desk.claims.case import Case
from anxin.faces.ground.forms import Slot
from anxin.faces.templatetags.words import day as say_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = 5
RECOVERY_STEPS = ("promise", "instalments", "court", "police", "give_up")


def text(label: Any, *, rows: int = 2, required: bool = True, most: int = 500) -> forms.CharField:
    """Make a field of a few sentences."""
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows}))


class Yuan(forms.CharField):
    """A sum as a person writes it; gives fen."""

    def clean(self, value: Any) -> Any:
        """Read the sum."""
        plain = super().clean(value)
        if not plain:
            return 0
        try:
            return money.parse_fen(plain)
        except Invalid as error:
            raise forms.ValidationError(_("Please write an amount such as 128.00.")) from error


class Deed(forms.Form):
    """The form of one deed with one claim."""

    def __init__(self, data: Any = None, *, case: Case, asked: Any = None) -> None:
        """Fit the choices to the claim."""
        super().__init__(data)
        self.case, self.asked = case, asked or {}
        self.fit()

    def fit(self) -> None:
        """Offer what this claim allows."""

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Set the choices of a field."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class Nothing(Deed):
    """A deed that is one press."""


class Sure(Deed):
    """A deed with a consequence to read first."""


class Challenge(Deed):
    """One more picture, taken now."""

    kind = forms.ChoiceField(
        label=_("How"),
        choices=[("paper", _("with a code on paper beside the thing")), ("link", _("behind a link, in our page"))],
        widget=forms.RadioSelect,
        initial="paper",
    )
    text = text(_("What it should show; the buyer reads it"), rows=3)


class Note(Deed):
    """A sentence for the desk."""

    text = text(_("Your note; only the desk reads it"), rows=3, most=1000)


class Message(Deed):
    """A sentence to the sides."""

    to = forms.MultipleChoiceField(
        label=_("Who reads it"),
        choices=[("buyer", _("the buyer")), ("merchant", _("the merchant"))],
        widget=forms.CheckboxSelectMultiple,
        initial=["buyer", "merchant"],
    )
    text = text(_("Your message"), rows=3, most=2000)


class Why(Deed):
    """One reason."""

    why = text(_("Why; it stays in the record"))


class GivingUp(Deed):
    """A picture that can't be examined."""

    label = forms.CharField(widget=forms.HiddenInput)
    note = text(_("Why it can't be examined; who decides reads it"))

    def fit(self) -> None:
        """Name the picture."""
        self.fields["label"].initial = str(self.asked.get("label", ""))[:8]


class GivingUpLook(Deed):
    """What was asked for can't be looked at."""

    note = text(_("Why it can't be looked at; who decides reads it"))


class Label(Deed):
    """Which picture."""

    label = forms.CharField(max_length=8, widget=forms.HiddenInput)


class Inspection(Deed):
    """A window for a technician."""

    window = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect)

    def fit(self) -> None:
        """Offer the day's windows as they really are."""
        today = self.case.now.astimezone(SHANGHAI).date()
        sent = parse_datetime(self.data.get("window", "")) if self.is_bound else None
        asked = sent.astimezone(SHANGHAI).date() if sent and sent.tzinfo else _date(str(self.asked.get("day", "")))
        self.day = max(asked or today + timedelta(days=1), today)
        self.days = [today + timedelta(days=n) for n in range(DAYS)]
        self.slots = claims.inspection_slots(self.case.row, day=self.day, now=self.case.now)
        self.choose("window", [(one.from_at.isoformat(), _span(one.from_at, one.to_at)) for one in self.slots])

    @property
    def windows(self) -> list[Slot]:
        """Give the windows as the page draws them."""
        chosen = self["window"].value() or ""
        return [
            Slot(
                key=one.from_at.isoformat(),
                name=_span(one.from_at, one.to_at),
                left=one.free,
                note="",
                chosen=one.from_at.isoformat() == chosen,
            )
            for one in self.slots
        ]

    @property
    def day_links(self) -> list[tuple[str, str, bool]]:
        """Give the days to switch between."""
        base = f"{self.case.url}?do=inspection"
        return [(f"{base}&day={one.isoformat()}", say_day(one), one == self.day) for one in self.days]

    def clean(self) -> dict[str, Any]:
        """Turn the key into a window."""
        given = super().clean() or {}
        found = next((one for one in self.slots if one.from_at.isoformat() == given.get("window")), None)
        return given | ({"from_at": found.from_at, "to_at": found.to_at} if found else {})


class Outcome(Deed):
    """What the platform decided."""

    what = forms.ChoiceField(
        label=_("What the platform decided"),
        choices=[(one, OUTCOMES[f"platform_{one}"]) for one in ("refunded", "returned", "refused")],
        widget=forms.RadioSelect,
    )
    amount_fen = Yuan(label=_("Sum in yuan"), max_length=20, required=False)
    reference = forms.CharField(label=_("The platform's number"), max_length=64)
    reason = text(_("The platform's reason"), required=False)


class Demand(Deed):
    """Money asked back."""

    amount_fen = Yuan(label=_("Sum in yuan"), max_length=20)
    reason = text(_("Why it should come back"))


class Recovery(Deed):
    """A recovery goes a step further."""

    step = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    why = text(_("In a sentence"))

    def fit(self) -> None:
        """Offer the steps its machine allows."""
        known = self.case.view.recovery
        steps = [one for one in (known.buttons if known else ()) if one.name in RECOVERY_STEPS]
        self.choose("step", [(one.name, wording.step("recovery", one.name)) for one in steps])


class Repayment(Deed):
    """Money that came back."""

    amount_fen = Yuan(label=_("Sum in yuan"), max_length=20)


class Referral(Deed):
    """A door outside."""

    door = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)

    def fit(self) -> None:
        """Offer the desk's own doors."""
        self.choose("door", [(one, DOORS[one]) for one in self.case.view.doors])


class Reply(Deed):
    """What was heard from outside."""

    referral = forms.ChoiceField(label=_("About which"), widget=forms.RadioSelect)
    step = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    number = forms.CharField(label=_("Their number"), max_length=64, required=False)
    text = text(_("What they said"), required=False)

    def fit(self) -> None:
        """Offer what is open outside."""
        rows = [one for one in self.case.view.referrals if one.buttons]
        self.choose("referral", [(str(one.id), DOORS.get(one.door, one.door)) for one in rows])
        names = dict.fromkeys(step.name for one in rows for step in one.buttons)
        self.choose("step", [(one, wording.step("referral", one)) for one in names])
        if rows:
            self.fields["referral"].initial = str(rows[0].id)


class Grant(Deed):
    """An authority may read the case."""

    organisation = forms.ChoiceField(label=_("Which authority"), widget=forms.RadioSelect)
    letter = forms.CharField(label=_("Number or subject of its letter"), max_length=120)
    until = forms.DateField(label=_("Until, at most a year"), widget=forms.DateInput(attrs={"type": "date"}))

    def fit(self) -> None:
        """Offer the authorities we know."""
        self.houses = {one.slug: one for one in people.organisations_of("authority")}
        self.choose("organisation", [(slug, one.name) for slug, one in self.houses.items()])

    def clean(self) -> dict[str, Any]:
        """Take the end of the day."""
        given = super().clean() or {}
        until = given.get("until")
        return given | ({"until_at": datetime.combine(until, time(23, 59), SHANGHAI)} if until else {})


class GrantEnd(Deed):
    """An authority reads no longer."""

    organisation = forms.ChoiceField(label=_("Which authority"), widget=forms.RadioSelect)
    why = text(_("Why; it stays in the record"))

    def fit(self) -> None:
        """Offer those who read."""
        rows = claims.granted(self.case.row, now=self.case.now)
        self.choose("organisation", [(one.slug, one.name) for one in rows])


class Judgement(Deed):
    """What was counted on somebody and is contested."""

    mark = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("What you found"),
        choices=[("uphold", _("It was right")), ("correct", _("Take it back"))],
        widget=forms.RadioSelect,
    )
    why = text(_("Why; who is concerned reads it"))

    def fit(self) -> None:
        """Name what is contested."""
        self.fields["mark"].initial = str(self.asked.get("mark", ""))[:36]


def _date(value: str) -> Any:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _span(from_at: datetime, to_at: datetime) -> str:
    return f"{from_at.astimezone(SHANGHAI):%H:%M}–{to_at.astimezone(SHANGHAI):%H:%M}"
