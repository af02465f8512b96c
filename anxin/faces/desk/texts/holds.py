"""What is kept for a court or an authority: the list with its filters, as a file, and placing and lifting."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.actors import Actor
from anxin.domain.people import queries as people
from anxin.domain.people import rules
from anxin.domain.people.commands import LISTED
from anxin.domain.people.queries import legal_holds as queries
from anxin.domain.people.wording.legal_holds import SOURCES
from anxin.domain.publications.commands.holds import HOUSE_HOLDS
from anxin.domain.publications.queries import holds as cases
from anxin.faces import shared
from anxin.faces.desk import queue
from anxin.faces.desk.claims import queue as claims
from anxin.faces.desk.contacts import pages as contacts
from anxin.faces.ground import sheets, staff
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, finding, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import LegalHold, Organisation

STAFF = " ".join(sorted(queries.READS))
SHOW = {
    "": gettext_lazy("Standing"),
    "over": gettext_lazy("Last day over"),
    "lifted": gettext_lazy("Lifted"),
}
PAGES = {
    "repair": ("desk:repair", queue.STAFF),
    "claim": ("desk_claims:claim", claims.STAFF),
    "contact": ("desk_contacts:contact", contacts.STAFF),
}
"""Where a case is read, and by whom."""
KINDS = {
    "repair": gettext_lazy("repair"),
    "claim": gettext_lazy("claim"),
    "contact": gettext_lazy("message"),
    "purchase": gettext_lazy("order"),
}


type HoldingHouse = RowCase[Organisation, cases.HoldingHouseSituation]
"""The house as one request sees it: it places holds."""


type SeenHold = RowCase[LegalHold, rules.HoldSituation]


def _house(request: HttpRequest, _number: str) -> HoldingHouse:
    return row_case(request, people.operator(), url=reverse("texts:holds"), read=cases.house_situation)


_find = finding(
    lambda key, actor: queries.hold(UUID(key), actor=actor),
    queries.situation,
    lambda row: reverse("texts:hold", args=[row.pk]),
)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the list as it is filtered, as a file."""
    headers = [_("Case"), _("Number"), _("Whose letter"), _("Its number and day"), _("Placed by"), _("Since")]
    headers += [_("Its last day"), _("Lifted by"), _("Lifted")]
    lines: list[list[object]] = [
        [
            str(one["kind"]),
            one["number"],
            str(one["source"]),
            one["view"].letter,
            one["view"].placed_by,
            _day(one["view"].placed_at),
            one["view"].until.isoformat() if one["view"].until else "",
            one["view"].lifted_by,
            _day(one["view"].lifted_at),
        ]
        for one in _rows(request)
    ]
    return sheets.answer(kind, f"legal-holds-{timezone.localdate()}", headers, lines)


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    actor, now = shared.actor_of(request), timezone.now()
    show, source = request.GET.get("show", ""), request.GET.get("source", "")
    found = queries.holds(actor, show=show, source=source if source in SOURCES else "", now=now)
    numbers = cases.labels(one.stream for one in found)
    return [
        {
            "view": one,
            "kind": KINDS.get(one.stream.kind, one.stream.kind),
            "number": (number := numbers.get(one.stream, "")),
            "url": _address(one.stream.kind, number, actor),
            "source": SOURCES[one.source],
            "may_lift": "legal-hold-end" in LISTED.allowed(one.situation, actor),
        }
        for one in found
    ]


def _address(kind: str, number: str, actor: Actor) -> str:
    page, who = PAGES.get(kind, ("", ""))
    return reverse(page, args=[number]) if page and number and actor.may(frozenset(who.split())) else ""


def _page(request: HttpRequest, case: HoldingHouse | SeenHold, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the list, with the form that is open of it."""
    show, source = request.GET.get("show", ""), request.GET.get("source", "")
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "rows": _rows(request),
        "buttons": PLACING.buttons(_house(request, "")),
        "opened": shown.opened,
        "action": f"{case.url}{shown.opened.name}/" if shown.opened else "",
        "slip": shown.slip,
        "shows": [(key, name, key == show) for key, name in SHOW.items()],
        "sources": [("", _("all letters"), not source), *((key, name, key == source) for key, name in SOURCES.items())],
        "show": show,
        "source": source,
        "url": reverse("texts:holds"),
    }
    return render(request, "desk/texts/holds.html", facts, status=status)


def _done(request: HttpRequest, case: SeenHold, name: str) -> str:
    written_down(request, case, name)
    return reverse("texts:holds")


PLACING: Runner[HoldingHouse] = Runner(
    HOUSE_HOLDS, (Place(name="legal-hold"),), find=_house, page=_page, done=written_down
)
LIFTING: Runner[SeenHold] = Runner(LISTED, (Place(name="legal-hold-end"),), find=_find, page=_page, done=_done)
holds, place = PLACING.pages(STAFF)
hold, lift = LIFTING.pages(STAFF)
