"""The copy of somebody's data that the desk hands over: made once, hashed, written down, streamed, kept nowhere."""

from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.domain.people.commands.data_requests import DATA_REQUESTS
from anxin.domain.people.queries import actors, selves
from anxin.domain.people.states import HANDLES
from anxin.faces import shared
from anxin.faces.customer import copy_contents
from anxin.faces.desk.persons.requests import COPY, find, page
from anxin.faces.ground import downloads
from anxin.faces.ground.commands import Shown


@never_cache
@require_POST
@shared.for_roles(HANDLES)
def copy(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the command with the hash of the file, then stream that very file."""
    case = find(request, number)
    if DATA_REQUESTS.commands[COPY].refused(case.situation, case.actor):
        slip = _("This can't be done now: meanwhile something has changed.")
        return page(request, case, Shown(slip=slip), status=HTTPStatus.CONFLICT)
    shared.limit(request, "copy", burst=4, per_min=1)
    persons = selves.of_person(case.row.person)
    reader = actors.reading_for(persons)
    out = copy_contents.made(persons, reader=reader, now=case.now, act=lambda work: shared.act(request, work))
    fields = {"handed": request.POST.get("handed", ""), "sha256": copy_contents.sha256_of(out)}

    def work() -> None:
        again = find(request, number)
        DATA_REQUESTS.give(COPY, row=again.row, by=again.actor, now=again.now, fields=fields)

    try:
        shared.act(request, work)
    except AnxinError as error:
        out.close()
        return page(request, find(request, number), Shown(slip=wording.error(error)), status=shared.number_of(error))
    except BaseException:
        out.close()
        raise
    return downloads.pack(out, number)
