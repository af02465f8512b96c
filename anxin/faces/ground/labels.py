"""Labels with a code to scan, a sheet at a time: for the desk those of every brand, for a brand its own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.domain.goods import actions, queries
from anxin.domain.goods.rules import may_label, with_brand
from anxin.domain.opening.queries import departures
from anxin.faces import shared
from anxin.faces.choices import offer
from anxin.faces.ground import qr_codes


class LabelsForm(forms.Form):
    """Which model, and the serial numbers."""

    product = forms.ChoiceField(label=_("Product"))
    serials = forms.CharField(
        label=_("Serial numbers, one a line"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )


def page(roles: str, template: str, frame: Callable[[HttpRequest], dict[str, Any]]) -> Callable[..., HttpResponseBase]:
    """Return the view that asks for serial numbers and lays their labels on a sheet."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    @shared.for_roles(roles)
    def labels(request: HttpRequest) -> HttpResponse:
        actor = shared.actor_of(request)
        form = LabelsForm(request.POST or None)
        known = [one for one in queries.products() if _may(actor, one)]
        choices = [(f"{one.brand}/{one.code}", with_brand(one.brand_name, one.name)) for one in known]
        offer(form, "product", [("", "—"), *choices])
        sheet: list[dict[str, object]] = []
        if form.is_valid():
            try:
                sheet = _sheet(request, form)
            except Invalid as error:
                form.add_error("serials", wording.error_here(error))
        page = {"form": form, "sheet": sheet, "departing": departures.departing({one.brand_id for one in known})}
        return render(request, template, {**frame(request), **page}, status=422 if form.errors else 200)

    return labels


def _may(actor: Actor, one: queries.ProductView) -> bool:
    return may_label(roles=actor.roles, own=actor.organisation == str(one.brand_id))


def _sheet(request: HttpRequest, form: LabelsForm) -> list[dict[str, object]]:
    brand, _sep, code = form.cleaned_data["product"].partition("/")
    product, by = queries.product(brand=brand, code=code), shared.actor_of(request)
    serials = form.cleaned_data["serials"].splitlines()
    rows = shared.act(request, lambda: actions.label(product=product, serials=serials, by=by, now=timezone.now()))
    return [
        {
            "qr": qr_codes.qr(request.build_absolute_uri(reverse("public:device", args=[row.label])), scale=3),
            "serial": row.serial,
            "name": product.called,
            "brand": product.brand.name,
        }
        for row in rows
    ]
