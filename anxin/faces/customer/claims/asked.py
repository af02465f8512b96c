"""The link to the camera: what was asked for, once, in time; a link that is over says so and leads on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.evidence.queries import asking
from anxin.faces import shared
from anxin.faces.customer.claims import pictures, showing
from anxin.faces.customer.claims.case import CUSTOMER, back
from anxin.faces.customer.claims.wording import ACTIONS

SHOTS = ("whole", "detail", "second_angle")
GONE = 410


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def capture(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Take the pictures that were asked for with this link."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.claim(number, actor=actor, now=now)
    view = queries.view(row, actor=actor, now=now)
    if not showing.is_open(view.challenge, code=code, now=now):
        return render(request, "customer/claims/over.html", {"view": view}, status=GONE)
    if request.method != "POST":
        return _page(request, view)
    try:
        keys = pictures.given(request, SHOTS, by=actor)
        given = pictures.sealed(keys, by=actor)
        if not given:
            return _page(request, view, slip=_("No picture arrived. Please take one first."), status=422)
        shared.act(
            request,
            lambda: claims.answer_challenge(
                claim=row, code=code, pictures=given, declaration="none", by=actor, now=timezone.now()
            ),
        )
    except claims.ChallengeOver:
        return render(request, "customer/claims/over.html", {"view": view}, status=GONE)
    except AnxinError as error:
        return _page(request, view, slip=wording.error(error), status=shared.number_of(error))
    return back(number, "#evidence")


def _page(request: HttpRequest, view: queries.ClaimView, *, slip: str = "", status: int = 200) -> HttpResponse:
    assert view.challenge is not None
    boxes = pictures.boxes(SHOTS, {})
    action = ACTIONS[asking.action_of(view.challenge.code)]
    boxes[-1] |= {"title": _("Now do this"), "how": action}
    context = {
        "view": view,
        "boxes": boxes,
        "clock": showing.clock_now(view),
        "text": showing.request_text(view),
        "slip": slip,
    }
    return render(request, "customer/claims/capture.html", context, status=status)
