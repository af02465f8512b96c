"""The requests: what is to be done, one of them, and what is done with it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.people.choices import RINGS, WAYS, WISHES
from anxin.domain.people.commands.data_requests import DATA_REQUESTS
from anxin.domain.people.queries import data_requests as queries
from anxin.domain.people.queries import erasures, legal_holds, proposals, tellings
from anxin.domain.people.rules.data_requests import DataSituation, is_to_be_told, was_to_be_told
from anxin.domain.people.wording.consents import PURPOSES
from anxin.domain.people.wording.data_requests import CLOCK
from anxin.domain.people.wording.erasures import WORDS
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.chips import ClockView
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, finding

if TYPE_CHECKING:
    from anxin.domain.people.models import DataRequest

STAFF = " ".join(sorted(queries.STAFF))
COPY = "handover"


type SeenDataRequest = RowCase[DataRequest, DataSituation]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List what is to be done, what waits for a second person, and what was done."""
    actor, now = shared.actor_of(request), timezone.now()
    live, over = queries.desk(actor, now=now)
    todo, waiting = [one for one in live if not one.waits], [one for one in live if one.waits]
    frame = staff.frame(request, face="desk", now=now, counts={"persons": len(todo)})
    why = erasures.why_waiting(waiting)
    parts = {
        "todo": [told(one) for one in todo if not one.waits_for_second],
        "waiting": [{**told(one), "needed": why.get(one.number, ())} for one in waiting],
        "second": [told(one) for one in live if one.waits_for_second],
        "over": [told(one) for one in over],
        "erased": [erased(one) for one in erasures.erased(actor)],
        "late": sum(one.late for one in live),
        "sees_holds": not actor.roles.isdisjoint(legal_holds.READS),
    }
    return render(request, "desk/persons/requests.html", {**frame, **parts})


def erased(one: erasures.ErasedPerson) -> dict[str, Any]:
    """Word an erasure."""
    return {"view": one, "word": str(WORDS.get(one.word, ""))}


def told(view: queries.DataRequestView) -> dict[str, Any]:
    """Word a request."""
    clock = None
    if view.due_at and view.ended_at is None:
        clock = ClockView(label=str(CLOCK), started_at=view.at, due_at=view.due_at)
    return {
        "view": view,
        "wish": str(WISHES[view.wish].name),
        "purpose": PURPOSES.get(view.purpose, view.purpose),
        "how": str(WAYS[view.how].name) if view.how else "",
        "state": wording.state("data_request", view.state),
        "clock": clock,
    }


find = finding(queries.request, queries.situation, lambda row: reverse("desk_persons:request", args=[row.number]))


def page(request: HttpRequest, case: SeenDataRequest, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a request with what may be done now."""
    [view] = queries.whole([case.row], now=case.now)
    allowed = RUNNER.allowed(case)
    opened = shown.opened or (RUNNER.open("identification", case) if "identification" in allowed else None)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        **told(view),
        "buttons": [one for one in RUNNER.buttons(case) if opened is None or one.name != opened.name],
        "opened": opened,
        "slip": shown.slip,
        "not_ringing": RUNNER.reason(DATA_REQUESTS.commands["ringing"], case) if is_to_be_told(case.situation) else "",
        "why_not": RUNNER.reason(DATA_REQUESTS.commands["agreement"], case) if view.waits_for_second else "",
        "held": _held(case, view) if view.waits_for_second or view.waits else "",
        **(_telling(case) if was_to_be_told(case.situation) else {}),
        "copy": COPY in COPIES.allowed(case) and opened is None and COPIES.open(COPY, case),
        "proposal": proposals.proposal(case.row, actor=case.actor) if view.ended_at is None else None,
        "person_url": reverse("desk_persons:person", args=[case.row.person_id]),
        "url": case.url,
    }
    return render(request, "desk/persons/request.html", facts, status=status)


def _telling(case: SeenDataRequest) -> dict[str, Any]:
    """Say how the number of before was told, or what lacks."""
    found = tellings.telling(case.row)
    lost = found.message.receipt if found.message and not found.message.is_told else ""
    rings = [(one, str(RINGS[one.heard].name)) for one in found.rings]
    return {"telling": found, "rings": rings, "lost": lost, "by_message": found.message and found.message.is_told}


def _held(case: SeenDataRequest, view: queries.DataRequestView) -> str:
    """Say what stands in the way of an erasure now."""
    why = proposals.in_the_way(case.row)
    if why == "court":
        return str(wording.ERRORS["people.legally_held"])
    if why and view.waits:
        return _("Waits for {why}; it comes by itself once that is over.").format(why=why)
    return str(wording.ERRORS["people.held"]).format(why=why) if why else ""


def _before_him(case: SeenDataRequest) -> dict[str, str]:
    return {"shown": proposals.proposal(case.row, actor=case.actor).mark}


RUNNER: Runner[SeenDataRequest] = Runner(
    DATA_REQUESTS,
    (
        Place(name="identification"),
        Place(name="doing", lead=True),
        Place(name="agreement", holds=_before_him),
        Place(name="ringing", lead=True),
        Place(name="objection"),
        Place(name="taking-back"),
        Place(name="refusal"),
    ),
    find=find,
    page=page,
    done=written_down,
)
COPIES: Runner[SeenDataRequest] = Runner(DATA_REQUESTS, (Place(name=COPY),), find=find, page=page)
"""The copy's form alone: it has no address here, only what streams the file gives that command."""
one, command = RUNNER.pages(STAFF)
