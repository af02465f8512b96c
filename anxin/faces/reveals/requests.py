"""Ask a second person of the house to agree, see what was asked, agree or refuse."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.people import queries as people
from anxin.domain.people import rules
from anxin.domain.people.actions import reveals
from anxin.domain.people.queries import access
from anxin.faces import shared
from anxin.faces.ground import staff

SIGNED_IN = "staff technician"
FACES = {"operator": "desk", "outlet": "outlet", "authority": "auditor"}


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
    return HttpResponseRedirect(reverse("revealing:requests"))


@require_POST
@shared.for_roles(SIGNED_IN)
def agreement(request: HttpRequest, key: UUID) -> HttpResponse:
    """Agree, as the second person."""
    actor, now = shared.actor_of(request), timezone.now()
    return _answered(request, lambda: reveals.agree(request=access.request_of(key, actor=actor), by=actor, now=now))


@require_POST
@shared.for_roles(SIGNED_IN)
def refusal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say no, with a reason."""
    actor, now = shared.actor_of(request), timezone.now()
    why = request.POST.get("why", "")
    return _answered(
        request, lambda: reveals.refuse(request=access.request_of(key, actor=actor), why=why, by=actor, now=now)
    )


def _answered(request: HttpRequest, work: Callable[[], object]) -> HttpResponse:
    try:
        staff.act_once(request, work)
    except Missing:
        raise
    except Invalid:
        return _page(request, slip=_("Say briefly why not."), status=422)
    except AnxinError as error:
        return _page(request, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(reverse("revealing:requests"))


def _page(
    request: HttpRequest, asked: dict[str, object] | None = None, *, slip: str = "", status: int = 200
) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    face = _face(request)
    rows = access.request_views(actor, now=now)
    facts = {
        "face": face,
        "rows": [{"view": one, "state": wording.state("reveal_request", one.state)} for one in rows],
        "may_second": rules.may_second(actor.roles),
        "asked": asked,
        "slip": slip,
    }
    layout = "revealing/requests_field.html" if face == "technician" else "revealing/requests.html"
    return render(request, layout, {**staff.frame(request, face=face, now=now), **facts}, status=status)


def _face(request: HttpRequest) -> str:
    mine = shared.account_of(request)
    return "technician" if mine.kind == "technician" else FACES.get(mine.organisation_kind, "merchant")
