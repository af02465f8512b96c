"""What a deed asks beside its button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from anxin.domain.network import queries as network
from anxin.domain.visits import queries as visits
from anxin.faces.desk.case import Case
from anxin.faces.templatetags.words import day as say_day
from anxin.faces.templatetags.words import moment as say_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = 5
RECORDING = r"^[A-Za-z0-9._:-]{4,64}$"


def text(label: Any, *, rows: int = 2, required: bool = True, most: int = 500) -> forms.CharField:
    """Make a field of a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class Deed(forms.Form):
    """The form of one deed with one case."""

    def __init__(self, data: Any = None, *, case: Case, day: str = "", initial: dict[str, Any] | None = None) -> None:
        """Fit the choices to the case."""
        super().__init__(data, initial=initial)
        self.case = case
        self.fit(day)

    def fit(self, day: str) -> None:
        """Offer what this case allows."""

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Set the choices of a field."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class Nothing(Deed):
    """A deed that is one press."""


class Sure(Deed):
    """A deed with a consequence to read first."""


class Triage(Deed):
    """Send somebody: the system asks, or a person chooses."""

    automatic = forms.BooleanField(required=False)


class Solution(Deed):
    """Solved on the phone."""

    how = text(_("What was done, as the customer may read it"), rows=3)


class Redirection(Deed):
    """Sent where it belongs."""

    to = forms.CharField(label=_("Where to"), max_length=120)
    why = text(_("Why; the customer reads it"))


class Why(Deed):
    """One reason."""

    why = text(_("Why; it stays in the record"))


class Receipt(Deed):
    """The day on the receipt."""

    bought = forms.DateField(label=_("Bought on"), widget=forms.DateInput(attrs={"type": "date"}))


class Merging(Deed):
    """Another report of the same fault."""

    duplicate = forms.ChoiceField(label=_("Which report is the same"), widget=forms.RadioSelect)
    why = text(_("Why it is the same; its customer reads it"))

    def fit(self, day: str) -> None:
        """Offer the open reports that may be the same."""
        known = self.case.view.duplicates
        self.choose("duplicate", [(one.number, f"{one.number} · {say_moment(one.created_at)}") for one in known])
        if len(known) == 1:
            self.initial.setdefault("duplicate", known[0].number)


class Note(Deed):
    """A sentence for the record."""

    text = text(_("Your note"), rows=3, most=1000)
    readers = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("inside", _("Only the desk")), ("public", _("The customer too"))],
        widget=forms.RadioSelect,
        initial="inside",
    )


