"""The receipt: the number, the link to keep, and what happens now."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import vault
from anxin.core.carriers import sms
from anxin.core.vault import Tampered
from anxin.domain.claims import queries
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.wording import TYPES
from anxin.faces import shared
from anxin.faces.customer.claims import summary
from anxin.faces.customer.claims.case import CUSTOMER
from anxin.faces.ground import qr_codes

if TYPE_CHECKING:
    from anxin.domain.claims.actions import FiledClaim

KEPT, NAME = "claim_receipt", "faces.receipt"


def address(request: HttpRequest, made: "FiledClaim") -> str:
    """Return where a filed claim's buyer goes: through his link, unless he is signed in by phone already.

    The link's secret lies sealed in his own session until the receipt has shown it.
    """
    number = made.claim.number
    request.session[KEPT] = [number, vault.seal(NAME, number, made.token)]
    there = reverse("buyer:receipt", args=[number])
    if shared.actor_of(request).kind == "customer_phone":
        return there
    return reverse("sign_in:link", args=[made.token], query={"next": there})


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the number, and the link once."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.claim(number, actor=actor, now=now)
    view = queries.view(row, actor=actor, now=now)
    token = _token(request, view.number)
    link = request.build_absolute_uri(reverse("sign_in:link", args=[token])) if token else ""
    context = {
        "view": view,
        "lead": summary.lead(view, now=now),
        "clock": summary.clock_now(view),
        "type_said": TYPES[view.type],
        "reason_said": REASONS[view.reason],
        "settled": summary.settled_at_once(view),
        "link": link,
        "texts": sms.is_there(),
        "qr": qr_codes.qr(link) if link else "",
        "live_url": shared.live_url(f"customer/claim/{view.number}", now=now),
    }
    return render(request, "customer/claims/receipt.html", context)


def _token(request: HttpRequest, number: str) -> str:
    known, sealed = request.session.get(KEPT, ("", ""))
    if known != number:
        return ""
    try:
        return vault.open_(NAME, number, sealed)
    except Tampered:
        return ""
