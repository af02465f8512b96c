"""The published price list: what a technician may put on a quote, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.domain.goods import queries as goods
from anxin.domain.goods.wording import CATEGORIES, LINE_KINDS
from anxin.domain.people import queries as people
from anxin.domain.publications import queries as publications
from anxin.faces.ground import editions
from anxin.faces.public import page_descriptions


@require_safe
def price_list(request: HttpRequest, brand: str, category: str) -> HttpResponse:
    """Show a brand's prices of a category as they stand today."""
    house = people.organisation(brand)
    lines = goods.prices(brand=house, category=category, on=timezone.localdate())
    rows = [(LINE_KINDS.get(one.kind, one.kind), one) for one in lines]
    page = publications.page_of("prices", brand=house, category=category)
    context = {
        "brand": house.name,
        "slug": house.slug,
        "rows": rows,
        "described": page_descriptions.page(
            request,
            house=house,
            title=_("{brand} {goods}: price list").format(brand=house.name, goods=CATEGORIES.get(category, category)),
            text=_("What a technician may charge: every part, step and fee, with its guarantee."),
            path=reverse("customer:price_list", args=[house.slug, category]),
        ),
        "page_edition": editions.footing(page, now=timezone.now()),
    }
    return render(request, "customer/prices.html", context)
