"""Log a phone call in six fields: the caller is matched by phone, the repair numbered and accepted at once."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import phones, wording
from anxin.core.actors import Actor
from anxin.core.carriers import sms
from anxin.core.errors import Invalid
from anxin.domain.custody import queries as custody
from anxin.domain.custody.choices import PAYERS
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.people import queries as people_queries
from anxin.domain.places import gateway as places
from anxin.domain.places.actions import Outside
from anxin.domain.publications import queries as publications
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.rules.report import LONGEST
from anxin.domain.repairs.states import REPAIR, WORKS
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits
from anxin.domain.visits.actions import WindowGone, wait
from anxin.faces import shared
from anxin.faces.choices import offer
from anxin.faces.customer import windows as worked
from anxin.faces.ground import benches, offered, repair_parts, staff
from anxin.faces.ground.forms import PersonPhone
from anxin.faces.words import day, gap, spoken

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product
    from anxin.domain.people.models import Person

type Window = tuple[str, str, datetime, datetime]
NOW, SOMEBODY_ELSE = "now", "new"
NOBODY = (repairs.NotCovered, Outside)
"""What is said where nobody goes: no window, only the waiting list."""
WAITS_WITH = ("name", "phone", "address")


def windows(now: datetime, *, product: "Product | None" = None, code: str = "") -> Iterator[Window]:
    """Yield what one may be promised on the phone: at once, or a window of these days in which somebody works there."""
    yield NOW, _("at once, somebody is locked in or out"), now, now + visits.window_width(now=now)
    ahead = worked.windows(now=now) if product is None else worked.offered(product=product, now=now, code=code)
    for one in ahead:
        yield one.key, f"{day(one.from_at)} {one.name}", one.from_at, one.to_at


class IntakeForm(forms.Form):
    """The six fields, a kind and a way that stand there already; somebody known keeps name and address, sealed."""

    phone = PersonPhone(
        label=gettext_lazy("Phone"),
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
    full_why = forms.CharField(
        label=gettext_lazy("The window is full. Promise it all the same, because"), required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I said that name, phone and address go to whoever does the repair; the caller agreed"),
        required=False,
        widget=forms.CheckboxInput({"class": "checkbox mt-0.5"}),
    )

    def __init__(self, data: Any = None, *, now: datetime) -> None:
        """Offer the products and the windows of this hour."""
        super().__init__(data)
        self.now, self.is_full = now, False
        brands: dict[str, list[tuple[str, str]]] = {}
        for one in goods.products():
            brands.setdefault(one.brand_name, []).append((f"{one.brand}/{one.code}", one.name))
        offer(self, "product", [("", "—"), *brands.items()])
        self.offer_windows()
        self.fields["window"].required = not self.is_bench
        self.place: benches.Spot | None = None
        self.benches: Sequence[benches.Choice] = ()
        self.bring_days: Sequence[tuple[str, str]] = ()

    def offer_windows(self, product: "Product | None" = None, code: str = "") -> None:
        """Offer the windows; once product and place are known, those in which somebody works for it there."""
        several = list(windows(self.now, product=product, code=code))
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

    def offer_benches(self, several: "Sequence[benches.Choice]", days: "Sequence[tuple[str, str]]") -> None:
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


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(WORKS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask the six fields; number and accept the repair."""
    now = timezone.now()
    form = IntakeForm(request.POST or None, now=now)
    if request.method == "GET":
        return _page(request, form, now=now)
    if not form.is_valid():
        return _page(request, form, now=now, status=422)
    try:
        bench = _bench(request, form)
        if form.errors:
            return _page(request, form, now=now, status=422)
        number = _take(request, form, bench)
    except Invalid as error:
        form.is_full = isinstance(error, WindowGone)
        form.add_error(error.field if error.field in form.fields else None, wording.error(error))
        return _page(request, form, now=now, status=422, nobody=isinstance(error, NOBODY))
    said = _("Numbered and accepted. Read the number to the caller: {number}").format(number=spoken(number))
    messages.success(request, gap().join(filter(None, (said, _where_to(bench, form.cleaned_data["mode"])))))
    return HttpResponseRedirect(reverse("desk:repair", args=[number]))


