"""One brand before the public: its switch, its first promise, what stands in the way and what strangers read."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anxin.domain.network import queries as network
from anxin.domain.opening import queries
from anxin.domain.opening.commands import BRANDS
from anxin.domain.opening.rules import BrandSituation
from anxin.faces.desk.opening import checklist, rehearsals
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


type SeenBrand = RowCase[Organisation, BrandSituation]
"""A brand as one request sees it."""


def find(request: HttpRequest, slug: str) -> SeenBrand:
    """Find a brand."""
    row = queries.brand(slug)
    return row_case(request, row, url=reverse("opening:brand", args=[row.slug]), read=queries.brand_situation)


def page(request: HttpRequest, case: SeenBrand, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the brand with the form of a command, or a refusal said."""
    return switch_page(request, case, shown, runner=RUNNER, status=status)


def switch_page(
    request: HttpRequest, case: SeenBrand, shown: Shown, *, runner: Runner[SeenBrand], status: int
) -> HttpResponse:
    """Show the switch of a brand, or of the house for claims, with what stands in its way."""
    if request.GET.get("part") == "rehearsal":
        return _rehearsal(request, case)
    found = [one for one in case.situation.checks if one.brand in ("", case.row.slug)]
    opened = queries.opening_of(case.row)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "brand": network.appearance_of(case.row, now=case.now),
        "claims": case.row.kind == case.row.Kind.OPERATOR,
        "since": opened.opened_at if opened else None,
        "lines": [checklist.line_of(one) for one in found if not one.ok and one.blocks],
        "rehearsal": rehearsals.view(case.row, now=case.now),
        "buttons": runner.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/opening/brand.html", facts, status=status)


def _rehearsal(request: HttpRequest, case: SeenBrand) -> HttpResponse:
    """Show the newest rehearsal alone; once it is played the page is read anew: what stood in the way may be gone."""
    shown = rehearsals.view(case.row, now=case.now)
    if shown and shown.running:
        return render(request, "desk/opening/rehearsal.html", {"rehearsal": shown, "url": case.url})
    return HttpResponse(headers={"HX-Refresh": "true"})


MARKS: tuple[Place[SeenBrand], ...] = (Place(name="mark"), Place(name="letters"))
RUNNER = Runner(
    BRANDS,
    [Place(name="opening", lead=True), Place(name="rehearsal"), Place(name="promise"), *MARKS, Place(name="shutting")],
    find=find,
    page=page,
)
brand, command = RUNNER.pages(checklist.STAFF)
