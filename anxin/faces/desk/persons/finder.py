"""Find a person by a number or by his case, and write down what he wants."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.domain.contacts import queries as contacts
from anxin.domain.people.commands.data_requests import PERSONS
from anxin.domain.people.queries import data_requests as queries
from anxin.domain.people.queries import erasures, selves
from anxin.domain.people.rules.data_requests import PersonSituation
from anxin.faces import shared
from anxin.faces.desk.persons.requests import STAFF, erased, told
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding

if TYPE_CHECKING:
    from anxin.domain.people.models import Person

ASKING = "data-request"


type SeenPerson = RowCase[Person, PersonSituation]


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def finder(request: HttpRequest) -> HttpResponse:
    """Show who is found by a number he is rung by, which no address holds, or by the number of a case."""
    actor, now = shared.actor_of(request), timezone.now()
    sought = (request.POST if request.method == "POST" else request.GET).get("sought", "").strip()[:40]
    rows: list[queries.PersonWithCases] = []
    slip = ""
    try:
        rows = _sought(sought, actor, now)
    except AnxinError as error:
        slip = wording.error(error)
    frame = staff.frame(request, face="desk", now=now)
    return render(request, "desk/persons/found.html", {**frame, "rows": rows, "slip": slip, "sought": sought})


def _sought(text: str, actor: Actor, now: datetime) -> list[queries.PersonWithCases]:
    if text[:1].upper() in ("R", "C"):
        return queries.found_in(contacts.case_of(text, actor=actor, now=now).stream, actor=actor)
    if text[:1].upper() == "K":
        return queries.found_in(contacts.contact(text.upper(), actor=actor, now=now).stream(), actor=actor)
    return queries.found_by_phone(text, actor=actor) if text else []


_find = finding(
    lambda key, actor: queries.customer(UUID(key), actor=actor),
    queries.person_situation,
    lambda row: reverse("desk_persons:person", args=[row.pk]),
)


def _page(request: HttpRequest, case: SeenPerson, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a person masked, with his cases and requests, and the form for a new one."""
    own = selves.of_person(case.row)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "erased": (gone := erasures.erasure_of(case.row)) and erased(gone),
        "one": queries.with_cases(case.row, actor=case.actor),
        "rows": [told(each) for each in queries.of_persons(own, now=case.now)],
        "opened": shown.opened or (RUNNER.open(ASKING, case) if ASKING in RUNNER.allowed(case) else None),
        "why_not": RUNNER.reason(PERSONS.commands[ASKING], case),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/persons/person.html", facts, status=status)


def _done(request: HttpRequest, case: SeenPerson, name: str) -> str:
    messages.success(request, _("Written down. Now say how you know that it is he."))
    made = getattr(request, "anxin_given", None)
    return reverse("desk_persons:request", args=[made.number]) if made else case.url


RUNNER: Runner[SeenPerson] = Runner(PERSONS, (Place(name=ASKING),), find=_find, page=_page, done=_done)
person, command = RUNNER.pages(STAFF)