class Call(Deed):
    """A call that was made."""

    purpose = forms.ChoiceField(
        label=_("About what"),
        choices=[
            ("appointment", _("the time of the visit")),
            ("completion", _("whether it works now")),
            ("absence", _("nobody at home")),
            ("other", _("something else")),
        ],
        widget=forms.RadioSelect,
        initial="appointment",
    )
    answered = forms.ChoiceField(
        label=_("Did somebody answer"),
        choices=[("yes", _("yes, we spoke")), ("no", _("nobody answered"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    recording = forms.RegexField(
        RECORDING,
        label=_("Number of the recording"),
        required=False,
        error_messages={"invalid": _("Letters, digits, dots and dashes, as the telephone system shows it.")},
    )


class Completion(Deed):
    """Finished by a recorded call."""

    recording = forms.RegexField(
        RECORDING,
        label=_("Number of the recording"),
        error_messages={"invalid": _("Letters, digits, dots and dashes, as the telephone system shows it.")},
    )
    said = forms.BooleanField(label=_("The customer said on the phone that it works and agreed to the bill"))


class Waiting(Deed):
    """Waiting for somebody or something."""

    on = forms.ChoiceField(label=_("For what"), widget=forms.RadioSelect)
    why = text(_("What exactly, and until when"))

    def fit(self, day: str) -> None:
        """Offer what may be waited for now."""
        names = {
            "part": _("a part"),
            "customer": _("the customer"),
            "brand": _("the brand"),
            "goods": _("the goods"),
        }
        self.choose("on", [(key, name) for key, name in names.items() if f"wait_for_{key}" in self.case.steps])


@dataclass(frozen=True, kw_only=True)
class Window:
    """One window to choose, with how many technicians are free in it."""

    key: str
    name: str
    left: int
    note: str
    chosen: bool


class Windows(Deed):
    """A window of one day."""

    window = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect)

    def fit(self, day: str) -> None:
        """Offer the day's windows as they really are."""
        today = self.case.now.astimezone(SHANGHAI).date()
        sent = parse_datetime(self.data.get("window", "")) if self.is_bound else None
        wished = self.case.row.wanted_from_at.astimezone(SHANGHAI).date()
        asked = sent.astimezone(SHANGHAI).date() if sent and sent.tzinfo else _date(day)
        self.day = max(asked or wished, today)
        self.days = [today + timedelta(days=n) for n in range(DAYS)]
        row = self.case.row
        self.slots = visits.slots(product=row.product, place=row.place, day=self.day, now=self.case.now)
        self.choose("window", [(one.from_at.isoformat(), _name(one.from_at, one.to_at)) for one in self.slots])

    @property
    def windows(self) -> list[Window]:
        """Give the windows as the page draws them."""
        chosen = self["window"].value() or ""
        return [
            Window(
                key=one.from_at.isoformat(),
                name=_name(one.from_at, one.to_at),
                left=one.free,
                note="",
                chosen=one.from_at.isoformat() == chosen,
            )
            for one in self.slots
        ]

    @property
    def day_links(self) -> list[tuple[str, str, bool]]:
        """Give the days to switch between."""
        base = f"{self.case.url}?do={self.name}"
        return [(f"{base}&day={one.isoformat()}", say_day(one), one == self.day) for one in self.days]

    name = "appointment"

    def clean(self) -> dict[str, Any]:
        """Turn the key into a window that still lies ahead."""
        given = super().clean() or {}
        found = next((one for one in self.slots if one.from_at.isoformat() == given.get("window")), None)
        if found is not None:
            given |= {"from_at": found.from_at, "to_at": found.to_at}
        return given


class Appointment(Windows):
    """Booked, or moved with a reason."""

    why = forms.ChoiceField(label=_("Who asked for it"), widget=forms.RadioSelect, required=False)

    def fit(self, day: str) -> None:
        """Ask for the reason only where a window is moved."""
        super().fit(day)
        if "rebook" in self.case.visit_steps:
            names = [("customer", _("the customer")), ("technician", _("the technician")), ("desk", _("we"))]
            self.choose("why", names)
            self.fields["why"].required = True
        else:
            del self.fields["why"]


class Resumption(Windows):
    """Going on in a window."""

    name = "resumption"


class Offer(Deed):
    """Somebody in particular."""

    technician = forms.ChoiceField(label=_("Whom"), widget=forms.RadioSelect)
    why = text(_("Why him, if you assign him yourself"), required=False)

    def fit(self, day: str) -> None:
        """Offer everybody who works here for this brand, the ranked first."""
        self.people = {one.technician.number: one.technician for one in self.case.candidates}
        visit = self.case.visit
        if visit is not None:
            outlets = network.outlets_for(brand=visit.brand, division=visit.place.code, now=self.case.now)
            pool = network.technicians_of(outlets=outlets, brand=visit.brand, now=self.case.now)
            for technician, _outlet in pool:
                self.people.setdefault(technician.number, technician)
        self.choose("technician", [(number, one.called) for number, one in self.people.items()])

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the technician isn't asked but set."""
        given = super().clean() or {}
        if self.data.get("how") == "assign" and not given.get("why", "").strip():
            self.add_error("why", _("Say why: the record needs it when nobody was asked."))
        return given


class Order(Deed):
    """An outlet that names somebody."""

    outlet = forms.ChoiceField(label=_("Which outlet"), widget=forms.RadioSelect)

    def fit(self, day: str) -> None:
        """Offer the outlets that serve the place for this brand."""
        visit = self.case.visit
        found = visit and network.outlets_for(brand=visit.brand, division=visit.place.code, now=self.case.now)
        self.outlets = {one.code: one for one in found or []}
        self.choose("outlet", [(code, one.organisation.name) for code, one in self.outlets.items()])


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _name(from_at: datetime, to_at: datetime) -> str:
    return f"{from_at.astimezone(SHANGHAI):%H:%M}–{to_at.astimezone(SHANGHAI):%H:%M}"
