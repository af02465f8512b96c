"""Pictures of a case as they may be shown: the copy encoded anew, to who may see the case, never the original."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from anxin.core.pictures import copies
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits import queries as visits
from anxin.faces import shared
from anxin.faces.ground import downloads


def address(before: str, who: str) -> URLPattern:
    """Return the address of a repair's pictures, for those who see its page."""
    guarded: Callable[[shared.View[[str, str]]], shared.View[[str, str]]] = shared.for_roles(who)
    return path(f"{before}repairs/<str:number>/pictures/<slug:sha256>/", guarded(picture), name="picture")


def portrait_address(before: str, who: str) -> URLPattern:
    """Return the address of the portrait of a visit's technician, for those who see the visit."""
    guarded: Callable[[shared.View[[str]]], shared.View[[str]]] = shared.for_roles(who)
    return path(f"{before}visits/<str:number>/portrait/", guarded(portrait), name="portrait")


@require_safe
def portrait(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show who comes, as his outlet vouches for it."""
    now = timezone.now()
    technician = visits.visit(number, actor=shared.actor_of(request), now=now).technician
    if technician is None or not technician.portrait:
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=technician.portrait, now=now), f"{technician.number}.jpg")


@require_safe
def picture(request: HttpRequest, number: str, sha256: str) -> HttpResponseBase:
    """Show one picture of a repair or of its visits' records, without what the camera wrote into it."""
    now = timezone.now()
    repair = repairs.repair(number, actor=shared.actor_of(request), now=now)
    if not repairs.shows(repair, sha256=sha256):
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=now), f"{repair.number}-{sha256[:8]}.jpg")
