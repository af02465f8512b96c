"""One brand before the public: its switch, its first promise, what stands in the way and what strangers read."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.domain.network import queries as network
from anxin.domain.opening import queries
from anxin.domain.opening.commands import BRANDS
from anxin.domain.opening.rules import BrandSituation
from anxin.faces import shared
from anxin.faces.desk.opening import checklist, rehearsals
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(kw_only=True)
class SeenBrand:
    """A brand as one request sees it."""

    actor: Actor
    now: datetime
    row: "Organisation"

    @cached_property
    def situation(self) -> BrandSituation:
        """Return the situation of the brand for the rules of the commands."""
        return queries.brand_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return the brand's address."""
        return reverse("opening:brand", args=[self.row.slug])


def find(request: HttpRequest, slug: str) -> SeenBrand:
    """Find a brand."""
    return SeenBrand(actor=shared.actor_of(request), now=timezone.now(), row=queries.brand(slug))


def page(request: HttpRequest, case: SeenBrand, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the brand with the form of a command, or a refusal said."""
    if request.GET.get("part") == "rehearsal":
        return _rehearsal(request, case)
    found = [one for one in case.situation.checks if one.brand in ("", case.row.slug)]
    opened = queries.opening_of(case.row)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "brand": network.appearance_of(case.row, now=case.now),
        "since": opened.opened_at if opened else None,
        "lines": [checklist.line_of(one) for one in found if not one.ok and one.blocks],
        "rehearsal": rehearsals.view(case.row, now=case.now),
        "buttons": RUNNER.buttons(case),
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
