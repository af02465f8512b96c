"""Another window on the customer's own page: of the days ahead, or from the day on before which he wants nobody."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.core.states import can
from anxin.domain.repairs.rules.situation import may_want_another
from anxin.domain.visits import gateway
from anxin.faces import shared
from anxin.faces.customer import windows
from anxin.faces.customer.progress import CUSTOMER, RUNNER, OwnRepair, find
from anxin.faces.customer.window_choice import WindowForm


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def window(request: HttpRequest, number: str) -> HttpResponse:
    """Move the window while there is time."""
    case, slip, since = find(request, number), "", None
    product = case.row.product
    try:
        since = windows.since_of(request.POST.get("since") or request.GET.get("since", ""), now=case.now)
    except Invalid as error:
        slip = wording.error_here(error)
    ahead = windows.days(product, now=case.now, since=since)
    form = WindowForm(request.POST or None, offers=_offers(case, since), ahead=ahead, since=since)
    valid = form.is_valid() and not slip
    key = form.cleaned_data["window"] if valid else ""
    chosen = windows.window(key, product=product, now=case.now, since=since) if valid else None
    if chosen is None:
        return _window_page(request, case, form, slip=slip)
    fields = {"from_at": chosen.from_at, "to_at": chosen.to_at}

    def failed(error: AnxinError) -> HttpResponse:
        form.add_error(None, wording.error(error))
        return _window_page(request, case, form, status=shared.number_of(error))

    return RUNNER.carry(request, number, "window", fields, case=case, failed=failed)


def _offers(case: OwnRepair, since: date | None) -> list[windows.CustomerWindow]:
    """Return the windows in which somebody can come, counted; uncounted where the brand is dispatched by hand."""
    row, now = case.row, case.now
    counted = windows.counted(row.product, gateway.spot_of(row.place), now=now, but=row.pk, since=since)
    if counted is not None:
        return counted
    return windows.offered(product=row.product, now=now, code=row.place.code, since=since)


def _window_page(
    request: HttpRequest, case: OwnRepair, form: WindowForm, *, status: int = 0, slip: str = ""
) -> HttpResponse:
    wants = may_want_another(case.situation)
    sends = can(case.row, "sent_for") and not wants
    context = {"form": form, "number": case.row.number, "chosen": form.chosen, "sends": sends, "wants": wants}
    context |= {"moves": not can(case.row, "again"), "since": form.since, "slip": slip}
    context["soonest"] = "soonest" in RUNNER.allowed(case) and not form.has_free and not form.since
    return render(request, "customer/window.html", context, status=status or (422 if form.errors or slip else 200))