@never_cache
@require_POST
@shared.for_roles(WORKS)
def caller(request: HttpRequest) -> HttpResponse:
    """Match a phone with whom we know, masked, with the repairs that are open; a whole page is drawn anew."""
    shared.limit(request, "caller", burst=60, per_min=60)
    now, phone = timezone.now(), request.POST.get("phone", "")
    if request.headers.get("HX-Request"):
        told = {"known": matches(request, phone, now=now), "unread": not phones.is_of_a_person(phone)}
        return render(request, "desk/caller.html", {**told, "asked": True, "now": now, "chosen": ""})
    form = IntakeForm(request.POST, now=now)
    nowhere = _offers(request, form)
    return _page(request, form, now=now, nowhere=nowhere)


@never_cache
@require_POST
@shared.for_roles(WORKS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Put a caller from where nobody goes on the waiting list of his county; what was typed is used."""
    now = timezone.now()
    form = IntakeForm(request.POST, now=now)
    given = form.fill()
    if given is None:
        return _page(request, form, now=now, status=422, nobody=True)
    brand, _sep, code = given["product"].partition("/")
    product = goods.product(brand=brand, code=code)
    told = {name: given[name] for name in WAITS_WITH}
    words = publications.consent_version(on=timezone.localdate())
    told |= {"consent_version": words, "channel": "phone"}
    wish = network.WaitlistEntry(brand=product.brand, category=product.category, **told)
    try:
        entry = shared.act(request, lambda: wait(product=product, wish=wish, by=shared.actor_of(request), now=now))
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, wording.error(error))
        return _page(request, form, now=now, status=422)
    said = _("On the waiting list: {number}. A message goes out once somebody serves {place}.")
    messages.success(request, said.format(number=spoken(entry.number), place=entry.division_name))
    return HttpResponseRedirect(reverse("desk:repairs"))


def matches(request: HttpRequest, phone: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return the known persons behind a phone with their open repairs; none for what is no phone."""
    actor = shared.actor_of(request)
    found = repairs_queries.caller(phone, actor=actor, now=now) if phones.is_of_a_person(phone) else []
    return [
        {
            "person": one.person,
            "past": one.past,
            "open": [repair_parts.row_of(row, url=reverse("desk:repair", args=[row.number])) for row in one.open],
        }
        for one in found
    ]


@never_cache
@require_POST
@shared.for_roles(WORKS)
def where(request: HttpRequest) -> HttpResponse:
    """Say what the chosen way means, and offer the outlets near the caller or the windows; nothing is kept."""
    shared.limit(request, "intake_where", burst=60, per_min=60)
    form = IntakeForm(request.POST, now=timezone.now())
    nowhere = _offers(request, form)
    return render(request, "desk/where.html", {"form": form, "nowhere": nowhere, **_means(form)})


def _offers(request: HttpRequest, form: IntakeForm) -> str:
    """Offer what the chosen way needs, and return why it can't be; nothing is marked as wrong yet."""
    form.full_clean()
    with suppress(Invalid):
        _bench(request, form)
    said = " ".join(map(str, form.errors.get("mode", ())))
    form.errors.clear()
    return said


def _instead(request: HttpRequest, form: IntakeForm) -> list[offered.Choice]:
    """Return the ways that need nobody to go where nobody goes."""
    product, place = _product(form), _place(request, form)
    if product is None or place is None:
        return []
    kind = str(form["kind"].value() or "repair")
    return benches.instead(product, place, kind=kind, services=offered.offered(product))


def _product(form: IntakeForm) -> "Product | None":
    brand, _sep, code = str(getattr(form, "cleaned_data", {}).get("product", "")).partition("/")
    return goods.product(brand=brand, code=code) if code else None


def _bench(request: HttpRequest, form: IntakeForm) -> benches.Chosen | None:
    """Return the outlet that was chosen for goods that come to us; what lacks stands by its field.

    Whom somebody visits is offered the windows of those who work there, and may have none beside.
    """
    product = _product(form)
    if product is None:
        return None
    place = form.place = _place(request, form)
    if form.is_visit:
        form.offer_windows(product, place.code if place else "")
        if form.cleaned_data.get("window", NOW) not in form.windows:
            form.add_error("window", _("Nobody works there in these hours; please choose others."))
    if not form.is_bench:
        return None
    return benches.offer(product, form) if place is not None else None


def _place(request: HttpRequest, form: IntakeForm) -> benches.Spot | None:
    """Return where the caller lives: as it was told, or as we know of him whom we know."""
    person = _who(form, shared.actor_of(request), form.now) if form.known and form.place is None else None
    at = person.place if person is not None else None
    return form.place if at is None else gateway.spot_of(at)


def _means(form: IntakeForm) -> dict[str, object]:
    """Say what the chosen way means, in the words the caller hears, and who pays for a parcel's way."""
    product, way = _product(form), str(form["mode"].value() or "visit")
    prices = goods.service_prices(product, on=timezone.localdate()) if product else {}
    there, back = custody.freight(covered=False, now=form.now)
    freight = _("Freight there: {there}; back: {back}.").format(there=PAYERS[there], back=PAYERS[back])
    return {"means": gap().join(filter(None, (offered.means(way, prices), freight if way == "mail_in" else "")))}


def _where_to(bench: benches.Chosen | None, mode: str) -> str:
    """Say what the caller is told of where his thing goes; he has it by SMS too."""
    if bench is None:
        return ""
    told = {"name": bench.name, "street": bench.street, "phone": bench.phone, "when": bench.said}
    if mode == "mail_in":
        said = _("It goes to {name}, {street}, {phone}, the number in the parcel. He tells you the waybill.")
    else:
        said = _("He brings it to {name}, {street}, {when}, and says the number there.")
    texted = _("He has this by SMS, with a link to his page.") if sms.is_there() else ""
    return gap().join(filter(None, (said.format(**told), texted)))


def _page(
    request: HttpRequest, form: IntakeForm, *, now: datetime, status: int = 200, nobody: bool = False, nowhere: str = ""
) -> HttpResponse:
    phone = str(form.data.get("phone", "")) if form.is_bound else ""
    frame = staff.frame(request, face="desk", now=now, search=reverse("desk:search"))
    context = {
        **frame,
        "form": form,
        "known": matches(request, phone, now=now),
        "asked": bool(phone),
        "chosen": str(form.data.get("person", "")) if form.is_bound else "",
        "once": request.POST.get("once") or str(uuid4()),
        "hotlines": (),
        "nobody": nobody,
        "nowhere": nowhere,
        "instead": _instead(request, form) if nobody else (),
        **_means(form),
    }
    return render(request, "desk/new.html", context, status=status)


def _take(request: HttpRequest, form: IntakeForm, bench: benches.Chosen | None) -> str:
    actor = shared.actor_of(request)

    def work() -> str:
        now = timezone.now()
        given = form.cleaned_data
        person = _who(form, actor, now)
        brand, _sep, code = given["product"].partition("/")
        start, end = (bench.from_at, bench.to_at) if bench else form.windows[given["window"]][1:]
        made = repairs.report(
            report=repairs.Report(
                product=goods.product(brand=brand, code=code),
                name=given["name"] if person is None else "",
                phone=given["phone"],
                address=given["address"] if person is None else "",
                person=person,
                told=given["told"],
                kind=given["kind"] or "repair",
                mode=given["mode"] or "visit",
                outlet=bench.code if bench else "",
                wanted_from_at=start,
                wanted_to_at=end,
                urgent=bench is None and given["window"] == NOW,
                holds=True,
                full_why=given["full_why"],
                channel="phone",
                consent_version=publications.consent_version(on=timezone.localdate()),
                agreed=given["agreed"],
                key=request.POST.get("once", "")[:80],
            ),
            by=actor,
            now=now,
            linked=False,
        )
        if REPAIR.step("accept", made.repair.state):
            TABLE.give("acceptance", row=made.repair, by=actor, now=now, fields={})
        return str(made.repair.number)

    return shared.act(request, work)


def _who(form: IntakeForm, actor: Actor, now: datetime) -> "Person | None":
    """Return the known caller: name and address go over unseen; None for a new one."""
    if not form.known:
        return None
    known = people_queries.known_by_phone(form.cleaned_data["phone"])
    near = people_queries.visible_to(actor, now=now).filter(pk__in=[one.pk for one in known], place__isnull=False)
    person = next((one for one in near.select_related("place") if str(one.id) == form.known), None)
    if person is None:
        raise Invalid("person", expected=_("somebody with this phone"), got="")
    return person
