"""What the buyer says to an offer and to a decision; taking the claim back; sending the goods back; where he lives."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.claims import actions as claims
from anxin.faces import shared
from anxin.faces.customer.claims.case import CUSTOMER, back, claim_of, do, page, with_reason
from anxin.faces.customer.claims.forms import Address, Waybill
from anxin.faces.ground import staff


@require_POST
@shared.for_roles(CUSTOMER)
def acceptance_of_offer(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the merchant's offer."""
    by, now = shared.actor_of(request), timezone.now()
    return do(request, number, lambda row: claims.accept_offer(claim=row, by=by, now=now))


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def refusal_of_offer(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse the merchant's offer."""
    by = shared.actor_of(request)
    there = claim_of(request, number).forum == "platform"
    text = (
        _("The platform then decides on what you asked for first. Saying no does not count against you.")
        if there
        else _("A reviewer then decides on what you asked for first. Saying no does not count against you.")
    )
    return with_reason(
        request,
        number,
        lambda row, why: claims.refuse_offer(claim=row, why=why, by=by, now=timezone.now()),
        heading=_("Say no to the offer"),
        text=text,
        button=_("Let the platform decide") if there else _("Let a reviewer decide"),
    )


@require_POST
@shared.for_roles(CUSTOMER)
def acceptance(request: HttpRequest, number: str) -> HttpResponse:
    """Accept the decision."""
    by, now = shared.actor_of(request), timezone.now()
    return do(request, number, lambda row: claims.accept(claim=row, by=by, now=now))


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    """Ask that another reviewer looks."""
    by = shared.actor_of(request)
    text = _("Another reviewer, who has not judged it before, looks at everything anew and decides for good.")
    return with_reason(
        request,
        number,
        lambda row, why: claims.appeal(claim=row, why=why, by=by, now=timezone.now()),
        heading=_("Appeal against the decision"),
        text=text,
        button=_("Send the appeal"),
    )


@require_POST
@shared.for_roles(CUSTOMER)
def appeal_withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Take the appeal back: the decision stands."""
    by, now = shared.actor_of(request), timezone.now()
    return do(request, number, lambda row: claims.drop_appeal(claim=row, by=by, now=now))


@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Take the whole claim back."""
    by = shared.actor_of(request)
    text = _("Nothing is refunded, and what was sent back stays where it is. You can file anew while the law allows.")
    return with_reason(
        request,
        number,
        lambda row, why: claims.withdraw(claim=row, why=why, by=by, now=timezone.now()),
        heading=_("Take the claim back"),
        text=text,
        button=_("Take the claim back"),
        danger=True,
    )


@require_POST
@shared.for_roles(CUSTOMER)
def sending_back(request: HttpRequest, number: str) -> HttpResponse:
    """Say under which waybill the goods go back."""
    by, now, form = shared.actor_of(request), timezone.now(), Waybill(request.POST)
    if not form.is_valid():
        return page(request, claim_of(request, number), waybill=form)
    waybill = form.cleaned_data["waybill"]
    return do(request, number, lambda row: claims.ship_back(claim=row, waybill=waybill, by=by, now=now))


@require_POST
@shared.for_roles(CUSTOMER)
def address(request: HttpRequest, number: str) -> HttpResponse:
    """Return where a technician is to come to; what can't be found is said beside it."""
    by, now, form = shared.actor_of(request), timezone.now(), Address(request.POST)
    if not form.is_valid():
        return page(request, claim_of(request, number), where=form)
    row, text = claim_of(request, number), form.cleaned_data["address"]
    try:
        staff.act_once(request, lambda: claims.give_address(claim=row, address=text, by=by, now=now))
    except Invalid as error:
        form.add_error("address", wording.error(error))
        return page(request, claim_of(request, number), where=form)
    except AnxinError as error:
        return page(request, claim_of(request, number), error=error)
    return back(number)
