"""Pictures that are handed in on the case page, and those that are there."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anxin.core import files, wording
from anxin.core.errors import AnxinError
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.choices import ROLES
from anxin.faces import shared
from anxin.faces.customer.claims import pictures
from anxin.faces.customer.claims.case import CUSTOMER, find
from anxin.faces.customer.claims.commands import RUNNER, shown_as
from anxin.faces.ground.commands import Shown


@require_POST
@shared.for_roles(CUSTOMER)
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Hand pictures in; with the code on paper beside the thing where that was asked for."""
    case, by = find(request, number), shared.actor_of(request)
    try:
        given = pictures.sealed(pictures.keys_by_role(request, ROLES, by=by), by=by)
    except AnxinError as error:
        return shown_as(request, case, Shown(slip=wording.error(error)), status=shared.number_of(error))
    if not given:
        return shown_as(request, case, Shown(slip=_("No picture arrived. Please choose one first.")), status=422)
    declared, code = request.POST.get("declaration", ""), request.POST.get("code", "")[:64]
    fields: dict[str, object] = {"pictures": tuple(given)} | ({"declaration": declared} if declared else {})
    if code:
        return RUNNER.carry(request, number, "capture", {**fields, "code": code}, case=case)
    return RUNNER.carry(request, number, "pictures", fields, case=case)


@require_safe
@shared.for_roles(CUSTOMER)
def picture(request: HttpRequest, number: str, link: UUID) -> HttpResponseBase:
    """Show a picture of the case, without what the camera wrote into it."""
    case = find(request, number)
    one = evidence_queries.link(str(link), kind="claim", actor=case.actor, now=case.now)
    if one.stream() != case.row.stream() or one.file.kind not in files.PICTURES:
        raise Http404
    return pictures.shown(one.file, name=f"{case.row.number}-{one.label}")
