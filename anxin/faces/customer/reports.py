"""Report a fault in three steps: find the product, say what and when, check and send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.goods import queries as goods
from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.domain.places import gateway as places
from anxin.domain.publications import queries as publications
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.faces import shared
from anxin.faces.customer import receipt, shut, waitlist, windows
from anxin.faces.customer import report_pages as pages
from anxin.faces.customer.forms import PasteForm, ReportForm
from anxin.faces.ground import appearance, benches, consent_words, editions, offered, uploads
from anxin.faces.ground.hotline_order import answered_first
from anxin.faces.public import page_descriptions

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product

CARRIED = ("symptom", "tried", "kind", "mode")
"""What a page before says beforehand, whichever model is chosen."""


@dataclass(frozen=True, kw_only=True)
class SymptomGroup:
    """The products of one brand."""

    brand: str
    products: Sequence[goods.ProductView]


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """Step one: choose the product, by a word of its name or from the list."""
    return _choice(request, wanted=request.GET.get("q", "").strip()[:40])


@require_safe
def looked_for(request: HttpRequest, word: str) -> HttpResponse:
    """Lead an address with one word, typed or from an old link, to what it may mean; else to everything there is."""
    if goods.meant(word[:40], now=timezone.now()):
        return HttpResponseRedirect(f"{reverse('customer:products')}?{urlencode({'q': word[:40]})}")
    return _choice(request, astray=word)


def _choice(request: HttpRequest, *, wanted: str = "", astray: str = "") -> HttpResponse:
    """Show what can be reported; `astray` is what an address named and nothing here is called."""
    now = timezone.now()
    found = goods.meant(wanted, now=now)
    groups: dict[str, list[goods.ProductView]] = {}
    for one in found:
        groups.setdefault(one.brand_name, []).append(one)
    shown = [SymptomGroup(brand=brand, products=several) for brand, several in groups.items()]
    lines = answered_first(network.hotlines(on=timezone.localdate()), now=now)
    if not opening.takes_reports():
        return _none(request, lines, status=404 if astray else 200)
    meant = goods.also_called(wanted, found, now=now) if wanted else []
    context = {
        "groups": shown,
        "wanted": wanted,
        "astray": astray[:60],
        "meant": [name for name in meant if wanted not in name],
        "count": len(found),
        "hotlines": lines,
        "steps": pages.steps(),
        "described": page_descriptions.page(
            request,
            title=_("Report a fault"),
            text=_("Choose the product, say what is wrong and when: a number at once, the price before anybody comes."),
            path=reverse("customer:products"),
        ),
        "page_edition": editions.footing(opening.house_page("products"), now=now),
        "carried": urlencode([(name, one[:40]) for name in CARRIED for one in request.GET.getlist(name)]),
    }
    return render(request, "customer/products.html", context, status=404 if astray else 200)


def _none(request: HttpRequest, lines: Sequence[network.HotlineView], *, status: int) -> HttpResponse:
    """Say that no report is taken in here, what is, and whom to ring."""
    context = {
        "hotlines": lines,
        "claims": opening.takes_claims(),
        "writes": opening.is_anything_open(),
        "page_edition": editions.footing(opening.house_page("products"), now=timezone.now()),
    }
    return render(request, "customer/no_reports.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    """Step two, and with a valid form step three: everything once more before it is sent."""
    try:
        product = goods.product(brand=brand, code=code)
    except Missing:
        return _choice(request, astray=code)
    appearance.wear(request, product.brand)
    if not opening.is_open(product.brand):
        return shut.page(request, product)
    if request.method != "POST":
        return pages.ask(request, product, form_for(product, initial=_carried(request, product)))
    shared.limit(request, "report_check", burst=30, per_min=20)
    form = form_for(product, request.POST)
    try:
        photos = _photos(request)
    except AnxinError as error:
        form.add_error(None, wording.error(error))
        return pages.ask(request, product, form)
    if not form.is_valid() or "back" in request.POST:
        why = _beyond(product, form) if set(form.errors) == {"window"} and "back" not in request.POST else ""
        ask = partial(waitlist.offer, why=why) if why else pages.ask  # where nobody goes there is no window to choose
        return ask(request, product, form, photos)
    if form.is_bench:
        chosen = benches.offer(product, form)
        return (
            pages.check(request, product, form, photos, bench=chosen)
            if chosen
            else pages.ask(request, product, form, photos)
        )
    if why := _beyond(product, form) or _counted(product, form):
        return waitlist.offer(request, product, form, photos, why=why)
    return pages.ask(request, product, form, photos) if form.errors else pages.check(request, product, form, photos)


@never_cache
@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """Take a pasted line apart, for the fields below it; nothing of it is kept."""
    shared.limit(request, "paste", burst=20, per_min=20)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({}, status=422)
    found = places.read_contact(form.cleaned_data["text"])
    address = " ".join(filter(None, (found.place.division, found.place.detail)))
    return JsonResponse({"name": found.name, "phone": next(iter(found.phones), ""), "address": address})


@never_cache
@require_POST
def submission(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    """Send the report: numbered before the answer leaves; the same form twice makes one repair."""
    product = goods.product(brand=brand, code=code)
    if not opening.is_open(product.brand):
        return shut.page(request, product)
    shared.limit(request, "report", burst=10, per_min=6)
    form, photos = form_for(product, request.POST), request.POST.getlist("photo")
    if not form.is_valid():
        return pages.ask(request, product, form, photos)
    if why := _beyond(product, form):
        return waitlist.offer(request, product, form, photos, why=why)
    bench = benches.offer(product, form) if form.is_bench else None
    if form.errors:
        return pages.ask(request, product, form, photos)
    without = _("Without your consent we can't pass your details on, so nobody could do the job.")
    if slip := consent_words.slip(request, without=without):
        return pages.check(request, product, form, photos, slip=slip, bench=bench)
    by = uploads.uploader(request)
    try:
        made = shared.act(request, partial(_report, request, product, form, photos, by=by, bench=bench))
    except repairs.PromiseChanged as error:
        return pages.check(request, product, form, photos, slip=wording.error(error), bench=bench)
    except Invalid as error:
        if isinstance(error, visits.WindowGone) and (why := _counted(product, form)):
            return waitlist.offer(request, product, form, photos, why=why)
        if not form.errors:
            form.add_error(error.field if error.field in form.fields else None, wording.error(error))
        return pages.ask(request, product, form, photos)
    said = {name: form.cleaned_data[name] for name in ("name", "address")}
    return HttpResponseRedirect(receipt.address(request, made, said))


def _counted(product: "Product", form: ReportForm) -> str:
    """Count the technicians free in each window of a place, marking a full one as an error; give why nobody can come.

    Who is locked in or out is not asked to wait for a window.
    """
    place = form.place
    if place is None or form.cleaned_data["urgent"] or not form.goes:
        return ""
    soon = form.cleaned_data["soon"] and network.without_window(brand=product.brand_id, now=timezone.now())
    found = windows.counted(product, windows.spot_of(place), now=timezone.now(), since=form.first)
    if found is None:
        return ""
    form.offer_days(found, ahead=form.ahead, counted=True)
    if found and not any(one.free for one in found):
        if form.first:
            form.add_error("since", _("All windows from this day on are taken. Another day, or none, may have more."))
            return ""
        return "" if soon else waitlist.FULL
    free = {one.from_at: one.free for one in found}
    chosen = windows.window(form.cleaned_data["window"], product=product, now=timezone.now(), since=form.first)
    form.free = free.get(chosen.from_at, 0) if chosen else 0
    if not form.free:
        form.add_error("window", _("Nobody can come then any more. These windows are free:"))
    return "" if found else waitlist.nobody_comes(product, place)


def _beyond(product: "Product", form: ReportForm) -> str:
    """Return why nobody can be sent to the place; empty where somebody can, or where nobody has to go there.

    Who is locked in or out is promised minutes: somebody has to be there who works.
    """
    place = form.place
    if place is None or not (form.goes or place.outside):
        return ""
    return (waitlist.nobody_comes if form.cleaned_data["urgent"] else waitlist.beyond)(product, place)


def _report(
    request: HttpRequest,
    product: "Product",
    form: ReportForm,
    photos: Sequence[str],
    *,
    by: Actor,
    bench: benches.ChosenBench | None,
) -> repairs.Reported:
    given, now = form.cleaned_data, timezone.now()
    window = bench or pages.window_of(product, form, now=now)
    if window is None:
        raise Invalid("window", expected=_("a window that lies ahead"), got=given["window"])
    helper = given["for_somebody"]
    made = repairs.report(
        report=repairs.Report(
            product=product,
            name=given["name"],
            phone=given["phone"],
            address=given["address"],
            symptoms=tuple(given["symptoms"]),
            told=given["told"],
            kind=given["kind"],
            mode=given["mode"],
            outlet=bench.code if bench else "",
            wanted_from_at=window.from_at,
            wanted_to_at=window.to_at,
            urgent=given["urgent"],
            soon=given["soon"],
            serial=given["serial"],
            bought_date=given["bought_date"],
            helper_name=given["helper_name"] if helper else "",
            helper_phone=given["helper_phone"] if helper else "",
            consent_version=consent_words.agreed(request),
            key=request.POST.get("once", "")[:80],
            sender=shared.browser_of(request),
            promised=request.POST.get("promised", "")[:20],
            holds=True,
        ),
        by=by,
        now=now,
    )
    for file in uploads.opened(photos, by=by):
        repairs.add_picture(repair=made.repair, file=file, by=by, now=now)
    return made


def _carried(request: HttpRequest, product: "Product") -> dict[str, object]:
    """Return what the page before knows already: the device, the fault, and what was tried without help."""
    given: dict[str, object] = {
        name: request.GET[name] for name in ("serial", "bought_date", "kind", "mode") if name in request.GET
    }
    symptoms = request.GET.getlist("symptom")[:5]
    tried = "tried" in request.GET and [
        step
        for one in publications.guides(category=product.category, on=timezone.localdate(), brand=product.brand)
        if one.symptom in symptoms
        for step, _picture in one.steps
    ]
    if tried:
        given["told"] = _("Tried already: {steps}").format(steps=_("; ").join(tried))
    return {**given, "symptoms": symptoms}


def form_for(
    product: "Product", data: QueryDict | None = None, *, initial: Mapping[str, object] | None = None
) -> ReportForm:
    """Return the form for a product, with what it offers."""
    faults = goods.symptoms(category=product.category)
    now = timezone.now()

    def offers(code: str, since: date | None) -> list[windows.CustomerWindow]:
        return windows.offered(product=product, now=now, code=code, since=since)

    def ahead(since: date | None) -> list[date]:
        return windows.days(product, now=now, since=since)

    ways = offered.offered(product)
    return ReportForm(data, symptoms=faults, services=ways, offers=offers, ahead=ahead, now=now, initial=initial)


def _photos(request: HttpRequest) -> list[str]:
    by = uploads.uploader(request)
    return [
        *request.POST.getlist("photo"),
        *uploads.received(request, request.FILES.getlist("photo_files"), by=by),
    ][: uploads.MOST]
