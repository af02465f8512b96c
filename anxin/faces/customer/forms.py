"""What the public report asks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from anxin.core import phones
from anxin.core.errors import Invalid
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.queries import SymptomView
from anxin.domain.goods.rules import usual_way
from anxin.domain.places import gateway as places
from anxin.domain.repairs.rules.report import FAULTS, LONGEST, lacks_fault
from anxin.domain.visits.rules import BENCH
from anxin.faces.choices import offer
from anxin.faces.customer import windows
from anxin.faces.customer.window_choice import FirstDayForm, WindowChoiceForm
from anxin.faces.ground.dates import DayField
from anxin.faces.ground.offered import OfferedWindows

if TYPE_CHECKING:
    from anxin.faces.ground.benches import BenchChoice

NO_WINDOW = {
    "required": _("Please choose when it suits you."),
    "invalid_choice": _("This time is no longer free. Please choose another."),
}


class ReportForm(FirstDayForm, WindowChoiceForm):
    """Fault, place and time; a pasted line fills whatever of name, phone and address was left empty."""

    kind = forms.ChoiceField(label=_("What do you need?"), widget=forms.RadioSelect, required=False)
    mode = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect, required=False)
    symptoms = forms.MultipleChoiceField(
        label=_("What is wrong?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told = forms.CharField(
        label=_("In your own words"),
        max_length=LONGEST["told"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    urgent = forms.BooleanField(
        label=_("Somebody is locked in or out, or an old person or a child is alone inside"), required=False
    )
    serial = forms.CharField(label=_("Serial number"), max_length=LONGEST["serial"], required=False)
    bought_date = DayField(
        label=_("Bought on"),
        required=False,
        error_messages={"invalid": _("We can't read this day. Please write it like 2026-03-01.")},
    )
    paste = forms.CharField(
        label=_("Paste it whole; we sort out name, phone and address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"], required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=LONGEST["phone"],
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Address, as a courier would need it"),
        max_length=LONGEST["address"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    for_somebody = forms.BooleanField(label=_("I report this for somebody else"), required=False)
    helper_name = forms.CharField(label=_("Your name"), max_length=LONGEST["helper_name"], required=False)
    helper_phone = forms.CharField(
        label=_("Your phone"),
        max_length=LONGEST["helper_phone"],
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    window = forms.ChoiceField(label=_("When does it suit you?"), widget=forms.RadioSelect, error_messages=NO_WINDOW)
    soon = forms.BooleanField(required=False)
    outlet = forms.CharField(label=_("Where does it go?"), max_length=LONGEST["outlet"], required=False)
    bring = forms.CharField(label=_("When do you bring it?"), max_length=40, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        symptoms: Sequence[SymptomView],
        services: OfferedWindows,
        offers: Callable[[str, date | None], Sequence[windows.CustomerWindow]],
        ahead: Callable[[date | None], Sequence[date]],
        now: datetime,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        """Offer this product's services and faults, and the windows `offers` gives for any place, then for his."""
        super().__init__(data, initial={**(initial or {})})
        self.now = now
        self.place: places.Resolved | None = None
        self.offers, self.ahead = offers, ahead(self.first)
        self.free: int | None = None
        self.services = services
        self.known = symptoms
        for name, several in (("kind", services.kinds), ("mode", services.ways)):
            offer(self, name, [(one.value, one.name) for one in several])
        offer(self, "symptoms", [(one.code, one.name) for one in symptoms])
        self.offer_days(offers("", self.first), ahead=self.ahead)
        self.benches: Sequence[BenchChoice] = ()
        self.bring_days: Sequence[tuple[str, str]] = ()
        if self.is_bench or self.is_at_once or self.data.get("soon") or self.data.get("nobody"):
            self.fields["window"].required = False

    @property
    def is_bench(self) -> bool:
        """Return whether the thing is brought or sent in: then a counter's hours count, not a technician's."""
        return str(self["mode"].value() or "") in BENCH

    @property
    def is_at_once(self) -> bool:
        """Return whether somebody is to come at once: no window is asked for then."""
        return bool(self.data.get("urgent")) and not self.is_bench

    @property
    def way_beforehand(self) -> str:
        """Return the way chosen beforehand: by the faults the page before named, where it named any."""
        named = self._pressing
        kind = str(self["kind"].value() or "") or self.services.kinds[0].value
        return usual_way(self.services.ways_of.get(kind, ("visit",)), presses=any(named) if named else None)

    @property
    def urgent_beforehand(self) -> bool:
        """Return whether the fault the page before named is one of who is locked in or out."""
        return any(one.value == "lock_opening" for one in self.services.kinds) and any(self._pressing)

    @property
    def faults_named(self) -> list[str]:
        """Return the names of the faults that are chosen, or that the page before named."""
        chosen = self["symptoms"].value() or ()
        return [one.name for one in self.known if one.code in chosen]

    @property
    def _pressing(self) -> list[bool]:
        return [one.urgent for one in self.known if one.code in (self.initial.get("symptoms") or ())]

    def offer_benches(self, several: "Sequence[BenchChoice]", days: Sequence[tuple[str, str]]) -> None:
        """Offer these outlets, and the days on which the chosen one is open."""
        self.benches, self.bring_days = several, days

    @property
    def goes(self) -> bool:
        """Return whether somebody is to go there: then a window has to have room."""
        return bool(getattr(self, "cleaned_data", {}).get("mode", "visit") == "visit")

    @property
    def is_counted(self) -> bool:
        """Return whether somebody is to go there in a window: not at once, nor whenever one can come soonest."""
        given = getattr(self, "cleaned_data", {})
        return self.goes and not (given.get("urgent") or given.get("soon"))

    def clean_bought_date(self) -> date | None:
        """Refuse a purchase that lies ahead."""
        bought: date | None = self.cleaned_data["bought_date"]
        if bought and bought > self.now.astimezone(SHANGHAI).date():
            raise forms.ValidationError(_("This day lies ahead. Please look at the receipt again."))
        return bought

    def clean(self) -> dict[str, Any]:
        """Fill from the pasted line, then say what is still missing or can't be understood."""
        given = super().clean() or {}
        if self.is_at_once:
            given["window"], given["soon"] = "", False
            self.errors.pop("window", None)
        self._fill_from_paste(given)
        self._check_service(given)
        if given["kind"] not in FAULTS:
            given["symptoms"] = []
        said = {"symptoms": given.get("symptoms", ()), "told": given.get("told", "")}
        if "symptoms" not in self.errors and lacks_fault(kind=given["kind"], channel="page", **said):
            self.add_error("symptoms", _("Please tap what is wrong; if nothing fits, write it below."))
        for name in (
            "name",
            "phone",
            "address",
            *(("helper_name", "helper_phone") if given.get("for_somebody") else ()),
        ):
            if not (given.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, _("This is needed."))
        for name in ("phone", "helper_phone"):
            self._check_phone(name, given.get(name) or "")
        if given.get("address"):
            self._find_place(given["address"])
        if self.is_counted:
            self.check_day(given)
        if given.get("soon") and self.first:
            self.add_error("since", _("Who comes as soon as he can may come before this day: leave one of them out."))
        return given

    def _check_service(self, given: dict[str, Any]) -> None:
        """Take the first kind and the usual way where none was chosen; one that a kind hasn't is said by its field."""
        kind = given["kind"] = given.get("kind") or self.services.kinds[0].value
        ways = self.services.ways_of[kind]
        mode = given["mode"] = given.get("mode") or ("visit" if given["soon"] else usual_way(ways, presses=None))
        if mode not in ways and "mode" not in self.errors:
            names = joined(one.name for one in self.services.ways if one.value in ways)
            self.add_error("mode", _("For this we offer: {ways}.").format(ways=names))

    def _fill_from_paste(self, given: dict[str, Any]) -> None:
        if not given.get("paste"):
            return
        found = places.read_contact(given["paste"])
        address = " ".join(filter(None, (found.place.division, found.place.detail)))
        read = {"name": found.name, "phone": found.phones[0] if found.phones else "", "address": address}
        for name, value in read.items():
            given[name] = given.get(name) or value
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        for name in read:
            data[name] = given[name]
        self.data = data

    def _check_phone(self, name: str, text: str) -> None:
        if not text:
            return
        try:
            phones.of_a_person(text)
        except Invalid:
            self.add_error(name, _("We can't read this number. A mobile, or area code and number, please."))

    def _find_place(self, text: str) -> None:
        self.place = places.read(text)
        if not self.place.county_code and not self.place.outside:
            self.add_error("address", _("Please name province, city and county; we could not tell them from this."))
        elif self.is_counted and self.place.county_code and self.cleaned_data.get("window"):
            there = self.offers(self.place.code, self.first)
            self.offer_days(there, ahead=self.ahead)
            if self.cleaned_data["window"] not in {one.key for one in there}:
                self.add_error("window", _("Nobody works there at that time. Please choose another."))


class PasteForm(forms.Form):
    """A line as one copies it out of a chat or a shop: name, phone and address in any order."""

    text = forms.CharField(max_length=500)
