"""What is asked of a phone call: the six fields, a kind and a way that stand there already."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anxin.domain.goods import queries as goods
from anxin.domain.places import gateway as places
from anxin.domain.repairs.rules.report import LONGEST
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.domain.visits import queries as visits
from anxin.faces.choices import offer
from anxin.faces.customer import windows as worked
from anxin.faces.customer.window_choice import FirstDayForm
from anxin.faces.ground import benches
from anxin.faces.ground.forms import PersonPhone
from anxin.faces.words import day

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product

type Window = tuple[str, str, datetime, datetime]
NOW, SOMEBODY_ELSE = "now", "new"
WAITS_WITH = ("name", "phone", "address")


def windows(
    now: datetime, *, product: "Product | None" = None, code: str = "", since: date | None = None
) -> Iterator[Window]:
    """Yield what one may be promised on the phone: at once, or a window of these days in which somebody works there."""
    yield NOW, _("at once, somebody is locked in or out"), now, now + visits.window_width(now=now)
    if product is None:
        ahead = worked.windows(now=now, since=since)
    else:
        ahead = worked.offered(product=product, now=now, code=code, since=since)
    for one in ahead:
        yield one.key, f"{day(one.from_at)} {one.name}", one.from_at, one.to_at


class IntakeForm(FirstDayForm):
    """The six fields, a kind and a way that stand there already; somebody known keeps name and address, sealed."""

    phone = PersonPhone(
        label=pgettext_lazy("a column", "Phone"),
        widget=forms.TextInput({"inputmode": "tel", "autofocus": True, "autocomplete": "off", "data-looks-up": True}),
    )
    person = forms.CharField(required=False, max_length=40)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST["name"], required=False)
    address = forms.CharField(label=gettext_lazy("Address, as a courier would need it"), required=False)
    product = forms.ChoiceField(label=gettext_lazy("Product"))
    told = forms.CharField(
        label=gettext_lazy("What is wrong"), max_length=LONGEST["told"], widget=forms.Textarea(attrs={"rows": 3})
    )
    window = forms.ChoiceField(label=gettext_lazy("When"))
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False, initial="repair", choices=KINDS)
    mode = forms.ChoiceField(
        label=pgettext_lazy("a way of service", "How"), required=False, initial="visit", choices=MODES
    )
    outlet = forms.CharField(label=gettext_lazy("Where does it go?"), max_length=LONGEST["outlet"], required=False)
    bring = forms.CharField(max_length=40, required=False)
    soon = forms.BooleanField(
        label=gettext_lazy("No window: all are taken, and whoever can come soonest is asked"),
        required=False,
        widget=forms.CheckboxInput({"class": "checkbox mt-0.5"}),
    )
    full_why = forms.CharField(
        label=gettext_lazy("The window is full. Promise it all the same, because"), required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "I said that name, phone and address go to whoever does the repair, and named the texts below; the caller "
            "agreed"
        ),
        required=False,
        widget=forms.CheckboxInput({"class": "checkbox mt-0.5"}),
    )

    def __init__(self, data: Any = None, *, now: datetime) -> None:
        """Offer the products and the windows of this hour."""
        super().__init__(data)
        self.now, self.is_full, self.may_go_soon = now, False, False
        brands: dict[str, list[tuple[str, str]]] = {}
        for one in goods.products():
            brands.setdefault(one.brand_name, []).append((f"{one.brand}/{one.code}", one.name))
        offer(self, "product", [("", "—"), *brands.items()])
        self.offer_windows()
        self.fields["window"].required = not self.is_bench
        self.place: benches.BenchSpot | None = None
        self.benches: Sequence[benches.BenchChoice] = ()
        self.bring_days: Sequence[tuple[str, str]] = ()

    def offer_windows(self, product: "Product | None" = None, code: str = "") -> None:
        """Offer the windows; once product and place are known, those in which somebody works for it there."""
        several = list(windows(self.now, product=product, code=code, since=self.first))
        self.windows = {key: (name, start, end) for key, name, start, end in several}
        offer(self, "window", worked.by_day((key, name, start) for key, name, start, _end in several))
        self.fields["window"].initial = first = several[min(1, len(several) - 1)][0]
        if self.data.get("window", first) not in ("", *self.windows):  # else the most urgent would stand there
            self.data = {**dict(self.data.items()), "window": first}

    @property
    def is_bench(self) -> bool:
        """Return whether the thing is brought or sent in: then an outlet's hours count, not a technician's."""
        return benches.is_bench(str(self["mode"].value() or ""))

    @property
    def is_visit(self) -> bool:
        """Return whether somebody goes there: then a technician's hours count."""
        return str(self["mode"].value() or "visit") == "visit"

    def offer_benches(self, several: "Sequence[benches.BenchChoice]", days: "Sequence[tuple[str, str]]") -> None:
        """Offer these outlets, and the days on which the chosen one is open."""
        self.benches, self.bring_days = several, days

    @property
    def known(self) -> str:
        """Return the chosen known person, if one was chosen."""
        chosen = str(self.data.get("person", ""))
        return "" if chosen == SOMEBODY_ELSE else chosen

    def fill(self) -> dict[str, Any] | None:
        """Return what the waiting list needs, or None with what is missing marked and nothing else."""
        self.full_clean()
        wrong = {name: said for name, said in self.errors.items() if name in (*WAITS_WITH, "product")}
        self.errors.clear()
        self.errors.update(wrong)
        for name in WAITS_WITH:
            if not self.cleaned_data.get(name) and name not in wrong:
                self.add_error(name, _("This is needed."))
        return None if self.errors else self.cleaned_data

    def clean(self) -> dict[str, Any]:
        """Ask for name and address of somebody we don't know, and for a place we can find."""
        given = super().clean() or {}
        if self.known:
            return given
        for name in ("name", "address"):
            if not (given.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, _("This is needed."))
        found = places.read(given["address"]) if given.get("address") else None
        if found is not None and not (found.county_code or found.outside):
            self.add_error("address", _("Please name province, city and county; we could not tell them from this."))
        elif found is not None:
            self.place = found
        return given
