"""Log a phone call in six fields: the caller is matched by phone, the repair numbered and accepted at once."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import phones, wording
from anxin.core.actors import Actor
from anxin.core.carriers import sms
from anxin.core.errors import Invalid
from anxin.core.wording import gap
from anxin.domain.custody import queries as custody
from anxin.domain.custody.choices import PAYERS
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.people import queries as people_queries
from anxin.domain.places.actions import Outside
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.states import REPAIR, WORKS
from anxin.domain.visits import gateway
from anxin.domain.visits.actions import WindowGone, wait
from anxin.faces import shared
from anxin.faces.desk.intake_form import NOW, WAITS_WITH, IntakeForm
from anxin.faces.ground import benches, consent_words, offered, repair_parts, staff
from anxin.faces.words import spoken

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product
    from anxin.domain.people.models import Person

NOBODY = (repairs.NotCovered, Outside)
"""What is said where nobody goes: no window, only the waiting list."""
BY_CALL = gettext_lazy("At the end an agent confirms with him on the phone, in place of the code.")
ENDS = {
    "drop_off": gettext_lazy("He gets it back against the paper receipt and his signature, in place of the code."),
    "mail_in": "",
}
"""What stands for the code of who has no page: of somebody's visit, and of goods that come to us."""


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
        form.may_go_soon = form.is_full and _goes_soon(form)
        form.add_error(error.field if error.field in form.fields else None, wording.error(error))
        return _page(request, form, now=now, status=422, nobody=isinstance(error, NOBODY))
    said = _("Numbered and accepted. Read the number to the caller: {number}").format(number=spoken(number))
    told = (
        said,
        _where_to(bench, form.cleaned_data["mode"]),
        _reached(form.cleaned_data["phone"], form.cleaned_data["mode"]),
    )
    messages.success(request, gap().join(filter(None, told)))
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
    told |= {"consent_version": consent_words.agreed(request) if given["agreed"] else "", "channel": "phone"}
    wish = network.WaitlistEntry(brand=product.brand, category=product.category, **told)
    try:
        entry = shared.act(request, lambda: wait(product=product, wish=wish, by=shared.actor_of(request), now=now))
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, wording.error(error))
        return _page(request, form, now=now, status=422)
    said = _("On the waiting list: {number}. A message goes out once somebody serves {place}.")
    if not _takes_texts(given["phone"]):
        said = _(
            "On the waiting list: {number}; read it aloud. No text reaches this number: once somebody serves {place}, "
            "the desk is told to ring him."
        )
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
    said = gap().join(map(str, form.errors.get("mode", ())))
    form.errors.clear()
    return said


def _instead(request: HttpRequest, form: IntakeForm) -> list[offered.OfferedChoice]:
    """Return the ways that need nobody to go where nobody goes."""
    product, place = _product(form), _place(request, form)
    if product is None or place is None:
        return []
    kind = str(form["kind"].value() or "repair")
    return benches.instead(product, place, kind=kind, services=offered.offered(product))


def _product(form: IntakeForm) -> "Product | None":
    brand, _sep, code = str(getattr(form, "cleaned_data", {}).get("product", "")).partition("/")
    return goods.product(brand=brand, code=code) if code else None


def _bench(request: HttpRequest, form: IntakeForm) -> benches.ChosenBench | None:
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


def _place(request: HttpRequest, form: IntakeForm) -> benches.BenchSpot | None:
    """Return where the caller lives: as it was told, or as we know of him whom we know."""
    person = _who(form, shared.actor_of(request), form.now) if form.known and form.place is None else None
    at = person.place if person is not None else None
    return form.place if at is None else gateway.spot_of(at)


def _goes_soon(form: IntakeForm) -> bool:
    """Return whether the call may be logged without a window."""
    product, at = _product(form), form.place
    if product is None or at is None:
        return False
    spot = gateway.Spot(code=at.code, lng=at.lng, lat=at.lat, outside=at.outside)
    return gateway.goes_without_window(product=product, spot=spot, now=form.now)


def _means(form: IntakeForm) -> dict[str, object]:
    """Say what the chosen way means, in the words the caller hears, and who pays for a parcel's way."""
    product, way = _product(form), str(form["mode"].value() or "visit")
    prices = goods.service_prices(product, on=timezone.localdate()) if product else {}
    there, back = custody.freight(covered=False, now=form.now)
    freight = _("Freight there: {there}; back: {back}.").format(there=PAYERS[there], back=PAYERS[back])
    return {"means": gap().join(filter(None, (offered.means(way, prices), freight if way == "mail_in" else "")))}


def _where_to(bench: benches.ChosenBench | None, mode: str) -> str:
    """Say what the caller is told of where his thing goes."""
    if bench is None:
        return ""
    told = {"name": bench.name, "street": bench.street, "phone": bench.phone, "when": bench.said}
    if mode == "mail_in":
        said = _("It goes to {name}, {street}, {phone}, the number in the parcel. He tells you the waybill.")
    else:
        said = _("He brings it to {name}, {street}, {when}, and says the number there.")
    return said.format(**told)


def _takes_texts(phone: str) -> bool:
    return sms.is_there() and phones.is_mobile(phone)


def _reached(phone: str, mode: str) -> str:
    """Say how the caller hears of what goes on: by text with a link to his page, or by being read it."""
    if _takes_texts(phone):
        return _("He has this by SMS, with a link to his page.") if mode in ENDS else ""
    said = _("No text reaches this number: have him write down what you read to him. How it goes on he hears by phone.")
    return gap().join(filter(None, (said, str(ENDS.get(mode, BY_CALL)))))


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
        "words": consent_words.words(),
        "agreed_texts": consent_words.named(),
        "instead": _instead(request, form) if nobody else (),
        **_means(form),
    }
    return render(request, "desk/new.html", context, status=status)


def _take(request: HttpRequest, form: IntakeForm, bench: benches.ChosenBench | None) -> str:
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
                soon=given["soon"] and given["window"] != NOW,
                full_why=given["full_why"],
                channel="phone",
                consent_version=consent_words.agreed(request),
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
