"""Numbers that use the brand's name: what was reported and found, and what the brand says of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import timeline, wording
from anxin.core.pictures import copies
from anxin.domain.network import queries
from anxin.domain.network.choices import SAYS
from anxin.domain.network.commands.reports import REPORTED
from anxin.domain.network.rules.situation import ReportedSituation
from anxin.domain.network.states import CONCERNED
from anxin.faces import shared
from anxin.faces.customer.authenticity import KINDS
from anxin.faces.customer.cards import card_of
from anxin.faces.ground import downloads
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant.frame import frame

STATEMENT = "statement"


type NamedNumber = RowCase[queries.Told, ReportedSituation]
"""A number that uses the brand's name, as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(CONCERNED)
def listed(request: HttpRequest) -> HttpResponse:
    """List the numbers that use the brand's name: what nobody judged yet first."""
    actor, now = shared.actor_of(request), timezone.now()
    waiting, over = queries.reported_numbers(actor, now=now)
    facts = {"waiting": waiting, "over": over}
    return render(request, "merchant/numbers.html", {**frame(request, now=now), **facts})


@never_cache
@require_safe
@shared.for_roles(CONCERNED)
def picture(request: HttpRequest, number: str, sha256: str) -> HttpResponseBase:
    """Show a picture of such a number, as a copy made here."""
    case = _find(request, number)
    if sha256 not in {one.picture for one in queries.shown_to_brand(case.row, house=case.actor.organisation)}:
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=case.now), f"{number}-{sha256[:8]}.jpg")


def _find(request: HttpRequest, number: str) -> NamedNumber:
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.reported_number(number, actor=actor, now=now)
    return row_case(request, row, url=reverse("merchant:number", args=[row.number]), read=queries.reported_situation)


def _page(request: HttpRequest, case: NamedNumber, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a number, what the check says of it, the evidence, and the form of what the brand says."""
    view, _all = queries.reported_view(case.row)
    buttons = RUNNER.buttons(case)
    opened = shown.opened or (RUNNER.open(STATEMENT, case) if buttons else None)
    card = card_of(queries.genuine_card(kind=view.kind, code=case.row.code, now=case.now))
    facts = {
        "view": view,
        "kind": dict(KINDS).get(view.kind, view.kind),
        "state_text": wording.state("reported_number", view.state),
        "reports": [(one, dict(KINDS).get(one.kind, one.kind)) for one in _reports(case)],
        "card": card | {"report_url": "", "official": ""},
        "statements": [(one, SAYS[one.says]) for one in _own(case)],
        "evidence": queries.shown_to_brand(case.row, house=case.actor.organisation),
        "record": timeline.read(case.row.stream(), "merchant"),
        "opened": opened,
        "uploads": reverse("ground:uploads"),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "merchant/number.html", {**frame(request, now=case.now), **facts}, status=status)


def _reports(case: NamedNumber) -> list[queries.ReportView]:
    return queries.shown_reports(case.row, house=case.actor.organisation)


def _own(case: NamedNumber) -> list[queries.BrandStatement]:
    return [one for one in queries.brand_statements(case.row) if one.house == case.actor.organisation]


RUNNER: Runner[NamedNumber] = Runner(
    REPORTED, (Place(name=STATEMENT, lead=True),), find=_find, page=_page, done=written_down
)
number, command = RUNNER.pages(CONCERNED)
