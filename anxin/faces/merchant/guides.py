"""What a brand has its customers try first: its own steps by fault, and the house's where it has none."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.goods import queries as goods
from anxin.domain.publications import queries
from anxin.domain.publications.states import HELPS, WRITES
from anxin.faces import shared
from anxin.faces.ground import guides
from anxin.faces.ground.guides import GuideDesk
from anxin.faces.merchant.frame import frame

WHO = " ".join(sorted(set(WRITES.split()) - set(HELPS.split())))
DESK = GuideDesk(listing="merchant:guides", one="merchant:guide", base="merchant/leaf.html", frame=frame)
guide, command = guides.runner(DESK, of_a_brand=True).pages(WHO)


@never_cache
@require_safe
@shared.for_roles(WHO)
def listed(request: HttpRequest) -> HttpResponse:
    """List every fault of the brand's goods with what its customers try first."""
    now = timezone.now()
    brand = queries.brands_for(shared.actor_of(request)).first()
    url = partial(_address, brand.slug if brand else "")
    made = goods.products(brand=brand.slug) if brand else []
    shown = guides.groups(brand, made, on=timezone.localdate(now), url=url) if brand else []
    return render(request, "merchant/guides.html", {**frame(request, now=now), "groups": shown, "brand": brand})


def _address(slug: str, category: str, symptom: str) -> str:
    return reverse("merchant:guide", args=[slug, category, symptom])
