"""A brand that is shut to the public: what is said instead of a form, and whom to ring."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.domain.publications import queries as publications
from anxin.faces.ground import editions
from anxin.faces.ground.hotline_order import answered_first

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product


def page(request: HttpRequest, product: "Product") -> HttpResponse:
    """Say that the brand takes no reports online, and whom to ring; nothing that was typed is taken in."""
    now = timezone.now()
    own = [one for one in network.hotlines(on=timezone.localdate()) if one.brand == product.brand.name]
    lines = answered_first(own, now=now)
    look = network.appearance_of(product.brand, now=now)
    context = {
        "product": product,
        "brand": look,
        "hotlines": lines,
        "writes": opening.is_anything_open(),
        "left": opening.left(product.brand),
        "shut_at": opening.shut_since(product.brand),
        "page_edition": editions.footing(publications.page_of("shut", brand=product.brand), now=now),
    }
    return render(request, "customer/shut.html", context, status=503 if request.method == "POST" else 200)
