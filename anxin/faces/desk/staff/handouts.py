"""Links for many technicians at once: who can't sign in yet, what was handed out, the paper, and taking it back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.domain.people import queries as people
from anxin.domain.staff import queries
from anxin.domain.staff.commands import HANDOUTS, TECHNICIANS
from anxin.domain.staff.queries import HandoutView
from anxin.domain.staff.rules import HandoutSituation, TechniciansSituation
from anxin.domain.staff.states import ADMINISTERS
from anxin.domain.staff.wording import WAYS
from anxin.faces import shared
from anxin.faces.desk.staff.accounts import frame
from anxin.faces.ground import one_time_secrets, qr_codes, sheets
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation
    from anxin.domain.staff.models import Handout


type SeenTechnicians = RowCase[Organisation, TechniciansSituation]
"""The technicians who can't sign in yet, as one request sees them."""


type SeenHandout = RowCase[Handout, HandoutSituation]
"""Links that were made at once, as one request sees them."""


@dataclass(frozen=True, kw_only=True)
class HandoutLine:
    """Links that were made at once as the list shows them; `takes_back` is where to, empty where nothing counts."""

    view: HandoutView
    way: str
    paper_url: str
    takes_back: str


def find(request: HttpRequest, _number: str) -> SeenTechnicians:
    """Find the technicians of the house."""
    return row_case(request, people.operator(), url=reverse("staff:technicians"), read=queries.technicians_situation)


def page(request: HttpRequest, case: SeenTechnicians, shown: Shown, status: int = 200) -> HttpResponse:
    """Show how many can't sign in yet, with the form, and what was handed out."""
    found = queries.handouts(case.actor, now=case.now)
    facts = {
        **frame(request, now=case.now),
        "waiting": case.situation.waiting,
        "lines": [_line(one, case) for one in found],
        "makes": any(not one.ended and one.withdrawn_at is None for one in found),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
        "elsewhere": one_time_secrets.elsewhere(request),
        "here": one_time_secrets.here(request),
    }
    return render(request, "desk/staff/technicians.html", facts, status=status)


def _line(one: HandoutView, case: SeenTechnicians) -> HandoutLine:
    allowed = HANDOUTS.allowed(queries.handout_situation(one.row, by=case.actor, now=case.now), case.actor)
    url = reverse("staff:handout", args=[one.id])
    return HandoutLine(
        view=one,
        way=str(WAYS[one.way]),
        paper_url=url if one.printable else "",
        takes_back=f"{url}?do=withdrawal" if "withdrawal" in allowed.names else "",
    )


def find_handout(request: HttpRequest, key: str) -> SeenHandout:
    """Find links that were made at once."""
    actor = shared.actor_of(request)
    row = queries.handout(key, actor=actor)
    return row_case(request, row, url=reverse("staff:handout", args=[row.pk]), read=queries.handout_situation)


def handout_page(request: HttpRequest, case: SeenHandout, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the paper of one outlet to print, or the outlets to choose from; or what taking the links back means."""
    row, outlet = case.row, request.GET.get("outlet", "")[:32]
    reads = not shown.opened and not shown.slip
    links = queries.links_of(row, actor=case.actor, now=case.now, outlet=outlet) if reads and outlet else []
    facts = {
        **frame(request, now=case.now),
        "until": row.expires_at,
        "outlets": queries.outlets_of(row, now=case.now) if reads and not outlet else (),
        "outlet": links[0].outlet if links else "",
        "links": [
            (one, link := one_time_secrets.link_of(request, one.token), qr_codes.qr(link, scale=3)) for one in links
        ],
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
        "elsewhere": one_time_secrets.elsewhere(request),
        "here": one_time_secrets.here(request),
    }
    return render(request, "desk/staff/handout.html", facts, status=status)


@never_cache
@require_safe
@shared.for_roles(ADMINISTERS)
def listed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Return all the links of a handout as an Excel file."""
    case = find_handout(request, str(key))
    heads = [_("Outlet"), _("Badge number"), _("Name"), _("Sign-in name"), _("Link"), _("counts until")]
    until = f"{timezone.localtime(case.row.expires_at):%Y-%m-%d %H:%M}"
    rows: list[list[object]] = [
        [one.outlet, one.number, one.called, one.username, one_time_secrets.link_of(request, one.token), until]
        for one in queries.links_of(case.row, actor=case.actor, now=case.now)
    ]
    return sheets.answer("xlsx", "links", heads, rows)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(ADMINISTERS)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Give the command that the address names."""
    return RUNNER.give(request, "", name)


@never_cache
@require_safe
@shared.for_roles(ADMINISTERS)
def technicians(request: HttpRequest) -> HttpResponse:
    """Show who can't sign in yet; `?do=` opens the form."""
    return RUNNER.show(request, "")


RUNNER = Runner(TECHNICIANS, [Place(name="links", lead=True)], find=find, page=page)
HANDOUT_RUNNER = Runner(
    HANDOUTS,
    [Place(name="withdrawal")],
    find=find_handout,
    page=handout_page,
    done=lambda _request, _case, _name: reverse("staff:technicians"),
)
handout, handout_command = HANDOUT_RUNNER.pages(ADMINISTERS)
