"""A parcel that comes back to the packing table: written down as received, photographed before it is opened."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import files, wording
from anxin.core.errors import AnxinError, Missing
from anxin.core.files import SealedFile
from anxin.core.pictures import copies
from anxin.domain.claims import queries as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.queries import LinkView
from anxin.faces import shared
from anxin.faces.ground import downloads, staff, uploads
from anxin.faces.merchant import claim_rows
from anxin.faces.merchant.case import MerchantCase
from anxin.faces.merchant.frame import EVERYBODY, frame


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(EVERYBODY)
def parcel(request: HttpRequest, number: str) -> HttpResponse:
    """Show a returned parcel, take it in and seal pictures of it; the claim it belongs to is not shown."""
    case = _parcel(request, number)
    if request.method == "GET":
        return _page(request, case)
    try:
        sent, receipt = _files(request, case), request.POST.get("how") == "receipt"
        if not sent and not receipt:
            return _page(request, case, slip=_("Take a picture or a video first."), status=422)
        staff.act_once(request, lambda: _take_in(request, number, sent, receipt=receipt))
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, _parcel(request, number), slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("merchant:parcel", args=[number]))


@require_safe
@shared.for_roles(EVERYBODY)
def picture(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Show what was sealed of a parcel at the packing table, and nothing else of its claim."""
    tile = next((one for one in _tiles(_parcel(request, number)) if one.label == label), None)
    if tile is None:
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=tile.sha256, now=timezone.now()), f"{number}-{label}.jpg")


def _parcel(request: HttpRequest, number: str) -> MerchantCase:
    actor, now = shared.actor_of(request), timezone.now()
    return MerchantCase(actor=actor, now=now, row=claims.parcel(number, actor=actor, now=now))


def _tiles(case: MerchantCase) -> list[LinkView]:
    rows = evidence.views_of(case.row.stream(), deep=False)
    return [one for one in rows if one.side == "merchant" and one.role == "returned"]


def _take_in(request: HttpRequest, number: str, sent: list[SealedFile], *, receipt: bool) -> None:
    """Seal what was sent and write the parcel down as received: what was chosen goes along with either button."""
    if sent:
        _give(request, number, "evidence", {"role": "returned", "files": tuple(sent)})
    if receipt:
        _give(request, number, "receipt")


def _give(request: HttpRequest, number: str, name: str, fields: Mapping[str, object] | None = None) -> None:
    case = _parcel(request, number)
    TABLE.give(name, row=case.row, by=case.actor, now=case.now, fields=fields or {})


def _files(request: HttpRequest, case: MerchantCase) -> list[SealedFile]:
    sent = uploads.received(request, request.FILES.getlist("photo_files"), by=case.actor)
    return uploads.opened([*request.POST.getlist("photo"), *sent], by=case.actor)


def _page(request: HttpRequest, case: MerchantCase, *, slip: str = "", status: int = 200) -> HttpResponse:
    view = case.view
    facts: dict[str, Any] = {
        "case": view,
        "received": view.came_back,
        "clocks": claim_rows.clocks_of(view)[:1],
        "tiles": [
            {
                "label": one.label,
                "sealed_at": one.sealed_at,
                "picture": reverse("merchant:returned", args=[view.number, one.label])
                if one.media in files.PICTURES
                else "",
            }
            for one in _tiles(case)
        ],
        "uploads": reverse("ground:uploads"),
        "slip": slip,
    }
    return render(request, "merchant/parcel.html", {**frame(request, now=case.now), **facts}, status=status)
