"""Ask a second person of the house to agree, see what was asked, agree or refuse."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.domain.people import queries as people
from anxin.domain.people.actions import reveals
from anxin.domain.people.commands import REQUESTS
from anxin.domain.people.queries import access
from anxin.domain.people.rules import RequestSituation
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import RevealRequest

SIGNED_IN = "staff technician"
TONES = {"asked": "amber", "agreed": "teal"}
FACES = {"operator": "desk", "outlet": "outlet", "authority": "auditor"}


type SeenRequest = RowCase[RevealRequest, RequestSituation]
"""A request as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(SIGNED_IN)
def listed(request: HttpRequest) -> HttpResponse:
    """List what one's house asked in the last days, those that wait first."""
    return _page(request)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(SIGNED_IN)
def new(request: HttpRequest) -> HttpResponse:
    """Ask a second person to agree, with a reason he and the customer read."""
    now, actor = timezone.now(), shared.actor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    person = people.visible_person(given.get("person", "")[:40], actor=actor, now=now)
    reason, case = given.get("reason", "").strip()[:200], given.get("case", "")[:80]
    asked = {"person": people.masked(person), "case": case, "reason": reason}
    if request.method == "GET":
        return _page(request, asked)

    def work() -> None:
        stream = access.stream_named(case)
        reveals.ask(person=person, stream=stream, reason=reason, by=actor, now=now)

    try:
        staff.act_once(request, work)
    except AnxinError as error:
        return _page(request, asked, slip=wording.error(error), status=shared.number_of(error))
    messages.success(request, _("Asked. As soon as a colleague has agreed you can open the details where you were."))
    return HttpResponseRedirect(reverse("reveals:requests"))


def _find(request: HttpRequest, key: str) -> SeenRequest:
    actor = shared.actor_of(request)
    return row_case(
        request,
        access.request_of(UUID(key), actor=actor),
        url=reverse("reveals:requests"),
        read=access.request_situation,
    )


def _answering(request: HttpRequest, case: SeenRequest, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the list with what was refused of an answer."""
    wrong = next((str(one) for one in shown.opened.form.errors.values()), "") if shown.opened else ""
    return _page(request, slip=shown.slip or wrong, status=status)


def _page(
    request: HttpRequest, asked: dict[str, object] | None = None, *, slip: str = "", status: int = 200
) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    face = _face(request)
    rows = access.request_views(actor, now=now)
    facts = {
        "face": face,
        "rows": [_row(one, actor) for one in rows],
        "asked": asked,
        "slip": slip,
    }
    layout = "reveals/requests_field.html" if face == "technician" else "reveals/requests.html"
    return render(request, layout, {**staff.frame(request, face=face, now=now), **facts}, status=status)


def _face(request: HttpRequest) -> str:
    mine = shared.account_of(request)
    return "technician" if mine.kind == "technician" else FACES.get(mine.organisation_kind, "merchant")


def _row(view: access.RequestView, actor: Actor) -> dict[str, object]:
    allowed = REQUESTS.allowed(view.situation, actor)
    return {
        "view": view,
        "state": wording.state("reveal_request", view.situation.state),
        "tone": TONES.get(view.situation.state, "grey"),
        "agreement": "agreement" in allowed,
        "refusal": "refusal" in allowed,
    }


RUNNER: Runner[SeenRequest] = Runner(
    REQUESTS, (Place(name="agreement"), Place(name="refusal")), find=_find, page=_answering
)
_one, command = RUNNER.pages(SIGNED_IN)
