"""Pictures of a case as they may be shown: the copy encoded anew, to who may see the case, never the original."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from anxin.core import files, pictures
from anxin.domain.repairs import queries as repairs
from anxin.faces import shared

DAY_S = 24 * 3600


@require_safe
def picture(request: HttpRequest, number: str, sha256: str) -> HttpResponseBase:
    """Show one picture of a repair or of its visits' records, without what the camera wrote into it."""
    actor, now = shared.actor_of(request), timezone.now()
    if actor.kind == "stranger":
        return shared.ask_to_sign_in(request)
    repair = repairs.repair(number, actor=actor, now=now)
    if not repairs.shows(repair, sha256=sha256):
        raise Http404
    shown = pictures.shown(sha256=sha256, now=now)
    answer = StreamingHttpResponse(files.open_(shown), content_type=shown.kind)
    answer["Content-Length"] = str(shown.size)
    answer["Content-Disposition"] = f'inline; filename="{repair.number}-{sha256[:8]}.jpg"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={DAY_S}"
    return answer
