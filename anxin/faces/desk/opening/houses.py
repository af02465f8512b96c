"""The houses of an installation: the list, searched, narrowed and taken away; one of them with what hangs on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.opening import queries
from anxin.domain.opening.commands import HOUSES
from anxin.domain.opening.queries import HouseFilter, HouseRow, departures
from anxin.domain.opening.rules import units
from anxin.domain.opening.rules.units import UnitSituation
from anxin.domain.opening.wording import ASKED, HANGS, PAYS, THEN
from anxin.domain.people import queries as people
from anxin.domain.people.choices import PAYERS
from anxin.domain.people.rules import ROLES
from anxin.domain.people.wording import ORGANISATIONS
from anxin.faces import pagination, shared
from anxin.faces.desk.opening.checklist import STAFF
from anxin.faces.ground import sheets, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.pagination import Filter, Page
from anxin.faces.words import full_day

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

SIZE, MOST = 50, 5_000
COUNTED = ("people", "cases", "claims", "authorisations", "technicians")
"""What of it a list counts."""


@dataclass(frozen=True, kw_only=True)
class HouseLine:
    """One house as the list shows it."""

    view: HouseRow
    kind: str
    url: str
    counts: tuple[int, ...]


type SeenUnit = RowCase[Organisation, UnitSituation]
"""A house as one request sees it."""


def find(request: HttpRequest, slug: str) -> SeenUnit:
    """Find a house."""
    row = people.organisation(slug)
    return row_case(request, row, url=reverse("opening:house", args=[row.slug]), read=queries.unit_situation)


@never_cache
@require_safe
@shared.for_roles(STAFF)
def houses(request: HttpRequest) -> HttpResponse:
    """List houses, fifty a page; `as` takes what is shown away as a file."""
    now, number, wish = timezone.now(), pagination.asked_for(request), _wish(request)
    if request.GET.get("as"):
        return _file(request.GET["as"], queries.houses(wish, now=now, limit=MOST), now)
    rows = queries.houses(wish, now=now, offset=(number - 1) * SIZE, limit=SIZE + 1)
    shown = [Filter(value="", name=_("in service")), Filter(value="retired", name=_("retired"))]
    facts = {
        **staff.frame(request, face="desk", now=now),
        "wish": wish,
        "kinds": [("", pgettext("of houses", "all kinds")), *ORGANISATIONS.items()],
        "filters": shown,
        "heads": [HANGS[one] for one in COUNTED],
        "lines": [line_of(one) for one in rows[:SIZE]],
        "page": Page(rows=tuple(rows[:SIZE]), number=number, has_next=len(rows) > SIZE),
        "make": f"{reverse('opening:house', args=[people.operator().slug])}?do=making",
    }
    return render(request, "desk/opening/houses.html", facts)


def line_of(one: HouseRow) -> HouseLine:
    """Show one house."""
    return HouseLine(
        view=one,
        kind=str(ORGANISATIONS[one.kind]),
        url=reverse("opening:house", args=[one.slug]),
        counts=tuple(one.hangs[name] for name in COUNTED),
    )


def page(request: HttpRequest, case: SeenUnit, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the house with the form of a command, or a refusal said."""
    view, departure = queries.house_row(case.row, now=case.now), queries.departure_of(case.row)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "view": view,
        "kind": str(ORGANISATIONS[view.kind]),
        "hangs": [(HANGS[name], count, _way(name, view)) for name, count in view.hangs.items() if count],
        "runs_all": case.row.kind == "operator",
        "record": queries.house_record(case.row),
        "departure": departure,
        "departs": wording.state("departure", departure.state) if departure else "",
        "gone": units.has_left(case.situation),
        "silent": case.row.silent_at,
        "why": departures.why_asked(departure) if departure else "",
        "departure_payer": PAYERS.get(departure.paid_by, "") if departure else "",
        "silent_payer": PAYERS.get(case.row.paid_by, ""),
        "invites": reverse("staff:house", args=[view.slug]) if view.kind in ROLES and not view.retired_at else "",
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/opening/house.html", facts, status=status)


def _departure(case: SeenUnit) -> str:
    """Return what a second person says yes or no to: the day, who pays or takes over, and why it was asked."""
    row = queries.departure_of(case.row)
    if row is None:
        return ""
    after = row.successor or PAYERS.get(row.paid_by, "")
    return str(ASKED).format(
        day=full_day(row.from_date),
        after=str(THEN if row.successor else PAYS).format(who=after),
        why=departures.why_asked(row),
    )


def _wish(request: HttpRequest) -> HouseFilter:
    get = request.GET
    return HouseFilter(
        text=get.get("q", "").strip()[:40],
        kind=get.get("kind", "") if get.get("kind") in ORGANISATIONS else "",
        retired=get.get("show") == "retired",
    )


def _file(kind: str, rows: list[HouseRow], now: datetime) -> HttpResponse:
    heads = [_("Name in addresses"), _("Kind"), pgettext("a house", "Name"), _("Licence number"), _("Website")]
    heads += [_("Its pages are served here under"), _("Since"), _("Retired"), *(str(HANGS[one]) for one in COUNTED)]
    lines: list[list[object]] = [
        [
            *(one.slug, str(ORGANISATIONS[one.kind]), one.name, one.licence, one.site, one.pages_at),
            *(full_day(one.since), full_day(one.retired_at) if one.retired_at else ""),
            *(one.hangs[name] for name in COUNTED),
        ]
        for one in rows
    ]
    return sheets.answer(kind, f"houses-{timezone.localtime(now):%Y%m%d}", heads, lines)


def _way(name: str, view: HouseRow) -> str:
    """Return where what hangs on a house is ended; empty where no page of ours is meant for it."""
    ways = {
        "people": reverse("staff:accounts"),
        "public": reverse("opening:brand", args=[view.slug]),
        "cases": reverse("desk:repairs"),
        "claims": reverse("desk_claims:queue", query={"seller": view.slug}),
        "authorisations": reverse("desk:authorisations"),
        "technicians": reverse("desk_network:technicians"),
        "areas": reverse("desk_network:outlets"),
        "cash": reverse("money:money"),
    }
    return ways.get(name, "")


def _done(request: HttpRequest, case: SeenUnit, name: str) -> str:
    messages.success(request, _("Written down."))
    made = request.POST.get("slug", "") if name == "making" else case.row.slug
    return reverse("opening:house", args=[made])


ORDER = (
    *("departure-agreement", "departure-refusal", "departure-withdrawal", "departure-undoing"),
    *("correction", "making", "departure", "shop-departure", "silence", "silence-end", "retirement", "return"),
)
ANSWERS = ("departure-agreement", "departure-refusal", "departure-undoing")
"""What is said to a departure as it was asked for, so its form says what that was."""
RUNNER = Runner(
    HOUSES,
    [Place(name=name, follows=_departure if name in ANSWERS else None) for name in ORDER],
    find=find,
    page=page,
    done=_done,
)
house, command = RUNNER.pages(STAFF)
