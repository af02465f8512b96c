"""Plain details of a person, shown for a short while, for a reason that is logged and that the person can read."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.timeline import StreamKey
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.choices import CONTACT, OFFERED, REVEAL_REASONS
from anxin.faces import shared

if TYPE_CHECKING:
    from anxin.domain.people.models import Person

SHOWN_S = 30


def reasons(about: str) -> dict[str, list[tuple[str, str]]]:
    """Return the reasons a page about something offers: to see name and phone (`contact`), or the `address`."""

    def opening(fields: Collection[str]) -> list[tuple[str, str]]:
        return [
            (one, str(REVEAL_REASONS[one].name))
            for one in OFFERED[about]
            if REVEAL_REASONS[one].opens.issuperset(fields)
        ]

    return {"contact": opening(CONTACT), "address": opening({"address"})}


def reveal(
    request: HttpRequest,
    *,
    person: "Person",
    stream: StreamKey,
    by: Actor,
    page: Callable[[dict[str, Any]], HttpResponse],
    field: str = "contact",
    place: str = "",
    seconds: int = SHOWN_S,
) -> HttpResponse:
    """Open name and phone, or the address, in a case; alone where a script asks, else on the case's `page`.

    `place` is told of somebody whose address is masked, where it isn't his own. Raises `Http404` for another field.
    """
    if field not in ("contact", "address"):
        raise Http404
    contact = field == "contact"
    given: dict[str, Any] = {"person": person, "stream": stream, "reason": request.POST.get("reason", "")[:200]}

    def work() -> tuple[str, ...]:
        now = timezone.now()
        if contact:
            return people.reveal_contact(**given, by=by, now=now)
        return (people.reveal(field="address", **given, by=by, now=now),)

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": seconds,
        "name": plain[0],
        "phone": plain[1] if contact else "",
        "masked_name": masked.name if contact else place or masked.division,
        "masked_phone": masked.phone if contact else "",
    }
    return render(request, "parts/person.html", {"who": shown}) if request.headers.get("HX-Request") else page(shown)
