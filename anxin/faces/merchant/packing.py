"""The packing station on a phone: scan or type an order, photograph what goes into the box, sealed with its time."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import files, wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import actions as evidence_actions
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.choices import ROLES, SENT
from anxin.domain.goods import queries as goods
from anxin.faces import shared
from anxin.faces.ground import staff, uploads
from anxin.faces.merchant.frame import EVERYBODY, frame
from anxin.faces.merchant.purchases import tiles_of

if TYPE_CHECKING:
    from anxin.domain.goods.models import Purchase

BACK = "packing_back"


class Sealing(forms.Form):
    """What the pictures show."""

    role = forms.ChoiceField(
        label=gettext_lazy("What they show"),
        choices=[(one, ROLES[one]) for one in SENT],
        widget=forms.RadioSelect,
        initial="packing",
    )


@never_cache
@require_safe
@shared.for_roles(EVERYBODY)
def station(request: HttpRequest) -> HttpResponse:
    """Ask for an order by number or waybill; one that fits is opened at once; show what was sealed lately."""
    now, actor = timezone.now(), shared.actor_of(request)
    text = request.GET.get("q", "").strip()[:64]
    found = goods.scanned(text, actor=actor, now=now) if text else []
    back = claims.coming_back(text, actor=actor, now=now) if text else ()
    if len(back) == 1 and not found:
        return HttpResponseRedirect(reverse("merchant:parcel", args=[back[0].number]))
    if len(found) == 1 and not back:
        return HttpResponseRedirect(reverse("merchant:order", args=[found[0].id]))
    facts = {
        "text": text,
        "found": [(one.id, one.order_key, one.waybill, one.bought_at) for one in found],
        "back": back,
        "lately": _lately(request),
        "way_back": way_back(request),
    }
    return render(request, "merchant/packing.html", {**frame(request, now=now), **facts})


def way_back(request: HttpRequest) -> str:
    """Return where one came to the packing table from: a page of this house, kept while parcels are sealed."""
    asked = request.GET.get("back", "")
    if asked.startswith("/merchant/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        request.session[BACK] = asked
    return str(request.session.get(BACK, reverse("merchant:home")))


def _lately(request: HttpRequest) -> list[dict[str, Any]]:
    rows = evidence.sealed_lately(shared.actor_of(request), now=timezone.now())
    return [
        {
            "order": one.order_key,
            "role": wording.words_of(ROLES, one.role),
            "at": one.sealed_at,
            "hash": one.file.sha256[:12],
            "open": reverse("merchant:order", args=[one.stream_key]),
            "url": reverse("merchant:packed", args=[one.stream_key, one.id]) if one.file.kind in files.PICTURES else "",
        }
        for one in rows
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(EVERYBODY)
def order(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one order at the packing table, and seal what is handed in."""
    now, actor = timezone.now(), shared.actor_of(request)
    row = goods.sale(key, actor=actor, now=now)
    if request.method == "GET":
        return _page(request, row)
    form = Sealing(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        keys = [
            *request.POST.getlist("photo"),
            *uploads.received(request, request.FILES.getlist("photo_files"), by=actor),
        ]
        given = uploads.opened(keys, by=actor)
        if not given:
            return _page(request, row, form=form, slip=_("Take a picture or a video first."), status=422)
        staff.act_once(request, lambda: _seal(request, key, given, form.cleaned_data["role"]))
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, row, form=form, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(f"{reverse('merchant:order', args=[key])}?sealed={len(given)}")


def _seal(request: HttpRequest, key: UUID, given: list[files.SealedFile], role: str) -> None:
    now, actor = timezone.now(), shared.actor_of(request)
    row = goods.sale(key, actor=actor, now=now)
    for file in given:
        evidence_actions.pack(purchase=row, file=file, role=role, by=actor, now=now)


def _page(
    request: HttpRequest, row: "Purchase", *, form: Sealing | None = None, slip: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    sealed = request.GET.get("sealed", "")
    facts = {
        "sale": goods.sale_view(row),
        "tiles": tiles_of(row),
        "form": form or Sealing(),
        "slip": slip,
        "sealed": int(sealed) if sealed.isdecimal() and len(sealed) < 3 else 0,
        "uploads": reverse("ground:uploads"),
        "claimed": claims.is_claimed(row),
        "way_back": way_back(request),
    }
    return render(request, "merchant/order.html", {**frame(request, now=now), **facts}, status=status)
