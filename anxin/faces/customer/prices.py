"""The published price list, as it stands or stood: what a technician may put on a quote, and nothing else."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.domain.goods import queries as goods
from anxin.domain.goods.wording import LINE_KINDS
from anxin.domain.opening import queries as opening
from anxin.domain.people import queries as people
from anxin.domain.publications import queries as publications
from anxin.faces.goods_words import class_name
from anxin.faces.ground import editions
from anxin.faces.public import page_descriptions
from anxin.faces.words import full_day

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@require_safe
def price_list(request: HttpRequest, brand: str, category: str) -> HttpResponse:
    """Show a brand's prices of a category as they stand today."""
    return _page(request, people.organisation(brand), category)


@require_safe
def price_list_of(request: HttpRequest, brand: str, category: str, day: str) -> HttpResponse:
    """Show them as they stood on a day, or will stand on one that lies ahead."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    return _page(request, people.organisation(brand), category, on)


def _page(request: HttpRequest, house: "Organisation", category: str, day: date | None = None) -> HttpResponse:
    on = day or timezone.localdate()
    edition = request.GET.get("edition", "") if day else ""
    lines = goods.prices(brand=house, category=category, on=on, edition=edition)
    found = goods.price_editions(house)
    title = _("{brand} {goods}: price list").format(brand=house.name, goods=class_name(category))
    page = publications.page_of("prices", brand=house, category=category)
    context = {
        "brand": house.name,
        "slug": house.slug,
        "is_open": opening.is_open(house),
        "category": category,
        "rows": [(LINE_KINDS.get(one.kind, one.kind), one) for one in lines],
        "day": day,
        "shown": next((one for one in found if (one.edition == edition if edition else one.from_date <= on)), None),
        "editions": found,
        "today": timezone.localdate(),
        "described": page_descriptions.page(
            request,
            house=house,
            title=_("{title}, {day}").format(title=title, day=full_day(day)) if day else title,
            text=_("What a technician may charge: every part, step and fee, with its guarantee."),
            path=request.path,
        ),
        "page_edition": editions.footing(page, now=timezone.now()),
    }
    return render(request, "customer/prices.html", context)
