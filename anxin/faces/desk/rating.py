"""How a customer rates a repair on the phone: his stars and words, written down by an agent on a page of its own."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core.states import can
from anxin.domain.quality import queries
from anxin.domain.quality.commands import RATINGS
from anxin.domain.quality.rules import RatingSituation
from anxin.domain.quality.wording import WHY_NO_REVIEW
from anxin.faces import shared
from anxin.faces.desk import case as cases
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Button, Place, Runner, Shown, written_down

if TYPE_CHECKING:
    from anxin.faces.desk.case import RepairCase

WRITES_DOWN = "agent"


class RatedCase:
    """A case as who writes down its rating sees it."""

    def __init__(self, case: "RepairCase", *, told: "list[str] | None" = None) -> None:
        """Take the case of the desk; `told` are the codes of its facts, where they were read."""
        self.actor, self.now, self.row, self.url, self.told = case.actor, case.now, case.row, case.url, told

    @property
    def situation(self) -> RatingSituation:
        """Return its situation for the rules of the command."""
        return queries.rating_situation(self.row, by=self.actor, now=self.now, told=self.told)


def buttons(case: "RepairCase") -> list[Button]:
    """Draw the way to write a rating down, where there is one to write."""
    if not can(case.row, "review"):
        return []
    return RUNNER.buttons(RatedCase(case, told=[one.code for one in case.view.timeline]))


def _page(request: HttpRequest, case: RatedCase, shown: Shown, status: int = 200) -> HttpResponse:
    why = "" if shown.opened else WHY_NO_REVIEW.get(case.situation.why, "")
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "opened": shown.opened,
        "slip": shown.slip,
        "why": why,
        "number": case.row.number,
        "action": request.path,
        "back": case.url,
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "desk/rating.html", facts, status=409 if why and status == 200 else status)


RUNNER: Runner[RatedCase] = Runner(
    RATINGS,
    (Place(name="review-by-call", address="rating", submit=gettext_lazy("Write it down")),),
    find=lambda request, number: RatedCase(cases.find(request, number)),
    page=_page,
    done=written_down,
    apart=True,
)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(WRITES_DOWN)
def rating(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how the customer rates it, and write it down."""
    return RUNNER.give(request, number, "rating")
