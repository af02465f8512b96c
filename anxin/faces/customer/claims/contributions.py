"""Hand in pictures, look at those that are there, write to the merchant or the reviewer, say that the visit came."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anxin.core import files
from anxin.core.errors import AnxinError
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.wording import DECLARATIONS, ROLES
from anxin.domain.threads import actions as threads
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.faces import shared
from anxin.faces.customer.claims import pictures
from anxin.faces.customer.claims.case import CUSTOMER, back, claim_of, do, page
from anxin.faces.customer.claims.forms import Said
from anxin.faces.ground import staff

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim


@require_POST
@shared.for_roles(CUSTOMER)
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Hand pictures in; with the code on paper beside the thing where that was asked for."""
    row, by, now = claim_of(request, number), shared.actor_of(request), timezone.now()
    try:
        keys = pictures.given(request, ROLES, by=by)
        given = pictures.sealed(keys, by=by)
    except AnxinError as error:
        return page(request, row, error=error)
    if not given:
        return page(request, row, slip=_("No picture arrived. Please choose one first."))
    code, declaration = request.POST.get("code", ""), _declared(request)

    def work() -> None:
        if code:
            claims.answer_challenge(claim=row, code=code, pictures=given, declaration=declaration, by=by, now=now)
            return
        for one in given:
            claims.hand_in(claim=row, picture=one, declaration=declaration, by=by, now=now)

    try:
        staff.act_once(request, work)
    except AnxinError as error:
        return page(request, claim_of(request, number), error=error)
    return back(number, "#evidence")


def _declared(request: HttpRequest) -> str:
    given = request.POST.get("declaration", "none")
    return given if given in DECLARATIONS else "none"


@require_safe
@shared.for_roles(CUSTOMER)
def picture(request: HttpRequest, number: str, link: UUID) -> HttpResponseBase:
    """Show a picture of the case, without what the camera wrote into it."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.claim(number, actor=actor, now=now)
    one = evidence_queries.link(str(link), kind="claim", actor=actor, now=now)
    if one.stream() != row.stream() or one.file.kind not in files.PICTURES:
        raise Http404
    return pictures.shown(one.file, name=f"{row.number}-{one.label}")


@require_POST
@shared.for_roles(CUSTOMER)
def message(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the merchant, the reviewer, or both."""
    form, by, now = Said(request.POST), shared.actor_of(request), timezone.now()
    if not form.is_valid():
        return page(request, claim_of(request, number), said=form)
    text, to = form.cleaned_data["text"], form.cleaned_data["to"]
    done = do(request, number, lambda row: threads.post(stream=row.stream(), text=text, to=to, by=by, now=now))
    return back(number, "#messages") if done.status_code == 302 else done


@require_POST
@shared.for_roles(CUSTOMER)
def arrival(request: HttpRequest, number: str) -> HttpResponse:
    """Return whether the technician who inspects is there, where his check-in leaves it open."""
    by, here = shared.actor_of(request), request.POST.get("here") == "yes"

    def work(row: "Claim") -> None:
        visit = visits_queries.latest_of(row.stream())
        if visit is None:
            raise visits_queries.NoSuchVisit({"number": number})
        visits.answer_arrival(visit=visit, here=here, by=by, now=timezone.now())

    return do(request, number, work)
