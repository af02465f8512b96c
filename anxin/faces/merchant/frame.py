"""The frame of the merchant's pages: whose house it is, what waits for it, where to search."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from anxin.domain.claims import queries as claims
from anxin.domain.claims.states import SELLER
from anxin.faces import shared
from anxin.faces.ground import staff

CLAIMS = SELLER
OWNER = "merchant_owner"
EVERYBODY = f"{SELLER} packer"


def frame(request: HttpRequest, *, now: datetime, tallies: dict[str, int] | None = None) -> dict[str, Any]:
    """Return what every page of this face carries; a packer sees no claims, and no count of them."""
    actor = shared.actor_of(request)
    answers = actor.may(frozenset(CLAIMS.split()))
    counted = tallies if tallies is not None else claims.tallies(actor, now=now) if answers else {}
    counts = {"claims": counted.get("merchant", 0)} if answers else {}
    search = reverse("merchant:search") if answers else ""
    return staff.frame(request, face="merchant", now=now, counts=counts, search=search)


@require_safe
@shared.for_roles(EVERYBODY)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of one's work."""
    answers = shared.actor_of(request).may(frozenset(CLAIMS.split()))
    return HttpResponseRedirect(reverse("merchant:claims" if answers else "merchant:packing"))
