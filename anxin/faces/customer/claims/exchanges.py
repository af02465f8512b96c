"""A repair that failed twice: its customer asks for an exchange instead."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.domain.claims.commands import EXCHANGES
from anxin.domain.repairs import queries as repairs
from anxin.faces import shared
from anxin.faces.customer.claims import receipt
from anxin.faces.customer.claims.case import CUSTOMER
from anxin.faces.customer.forms import Reason


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def exchange(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for another piece, in the customer's own words."""
    by, status = shared.actor_of(request), 200
    row = repairs.repair(number, actor=by, now=timezone.now())
    form = Reason(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data["why"]
        try:
            made = shared.act(
                request,
                lambda: EXCHANGES.give("exchange", row=row, by=by, now=timezone.now(), fields={"told": told}),
            )
        except AnxinError as error:
            form.add_error(None, wording.error(error))
            status = shared.number_of(error)
        else:
            return HttpResponseRedirect(receipt.address(request, made))
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "number": number,
        "heading": _("Ask for another piece"),
        "text": _(
            "It was repaired twice and still fails. {brand} is asked first; a person decides if they disagree."
        ).format(brand=row.brand.name),
        "actions": [{"name": _("Ask for the exchange"), "form": "reason", "primary": True}],
    }
    return render(request, "customer/reason.html", context, status=status)
