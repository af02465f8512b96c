"""What to try first, by fault: three steps, then the report with the fault and what was tried."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.core.pictures import copies
from anxin.domain.opening import queries as opening
from anxin.domain.publications import queries as publications
from anxin.domain.publications.queries import NotMadeThere
from anxin.faces import shared
from anxin.faces.ground import downloads, editions
from anxin.faces.public import brands, page_descriptions
from anxin.faces.public.self_help import tries


@require_safe
def guides(request: HttpRequest, brand: str, category: str) -> HttpResponse:
    """Show what to try first for a brand's goods, fault by fault."""
    house = opening.brand(brand)
    if not opening.is_open(house):
        return brands.shut(request, house)
    known = dict(brands.categories_of(house))
    if category not in known:
        raise NotMadeThere({"category": category[:24]})
    rows = tries(house, category)
    context = {
        "brand": house,
        "goods": known[category],
        "tries": [one for one in rows if one.guide.steps],
        "rest": [one for one in rows if not one.guide.steps],
        "asked": request.GET.get("symptom", ""),
        "others": [(code, name) for code, name in known.items() if code != category],
        "hotlines": brands.hotlines_of(house),
        "page_edition": editions.footing(
            publications.page_of("help", brand=house, category=category), now=timezone.now()
        ),
        "described": page_descriptions.page(
            request,
            house=house,
            title=_("{brand} {goods}: try this first").format(brand=house.name, goods=known[category]),
            text=_("What to try first, fault by fault, before somebody has to come."),
            path=reverse("public:help", args=[house.slug, category]),
            facts=page_descriptions.how_to(rows),
        ),
    }
    return render(request, "public/help.html", context)


@require_safe
def picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Show a picture of a step: anybody sees a published one, a draft's who writes it."""
    if not publications.shows(sha256, by=shared.actor_of(request)):
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=timezone.now()), f"{sha256[:8]}.jpg")
