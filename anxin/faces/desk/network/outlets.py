"""Outlets: the list, searched and filtered, and one of them with what may be done."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.network.commands import OUTLETS
from anxin.domain.network.queries import names, points, technicians
from anxin.domain.network.queries import outlets as queries
from anxin.domain.network.rules.outlets import OutletSituation
from anxin.domain.network.wording.outlets import KINDS, STANDS
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.domain.repairs.queries import outlet_cases
from anxin.domain.staff.states import ADMINISTERS
from anxin.domain.visits.queries import loads
from anxin.faces import pagination, shared
from anxin.faces.desk.network import rows
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.ground import freed_jobs, staff
from anxin.faces.ground.authorisations.rows import record_of
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.pagination import Filter, Page
from anxin.faces.week_words import understood

if TYPE_CHECKING:
    from anxin.domain.network.models import Outlet

SIZE = 50


type SeenOutlet = RowCase[Outlet, OutletSituation]
"""An outlet as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List outlets, fifty a page."""
    now, actor, number = timezone.now(), shared.actor_of(request), pagination.asked_for(request)
    sought = sought_of(request.GET)
    found = queries.listed(actor, sought, now=now, offset=(number - 1) * SIZE, limit=SIZE + 1)
    facts = {
        **staff.frame(request, face="desk", now=now),
        "imports": ADMINISTERS in actor.roles,
        "sought": sought,
        "brands": [("", _("all brands")), *((one.slug, one.name) for one in people.organisations_of("brand"))],
        "provinces": [("", _("all provinces")), *((one.code, one.called) for one in places.children())],
        "filters": [Filter(value="", name=_("all")), *(Filter(value=k, name=str(v)) for k, v in STANDS.items())],
        "lines": [(one, STANDS[one.stands], rows.tone_of(one.stands)) for one in found[:SIZE]],
        "page": Page(rows=tuple(found[:SIZE]), number=number, has_next=len(found) > SIZE),
    }
    return render(request, "desk/network/outlets.html", facts)


def sought_of(given: QueryDict) -> queries.OutletFilter:
    """Read which outlets are asked for, from an address or a form."""
    return queries.OutletFilter(
        text=given.get("q", "").strip()[:40],
        brand=given.get("brand", "")[:64],
        province=given.get("province", "")[:2],
        stands=given.get("show", "")[:16],
    )


def find(request: HttpRequest, code: str) -> SeenOutlet:
    """Find an outlet."""
    actor = shared.actor_of(request)
    row = queries.outlet(code, actor=actor)
    return row_case(request, row, url=reverse("desk_network:outlet", args=[row.code]), read=queries.situation)


def page(request: HttpRequest, case: SeenOutlet, shown: Shown, status: int = 200) -> HttpResponse:
    """Show an outlet with the form of a command, or a refusal said."""
    now, today = case.now, timezone.localtime(case.now).date()
    (line,) = queries.rows_of([case.row], now=now)
    served: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in queries.serves(case.row, now=now):
        kind = str(KINDS[one.kind]) if one.kind != "shared" else ""
        served.setdefault((one.brand_slug, one.brand), []).append((one.name, kind))
    facts = {
        **staff.frame(request, face="desk", now=now),
        "line": line,
        "outlet": case.row,
        "street": names.street_below(case.row.division, case.row.street),
        "point": queries.point_of(case.row),
        "known_to": points.known_to(case.row),
        "stands": STANDS[line.stands],
        "tone": rows.tone_of(line.stands),
        "taken": loads.of_outlets([case.row], day=today)[case.row.pk],
        "served": served,
        "closures": queries.closures(case.row, now=now),
        "cases": [
            (one.number, wording.state("repair", one.state), one.goods)
            for one in outlet_cases.of_outlet(case.row, actor=case.actor, now=now)
        ],
        "people": [
            (one, rows.TECHNICIANS[one.stands], rows.tone_of(one.stands), rows.hours(one.hours))
            for one in technicians.rows_of(queries.staff_of(case.row, now=now), now=now)
        ],
        "record": record_of(reversed(queries.history(case.row))),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "look_text": freed_jobs.look_text(shown.opened),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/network/outlet.html", facts, status=status)


RUNNER = Runner(
    OUTLETS,
    (
        Place(name="details", understood=lambda _case, fields: understood(fields["opens"])),
        Place(name="closure", understood=lambda case, typed: freed_jobs.of_closure(case.row, typed, case.now)),
        Place(name="closure-end"),
        Place(name="stop"),
        Place(name="restart", lead=True),
    ),
    find=find,
    page=page,
    done=written_down,
)


outlet, command = RUNNER.pages(STAFF)
