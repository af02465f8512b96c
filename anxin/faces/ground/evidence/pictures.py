"""Pictures of a claim as they may be shown: a copy encoded anew to both sides, the original logged and to few."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core.pictures import copies
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.queries import LinkView
from anxin.faces import shared
from anxin.faces.ground import downloads


def addresses(before: str, who: str) -> list[URLPattern]:
    """Return the three addresses of a claim's pictures below a claim's own address, for those who see its page."""
    guarded: Callable[[shared.View[[str, str]]], shared.View[[str, str]]] = shared.for_roles(who)
    return [
        path(f"{before}pictures/<slug:label>/", guarded(picture), name="claim_picture"),
        path(f"{before}heats/<slug:label>/", guarded(heat), name="claim_heat"),
        path(f"{before}originals/<slug:label>/", guarded(original), name="claim_original"),
    ]


@require_safe
def picture(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Show a picture as a copy without what the camera wrote into it."""
    found = _found(request, number, label)
    return downloads.file(copies.copy_by_hash(sha256=found.sha256, now=timezone.now()), f"{number}-{label}.jpg")


@require_safe
def heat(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Show the map of where a picture differs from the one it derives from, to who decides or inspects."""
    found = _found(request, number, label)
    seen = found.examination.heat_sha256 if found.examination else ""
    if not seen:
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=seen, now=timezone.now()), f"{number}-{label}-heat.jpg")


@require_http_methods(["GET", "POST"])
def original(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Open an original, as it was received: written down who did; a film is then played from here."""
    actor, now = shared.actor_of(request), timezone.now()
    claim = claims.claim(number, actor=actor, now=now)
    one = next((one for one in evidence_queries.links_of(claim.stream()) if one.label == label), None)
    if one is None:
        raise Http404
    name = f"{claim.number}-{label}.{one.file.kind.rpartition('/')[2]}"
    if request.method == "GET":
        return downloads.film(request, one.file, name, by=actor)
    shared.act(request, lambda: evidence.show(link=one, by=actor, now=now))
    return downloads.original(request, one.file, name, by=actor)


def _found(request: HttpRequest, number: str, label: str) -> LinkView:
    actor, now = shared.actor_of(request), timezone.now()
    claim = claims.claim(number, actor=actor, now=now)
    seen = claims.view(claim, actor=actor, now=now).evidence
    found = next((one for one in seen if one.label == label), None)
    if found is None:
        raise Http404
    return found
