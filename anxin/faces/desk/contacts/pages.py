"""What waits for a person, one contact, and what is done with it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.domain.contacts import queries
from anxin.domain.contacts.commands import TABLE
from anxin.domain.contacts.rules import ContactSituation
from anxin.domain.contacts.wording import DIRECTIONS, RESULTS
from anxin.domain.people.queries import data_requests
from anxin.faces import shared
from anxin.faces.desk.contacts.forms import LoggedCallForm
from anxin.faces.ground import plain_details, staff
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.ground.talks import DESK, talk_of

if TYPE_CHECKING:
    from anxin.domain.contacts.models import Contact

STAFF = "agent dispatcher quality operator"


type SeenContact = RowCase[Contact, ContactSituation]
"""A contact as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List calls to make by time left, messages nobody has answered, and what is over."""
    actor, now = shared.actor_of(request), timezone.now()
    found = queries.desk(actor, now=now)
    parts = {name: [talk_of(one, cases=DESK) for one in getattr(found, name)] for name in ("calls", "waiting", "over")}
    count = len(found.calls) + len(found.waiting)
    frame = staff.frame(request, face="desk", now=now, counts={"contacts": count})
    return render(request, "desk/contacts/contacts.html", {**frame, **parts, "late": found.late})


def find(request: HttpRequest, number: str) -> SeenContact:
    """Find a contact for whoever asks."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.contact(number, actor=actor, now=now)
    return row_case(request, row, url=reverse("desk_contacts:contact", args=[row.number]), read=queries.situation)


def page(
    request: HttpRequest, case: SeenContact, shown: Shown, status: int = 200, *, call: LoggedCallForm | None = None
) -> HttpResponse:
    """Render a contact with its forms; a slip is shown where it was made."""
    actor, now = case.actor, case.now
    view = queries.view(case.row, actor=actor, now=now)
    said = [
        {"at": one.at, "by": one.by, "text": one.text, "minutes": -(-one.seconds // 60), "call": one.way == "call"}
        | {"direction": DIRECTIONS[one.direction], "result": RESULTS[one.result]}
        for one in view.said
    ]
    opened = {name: RUNNER.open(name, case) for name in RUNNER.allowed(case).names}
    if shown.opened:
        opened[shown.opened.name] = shown.opened
    context = {
        **staff.frame(request, face="desk", now=now),
        "view": view,
        "talk": talk_of(view.row, cases=DESK),
        "said": said,
        "opened": opened,
        "slip": shown.slip,
        "revealed": shown.revealed,
        "reasons": plain_details.reasons("repair"),
        "call": call or LoggedCallForm(now=now, direction="out"),
        "his_data": data_requests.works(actor),
        "url": case.url,
    }
    return render(request, "desk/contacts/contact.html", context, status=status)


RUNNER: Runner[SeenContact] = Runner(
    TABLE,
    (Place(name="take", address="taking", key="t"), Place(name="call"), Place(name="answer"), Place(name="dismissal")),
    find=find,
    page=page,
    done=written_down,
)
contact, command = RUNNER.pages(STAFF)


@never_cache
@require_POST
@shared.for_roles(STAFF)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show name and phone for half a minute, for a reason that is logged and that the person can read."""
    case = find(request, number)
    return plain_details.reveal(
        request,
        person=case.row.person,
        stream=case.row.stream(),
        by=case.actor,
        page=lambda shown: page(request, case, Shown(revealed=shown)),
    )
