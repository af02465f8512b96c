"""Where nobody of ours goes yet, or all windows are taken: said plainly, and a place on the waiting list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.carriers import sms
from anxin.core.errors import Invalid
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands.reports import WAITING
from anxin.domain.opening import queries as opening
from anxin.domain.places import gateway as places
from anxin.domain.visits import actions as visits
from anxin.faces import shared
from anxin.faces.customer import shut
from anxin.faces.customer.forms import ReportForm
from anxin.faces.customer.progress import CUSTOMER
from anxin.faces.ground import benches, consent_words, editions, staff
from anxin.faces.ground.forms import PersonPhone

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product


FULL = "full"
"""Somebody works there, and all windows of the days that are offered are taken."""
CHOSEN = ("mode", "soon")
"""What the buttons of the page choose anew."""


class WaitlistForm(forms.Form):
    """Who waits, and where: of the address the county is kept, and the town where he waits for a window."""

    name = forms.CharField(label=_("Name"), max_length=64)
    phone = PersonPhone(label=_("Phone"))
    address = forms.CharField(label=_("Province, city and county"), max_length=300)


def beyond(product: "Product", place: places.Resolved) -> str:
    """Return why nobody can be sent to a place: uncovered or outside; empty where somebody can."""
    found = queries.service_at(brand=product.brand, code=place.code, outside=place.outside, now=timezone.now())
    return "" if found == "served" else found


def nobody_comes(product: "Product", place: places.Resolved) -> str:
    """Return why nobody comes to a place on the days that are offered; empty where somebody does."""
    return queries.nobody_comes(
        brand=product.brand, skills=[product.skill], code=place.code, outside=place.outside, now=timezone.now()
    )


def offer(
    request: HttpRequest, product: "Product", report: ReportForm, photos: Sequence[str] = (), *, why: str
) -> HttpResponse:
    """Say why nobody comes there, and offer the waiting list and remote help; what was typed is kept."""
    given, place = report.cleaned_data, report.place
    known = {name: given.get(name, "") for name in ("name", "phone")}
    form = WaitlistForm(initial={**known, "address": place.division if place else ""})
    instead = benches.instead(product, place, kind=given["kind"], services=report.services)
    data = report.data if isinstance(report.data, QueryDict) else QueryDict()
    kept = [(name, value) for name in report.fields if name not in CHOSEN for value in data.getlist(name)]
    soon = why == FULL and queries.without_window(brand=product.brand_id, now=timezone.now())
    until = report.ahead[-1] if report.ahead else None
    return _page(
        request, product, form, place, instead=instead, kept=kept, photos=photos, why=why, until=until, soon=soon
    )


def _page(
    request: HttpRequest, product: "Product", form: WaitlistForm, place: places.Resolved | None, **more: object
) -> HttpResponse:
    context = {
        "product": product,
        "form": form,
        "place": place,
        "outside": place is not None and place.outside,
        "hotlines": [one for one in queries.hotlines(on=timezone.localdate()) if one.slug == product.brand.slug],
        "page_edition": editions.of_product(product, now=timezone.now()),
        "words": consent_words.words(),
        "agreed_texts": consent_words.named(),
        "texts": sms.is_there(),
        **more,
    }
    return render(request, "customer/waiting.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    """Put somebody on the waiting list of his county."""
    product = goods.product(brand=brand, code=code)
    if not opening.is_open(product.brand):
        return shut.page(request, product)
    form = WaitlistForm(request.POST or None)
    if not form.is_valid():
        return _page(request, product, form, None)
    if unsent := consent_words.unsent(request):
        form.add_error(None, unsent)
        return _page(request, product, form, None)
    shared.limit(request, "waiting", burst=5, per_min=2)
    told = {**form.cleaned_data, "consent_version": consent_words.agreed(request)}
    wish = network.WaitlistEntry(brand=product.brand, category=product.category, **told)
    by = shared.actor_of(request)
    try:
        entry = shared.act(request, lambda: visits.wait(product=product, wish=wish, by=by, now=timezone.now()))
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, wording.error(error))
        return _page(request, product, form, None)
    asked_after = queries.asked_after(now=timezone.now())
    return _page(request, product, form, places.read(wish.address), entry=entry, asked_after=asked_after)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Ask somebody on the list whether he still waits; his answer counts at once, and opening the link says nothing."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.own_entry(number, actor=actor, now=now)
    name = request.POST.get("answer", "")
    case = queries.waiting_situation(row, by=actor, now=now)
    may = WAITING.allowed(case, actor).names
    if name in WAITING.commands:
        shared.limit(request, "waiting", burst=10, per_min=5)
        staff.act_once(request, lambda: WAITING.give(name, row=row, by=actor, now=now, fields={}))
        if name != "withdraw":
            return HttpResponseRedirect(reverse("customer:waits", args=[number]))
        may = ()
    facts = {
        "entry": row,
        "asked": "keep" in may,
        "answers": [WAITING.commands[one] for one in may],
        "gone": name == "withdraw",
    }
    return render(request, "customer/still_waits.html", facts)
