"""A parcel that comes back to the packing table: written down as received, photographed before it is opened."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.core.files import SealedFile
from anxin.domain.claims import actions
from anxin.domain.claims.actions import PictureGiven
from anxin.faces import shared
from anxin.faces.ground import evidence, staff, uploading
from anxin.faces.merchant import telling
from anxin.faces.merchant.case import Case, find
from anxin.faces.merchant.frame import EVERYBODY, frame

STATES = ("waiting_return", "inspecting")


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(EVERYBODY)
def parcel(request: HttpRequest, number: str) -> HttpResponse:
    """Show a parcel that comes back, take it in, seal what it looks like; whose claim it is stays out of sight."""
    case = find(request, number)
    if case.view.state not in STATES:
        raise Http404
    if request.method == "GET":
        return _page(request, case)
    try:
        if request.POST.get("how") == "receipt":
            staff.act_once(request, lambda: _receive(request, number))
        else:
            files = _files(request, case)
            if not files:
                return _page(request, case, slip=_("Take a picture or a video first."), status=422)
            staff.act_once(request, lambda: _seal(request, number, files))
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, find(request, number), slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("merchant:parcel", args=[number]))


def _receive(request: HttpRequest, number: str) -> None:
    case = find(request, number)
    actions.receive_back(claim=case.row, by=case.actor, now=case.now)


def _files(request: HttpRequest, case: Case) -> list[SealedFile]:
    sent = uploading.received(request, request.FILES.getlist("photo_files"), by=case.actor)
    return uploading.opened([*request.POST.getlist("photo"), *sent], by=case.actor)


def _seal(request: HttpRequest, number: str, files: list[SealedFile]) -> None:
    case = find(request, number)
    for file in files:
        actions.hand_in(claim=case.row, picture=PictureGiven(file=file, role="returned"), by=case.actor, now=case.now)


def _page(request: HttpRequest, case: Case, *, slip: str = "", status: int = 200) -> HttpResponse:
    view = case.view
    seen = evidence.case_of(view, face="merchant", base=case.url, asked=request.GET)
    facts: dict[str, Any] = {
        "case": view,
        "received": view.state == "inspecting",
        "clocks": telling.clocks_of(view)[:1],
        "tiles": [one for one in seen.tiles if one.link.side == "merchant" and one.link.role == "returned"],
        "uploads": reverse("ground:uploads"),
        "slip": slip,
    }
    return render(request, "merchant/parcel.html", {**frame(request, now=case.now), **facts}, status=status)
