"""The page of one device: model, warranty, what was done to it, what helps, and the report; nothing of its owner."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.actors import CUSTOMERS
from anxin.domain.goods import queries as goods
from anxin.domain.goods.rules import with_brand
from anxin.domain.goods.wording import WARRANTY
from anxin.domain.opening import queries as opening
from anxin.domain.publications import queries as publications
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.wording import KINDS
from anxin.faces import shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground import appearance, editions
from anxin.faces.public import brands, page_descriptions

if TYPE_CHECKING:
    from anxin.domain.goods.models import Device

LONGEST = 64


@never_cache
@require_safe
def device(request: HttpRequest, label: str) -> HttpResponse:
    """Show the device that a printed code leads to."""
    shared.limit(request, "device", burst=30, per_min=20)
    try:
        found = goods.labelled(label)
    except goods.NoSuchDevice as error:
        return _find(request, slip=wording.error(error), status=404)
    return _page(request, found)


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a device by its serial number; one whose number several makers gave is chosen by its model."""
    serial = request.GET.get("serial", "").strip()[:LONGEST]
    if not serial:
        return _find(request)
    shared.limit(request, "device", burst=30, per_min=20)
    model = request.GET.get("model", "")
    found = goods.by_serial(serial)
    chosen = [one for one in found if model in ("", f"{one.product.brand.slug}/{one.product.code}")]
    if len(chosen) == 1:
        return _page(request, chosen[0])
    several = [
        (f"{one.product.brand.slug}/{one.product.code}", with_brand(one.product.brand.name, one.product.called))
        for one in found
    ]
    return _find(request, serial=serial, several=several, unknown=not found, status=200 if found else 404)


def _find(
    request: HttpRequest,
    *,
    serial: str = "",
    several: object = (),
    unknown: bool = False,
    slip: str = "",
    status: int = 200,
) -> HttpResponse:
    described = page_descriptions.page(
        request,
        title=_("Find a device"),
        text=_("By its serial number: model, warranty, what was done to it, and what helps."),
        path=reverse("public:devices"),
    )
    context = {
        "serial": serial,
        "several": several,
        "unknown": unknown,
        "slip": slip,
        "described": described,
        "page_edition": editions.footing(opening.house_page("devices"), now=timezone.now()),
    }
    return render(request, "public/devices.html", context, status=status)


def _page(request: HttpRequest, row: "Device") -> HttpResponse:
    now, today, actor = timezone.now(), timezone.localdate(), shared.actor_of(request)
    product = row.product
    appearance.wear(request, product.brand)
    own, owner = repairs.own_cases(row, actor=actor, now=now), repairs.is_owner(row, actor=actor, now=now)
    bought = row.bought_date or (repairs.bought_as_said(own) if owner else None)
    warranty = goods.warranty(product=product, bought_date=bought, on=today, proved=row.proved_date is not None)
    carried, is_open = {"serial": row.serial}, opening.is_open(product.brand)
    context = {
        "device": row,
        "product": product,
        "goods": class_name(product.category),
        "warranty": warranty,
        "term": goods.term_view(warranty.term),
        "warranty_says": WARRANTY.get(warranty.why, warranty.why),
        "replaced": row.replaced_by is not None,
        "done": [(KINDS.get(one.kind, one.kind), one) for one in repairs.done_to(row)],
        "own": [(one, wording.state("repair", one.state), KINDS.get(one.kind, one.kind)) for one in own],
        "owner": owner,
        "bought": bought,
        "signed_in": actor.kind in CUSTOMERS,
        "guides": [
            one
            for one in publications.guides(category=product.category, on=today, brand=product.brand)
            if one.steps and is_open
        ],
        "report": reverse("customer:report", args=[product.brand.slug, product.code], query=carried) if is_open else "",
        "hotlines": () if is_open else brands.hotlines_of(product.brand),
        "page_edition": editions.footing(
            publications.page_of("device", brand=product.brand, category=product.category), now=now
        ),
    }
    return render(request, "public/device.html", context)
