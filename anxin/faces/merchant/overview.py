"""How it went: what is open, what is at stake, clocks kept, decisions and losses in plain counts; marks to contest."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.claims import queries as claims
from anxin.domain.claims.wording import HEARD, REMEDIES
from anxin.domain.network import queries as network
from anxin.domain.people import queries as people
from anxin.domain.reputation import queries as reputation
from anxin.domain.reputation.commands import MARKS
from anxin.domain.reputation.rules import MarkSituation
from anxin.domain.reputation.wording import COUNTERS
from anxin.faces import shared
from anxin.faces.ground import staff, statements
from anxin.faces.ground.commands import Opened, Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant import claim_list, house_notes
from anxin.faces.merchant.first_steps import steps
from anxin.faces.merchant.frame import CLAIMS, OWNER, frame
from anxin.faces.merchant.plots import plots

if TYPE_CHECKING:
    from anxin.domain.reputation.models import Mark


type CountedMark = RowCase[Mark, MarkSituation]
"""Something counted on the house, as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the counts of the last ninety days; nothing is scored."""
    return _page(request)


def _page(
    request: HttpRequest, *, opened: Opened | None = None, about: UUID | None = None, slip: str = "", status: int = 200
) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    found = claims.figures(actor, now=now)
    tally = reputation.tally(kind="organisation", subject=UUID(actor.organisation), now=now)
    facts: dict[str, Any] = {
        "figures": found,
        "plots": plots(found),
        "starts": steps(request, now=now),
        **house_notes.told(request),
        "stands": [one for one in claim_list.stands(found.waits) if one.value not in ("all",)],
        "answers": [(wording.words_of(HEARD, one), n) for one, n in sorted(found.answers.items())],
        "went": [
            {"view": one, "kind": kinds().get(one.kind, one.kind), "remedy": wording.words_of(REMEDIES, one.remedy)}
            for one in found.went
        ],
        "recoveries": [
            {"view": one, "state": wording.state("recovery", one.state), "left": one.demanded_fen - one.repaid_fen}
            for one in found.recoveries
        ],
        "tally": [(wording.words_of(COUNTERS, one), n) for one, n in sorted(tally.items())],
        "marks": _marks(request),
        "months": statements.months(now),
        "shop": _shop(request),
        "owner": OWNER in actor.roles,
        "opened": opened,
        "contesting": about if opened else None,
        "slip": slip,
        "once": request.POST.get("once") or staff.fresh(),
    }
    facts = {**frame(request, now=now, tallies=found.waits), **facts}
    return render(request, "merchant/overview.html", facts, status=status)


def _shop(request: HttpRequest) -> network.Appearance | None:
    """Return how a shop shows itself to its buyers, with the number it says: it signs none; nothing of a brand."""
    mine = shared.account_of(request)
    if mine.organisation_kind != "merchant":
        return None
    house = people.organisation_by_key(shared.actor_of(request).organisation)
    return network.appearance_of(house, now=timezone.now(), vouched=())


def kinds() -> dict[str, str]:
    """Return the ways a claim is decided."""
    return {
        "agreed": _("you agreed"),
        "reviewed": pgettext("decisions", "a reviewer decided"),
        "appealed": pgettext("decisions", "decided on appeal"),
        "corrected": pgettext("decisions", "a reviewer corrected it"),
        "taken_over": pgettext("decisions", "decided in the former system"),
    }


def _marks(request: HttpRequest) -> list[dict[str, Any]]:
    actor = shared.actor_of(request)
    rows = reputation.marks(kind="organisation", subject=UUID(actor.organisation), actor=actor)
    return [
        {
            "view": one,
            "counter": wording.words_of(COUNTERS, one.counter),
            "state": wording.state("mark", one.state),
            "contestable": "contest" in MARKS.allowed(one.situation, actor),
        }
        for one in rows[:20]
    ]


def _find(request: HttpRequest, key: str) -> CountedMark:
    actor = shared.actor_of(request)
    row = reputation.mark(key, actor=actor)
    return row_case(
        request,
        row,
        url=f"{reverse('merchant:overview')}marks/{row.id}/",
        read=lambda row, by, now: reputation.situation_of(row, by),
    )


def _asked(request: HttpRequest, case: CountedMark, shown: Shown, status: int = 200) -> HttpResponse:
    return _page(request, opened=shown.opened, about=case.row.id, slip=shown.slip, status=status)


OF_MARK: Runner[CountedMark] = Runner(
    MARKS,
    (Place(name="contest"),),
    find=_find,
    page=_asked,
    done=lambda request, case, name: f"{reverse('merchant:overview')}#marks",
    apart=True,
)
_mark, contest = OF_MARK.pages(CLAIMS)
