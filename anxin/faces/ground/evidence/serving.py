"""Pictures of a claim as they may be shown: a copy encoded anew to both sides, the original logged and to few."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anxin.core import files, pictures
from anxin.core.errors import Forbidden
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.queries import LinkView
from anxin.domain.threads import queries as threads
from anxin.faces import shared

DAY_S = 24 * 3600
INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4")


class NotYourOriginal(Forbidden):
    """An original may tell more than it shows: the other side sees a copy."""

    code = "faces.not_your_original"


def addresses(before: str) -> list[URLPattern]:
    """Give the three addresses of a claim's pictures below a claim's own address."""
    return [
        path(f"{before}pictures/<slug:label>/", picture, name="claim_picture"),
        path(f"{before}heats/<slug:label>/", heat, name="claim_heat"),
        path(f"{before}originals/<slug:label>/", original, name="claim_original"),
    ]


@require_safe
def picture(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Show a picture as a copy without what the camera wrote into it."""
    found = _found(request, number, label)
    if found is None:
        return shared.ask_to_sign_in(request)
    return _streamed(pictures.shown(sha256=found.sha256, now=timezone.now()), f"{number}-{label}.jpg")


@require_safe
def heat(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Show the map of where a picture differs from the one it derives from, to who decides or inspects."""
    found = _found(request, number, label)
    if found is None:
        return shared.ask_to_sign_in(request)
    seen = found.examination.heat_sha256 if found.examination else ""
    if not seen:
        raise Http404
    return _streamed(pictures.shown(sha256=seen, now=timezone.now()), f"{number}-{label}-heat.jpg")


@require_POST
def original(request: HttpRequest, number: str, label: str) -> HttpResponseBase:
    """Open an original, as it was received: written down who did."""
    actor, now = shared.actor_of(request), timezone.now()
    if actor.kind == "stranger":
        return shared.ask_to_sign_in(request)
    claim = claims.claim(number, actor=actor, now=now)
    one = next((one for one in evidence_queries.links_of(claim.stream()) if one.label == label), None)
    if one is None:
        raise Http404
    if threads.side_of(actor) not in ("desk", "auditor", one.side):
        raise NotYourOriginal({"label": label})
    shared.act(request, lambda: evidence.show(link=one, by=actor, now=now))
    ending = one.file.kind.rpartition("/")[2]
    return _streamed(one.file, f"{claim.number}-{label}.{ending}", keep=False)


def _found(request: HttpRequest, number: str, label: str) -> LinkView | None:
    """Find a picture for who may see the claim; None for a stranger."""
    actor, now = shared.actor_of(request), timezone.now()
    if actor.kind == "stranger":
        return None
    claim = claims.claim(number, actor=actor, now=now)
    deep = threads.side_of(actor) in ("desk", "auditor")
    found = next((one for one in evidence_queries.views_of(claim.stream(), deep=deep) if one.label == label), None)
    if found is None:
        raise Http404
    return found


def _streamed(file: files.SealedFile, name: str, *, keep: bool = True) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(files.open_(file), content_type=file.kind)
    answer["Content-Length"] = str(file.size)
    how = "inline" if file.kind in INLINE else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={DAY_S}" if keep else "no-store"
    return answer
