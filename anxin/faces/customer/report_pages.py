"""The pages of a report: what is asked, and what is shown once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.domain.goods import queries as goods
from anxin.domain.goods.rules.perils import perils_in
from anxin.domain.network.queries import Promise
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.wording import KINDS
from anxin.faces import shared
from anxin.faces.customer import waitlist, windows
from anxin.faces.customer.forms import ReportForm
from anxin.faces.ground import benches, consent_words, editions, offered, uploads

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product

FIELDS = tuple(ReportForm.base_fields)


def ask(request: HttpRequest, product: "Product", form: ReportForm, photos: Sequence[str] = ()) -> HttpResponse:
    """Ask what happened, when and where to; what was wrong is said beside it."""
    count(product, form)
    context = {
        "product": product,
        "form": form,
        **_warranty(request, product, form),
        "own": _own(request, product, form),
        "steps": steps(),
        "photos": uploads.shown(photos),
        "promise": _promise(product, form),
        "page_edition": editions.of_product(product, now=timezone.now()),
        "chosen": form.chosen,
        "perils": perils_in(str(form["told"].value() or ""), *form.faults_named),
        "kind": form["kind"].value() or form.services.kinds[0].value,
        "mode": form["mode"].value() or form.way_beforehand,
        "urgent": form["urgent"].value() or (not form.is_bound and form.urgent_beforehand),
    }
    return render(request, "customer/report.html", context, status=422 if form.errors else 200)


def count(product: "Product", form: ReportForm) -> None:
    """Offer the windows of the place that was told with how many can come in each."""
    if form.goes and form.place is not None and form.place.county_code and not form.counted:
        found = windows.counted(product, windows.spot_of(form.place), now=timezone.now(), since=form.first)
        form.offer_days(found or form.offers(form.place.code, form.first), ahead=form.ahead, counted=bool(found))


def check(
    request: HttpRequest,
    product: "Product",
    form: ReportForm,
    photos: Sequence[str],
    *,
    slip: str = "",
    bench: benches.ChosenBench | None = None,
) -> HttpResponse:
    """Show everything once more before it is sent."""
    window = None if bench else window_of(product, form, now=timezone.now())
    shared.browser_of(request)
    data = form.data
    assert isinstance(data, QueryDict)
    faults = goods.symptom_names(category=product.category, codes=form.cleaned_data["symptoms"])
    context = {
        "product": product,
        "form": form,
        "place": form.place,
        "given": form.cleaned_data,
        "faults": faults,
        "kind": KINDS[form.cleaned_data["kind"]],
        "way": _way(product, form),
        "first_aid": goods.first_aid(category=product.category, names=faults),
        "perils": perils_in(form.cleaned_data["told"], *faults),
        "window": window,
        "bench": bench,
        "free": form.free,
        **_warranty(request, product, form),
        **_cases(request, product, form),
        "photos": photos,
        "kept": [(name, value) for name in FIELDS for value in data.getlist(name)]
        + ([("outlet", bench.code)] if bench and not data.get("outlet") else []),
        "once": request.POST.get("once") or str(uuid4()),
        "steps": steps(),
        "promise": _promise(product, form),
        "said": promises.consent(form.cleaned_data["mode"], now=timezone.now()),
        "words": consent_words.words(),
        "agreed_texts": consent_words.named(),
        "slip": slip,
        "page_edition": editions.of_product(product, now=timezone.now()),
    }
    return render(request, "customer/report_check.html", context, status=422 if slip else 200)


def window_of(product: "Product", form: ReportForm, *, now: datetime) -> windows.CustomerWindow | None:
    """Return the window that was chosen, while it lies ahead; or the wish for none, at once or as soon as can be."""
    if form.is_at_once:
        return windows.at_once(now=now)
    if form.cleaned_data["soon"]:
        return windows.soonest(product, now=now)
    return windows.window(form.cleaned_data["window"], product=product, now=now, since=form.first)


def _way(product: "Product", form: ReportForm) -> offered.OfferedChoice:
    chosen = next(one for one in form.services.ways if one.value == form.cleaned_data["mode"])
    beyond = form.place is not None and waitlist.beyond(product, form.place)
    return offered.without_visit(chosen) if beyond else chosen


def _warranty(request: HttpRequest, product: "Product", form: ReportForm) -> dict[str, object]:
    """Return whether it is in warranty, where the day of purchase is known, and by which term.

    What is registered for another says nothing to who only knows the number.
    """
    cleaned = getattr(form, "cleaned_data", {})
    bought = cleaned.get("bought_date") or form.initial.get("bought_date")
    serial = cleaned.get("serial") or form.initial.get("serial") or ""
    device = goods.device(product=product, serial=str(serial)) if serial else None
    reader, now = shared.customer_of(request), timezone.now()
    if device is not None and device.owner_id is not None and not repairs.is_owner(device, actor=reader, now=now):
        device = None
    proved = device.proved_date if device else None
    said = device.bought_date if device else None
    known = proved or (bought if bought and not isinstance(bought, str) else said)
    if not known:
        return {}
    kind = str(cleaned.get("kind") or form.initial.get("kind") or "repair")
    found = repairs.service_warranty(
        product=product, kind=kind, bought_date=known, now=timezone.now(), proved=proved is not None
    )
    return {"warranty": found, "term": goods.term_view(found.term)}


def _own(request: HttpRequest, product: "Product", form: ReportForm) -> list[tuple[str, str, str]]:
    """Return the reader's own open cases about it: number, of which kind, how it stands."""
    serial = getattr(form, "cleaned_data", {}).get("serial") or form.initial.get("serial") or ""
    found = repairs.own_under_way(product, serial=str(serial), actor=shared.customer_of(request), now=timezone.now())
    return [(one.number, str(KINDS.get(one.kind, one.kind)), wording.state("repair", one.state)) for one in found]


def _cases(request: HttpRequest, product: "Product", form: ReportForm) -> dict[str, object]:
    """Return the reader's own open cases about it; where he has none, whether the machine has another's."""
    serial, own = str(form.cleaned_data.get("serial") or ""), _own(request, product, form)
    return {"own": own, "another": not own and repairs.is_anothers_under_way(product, serial=serial)}


def _promise(product: "Product", form: ReportForm) -> Promise:
    """Return what is promised: for the place once it is known, which is what the case keeps."""
    urgent = bool(getattr(form, "cleaned_data", {}).get("urgent"))
    division = form.place.code if form.place is not None else ""
    return promises.promise_for(product, division=division, urgent=urgent, now=timezone.now())


def steps() -> list[str]:
    """Return the three steps of a report."""
    return [_("Find the product"), _("What and when"), _("Check and send")]
