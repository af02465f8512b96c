"""What waits for a person, one contact, and what is done with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries
from anxin.domain.contacts.states import CONTACT
from anxin.domain.contacts.wording import DIRECTIONS, RESULTS
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.desk.case import reasons
from anxin.faces.desk.contacts.forms import Answer, Dismissal, Logged
from anxin.faces.ground import staff
from anxin.faces.ground.talks import talk_of

if TYPE_CHECKING:
    from anxin.domain.contacts.models import Contact

STAFF = "agent dispatcher quality operator"
SHOWN_S = 30


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List calls to make by time left, messages nobody has answered, and what is over."""
    actor, now = shared.actor_of(request), timezone.now()
    found = queries.desk(actor, now=now)
    parts = {name: [talk_of(one) for one in getattr(found, name)] for name in ("calls", "waiting", "over")}
    count = len(found.calls) + len(found.waiting)
    frame = staff.frame(request, face="desk", now=now, counts={"contacts": count})
    return render(request, "desk/contacts/contacts.html", {**frame, **parts, "late": found.late})


@never_cache
@require_safe
@shared.for_roles(STAFF)
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show one contact."""
    return page(request, find(request, number))


def find(request: HttpRequest, number: str) -> "Contact":
    """Find a contact for whoever asks."""
    return queries.contact(number, actor=shared.actor_of(request), now=timezone.now())


def page(
    request: HttpRequest, row: "Contact", *, status: int = 200, revealed: Any = None, **forms: Any
) -> HttpResponse:
    """Render a contact with its forms; a slip is shown where it was made."""
    actor, now = shared.actor_of(request), timezone.now()
    view = queries.view(row, actor=actor, now=now)
    said = [
        {"at": one.at, "by": one.by, "text": one.text, "minutes": -(-one.seconds // 60), "call": one.way == "call"}
        | {"direction": DIRECTIONS[one.direction], "result": RESULTS[one.result]}
        for one in view.said
    ]
    context = {
        **staff.frame(request, face="desk", now=now),
        "view": view,
        "talk": talk_of(view.row),
        "said": said,
        "over": view.row.state in CONTACT.ends,
        "mine": bool(row.taker) and row.taker == actor.key,
        "revealed": revealed,
        "reasons": reasons(),
        "answer": forms.get("answer") or Answer(auto_id="answer_%s"),
        "call": forms.get("call") or Logged(now=now, direction="out"),
        "dismissal": forms.get("dismissal") or Dismissal(),
    }
    return render(request, "desk/contacts/contact.html", context, status=status)


@never_cache
@require_POST
@shared.for_roles(STAFF)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show name and phone for half a minute, for a reason that is logged and that the person can read."""
    row, actor = find(request, number), shared.actor_of(request)
    reason = request.POST.get("reason", "")[:200]

    def work() -> tuple[str, str]:
        given: dict[str, Any] = {"person": row.person, "stream": row.stream(), "reason": reason, "by": actor}
        return people.reveal_contact(**given, now=timezone.now())

    name, phone = shared.act(request, work)
    masked = people_queries.masked(row.person)
    shown = {"shown_for": SHOWN_S, "name": name, "phone": phone}
    shown |= {"masked_name": masked.name, "masked_phone": masked.phone}
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return page(request, row, revealed=shown)


@require_POST
@shared.for_roles(STAFF)
def taking(request: HttpRequest, number: str) -> HttpResponse:
    """Take a contact."""
    row = find(request, number)
    return done(request, row, lambda: contacts.take(contact=row, by=shared.actor_of(request), now=timezone.now()))


@require_POST
@shared.for_roles(STAFF)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer in writing."""
    row, form = find(request, number), Answer(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return page(request, row, status=422, answer=form)
    text, by = form.cleaned_data["text"], shared.actor_of(request)
    return done(request, row, lambda: contacts.answer(contact=row, text=text, by=by, now=timezone.now()))


@require_POST
@shared.for_roles(STAFF)
def dismissal(request: HttpRequest, number: str) -> HttpResponse:
    """Let a contact go that needs no answer."""
    row, form = find(request, number), Dismissal(request.POST)
    if not form.is_valid():
        return page(request, row, status=422, dismissal=form)
    why, by = form.cleaned_data["why"], shared.actor_of(request)
    return done(request, row, lambda: contacts.drop(contact=row, why=why, by=by, now=timezone.now()))


def done(request: HttpRequest, row: "Contact", work: Callable[[], object]) -> HttpResponse:
    """Do it once and come back to the contact."""
    if staff.act_once(request, work):
        messages.success(request, _("Written down."))
    return HttpResponseRedirect(reverse("desk_contacts:contact", args=[row.number]))
