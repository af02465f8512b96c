"""What the house publishes: its legal texts, and what customers try first, for all brands or for one of them."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.goods import queries as goods
from anxin.domain.publications import queries
from anxin.domain.publications.states import ANSWERS, HELPS
from anxin.faces import shared
from anxin.faces.desk.texts.legal import legal_rows
from anxin.faces.ground import guides, staff
from anxin.faces.ground.guides import GuideDesk
from anxin.faces.pagination import Filter


def _frame(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    return staff.frame(request, face="desk", now=now)


HOUSE = GuideDesk(listing="texts:everything", one="texts:guide", base="layouts/leaf.html", frame=_frame)
BRANDS = replace(HOUSE, one="texts:brand_guide", many=True)
guide, command = guides.runner(HOUSE, of_a_brand=False).pages(HELPS)
brand_guide, brand_command = guides.runner(BRANDS, of_a_brand=True).pages(HELPS)


@never_cache
@require_safe
@shared.for_roles(HELPS)
def everything(request: HttpRequest) -> HttpResponse:
    """List every fault people can name, by class of goods, with what to try first; `?brand=` shows a brand's own."""
    now, actor = timezone.now(), shared.actor_of(request)
    on = timezone.localtime(now).date()
    slug = request.GET.get("brand", "")
    brand = queries.guided_brand(slug, actor=actor) if slug else None
    products = goods.products()
    made = [one for one in products if slug in ("", one.brand)]
    brands = dict(sorted({one.brand: one.brand_name for one in products}.items(), key=lambda one: one[1]))
    legal = legal_rows(on=on) if brand is None and actor.may(frozenset({ANSWERS})) else []
    facts = {
        **_frame(request, now=now),
        "groups": guides.groups(brand, made, on=on, url=partial(_address, slug)),
        "brand": brand,
        "brands": [
            Filter(value="", name=_("all brands")),
            *(Filter(value=one, name=name) for one, name in brands.items()),
        ],
        "legal": legal,
    }
    return render(request, "desk/texts/everything.html", facts)


def _address(slug: str, category: str, symptom: str) -> str:
    return reverse("texts:brand_guide" if slug else "texts:guide", args=[*filter(None, [slug]), category, symptom])
