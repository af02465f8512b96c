"""That the brand pays for a repair: what waits for its yes or no, and what counts by its word."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import timeline, wording
from anxin.domain.goods.wording import WARRANTY
from anxin.domain.network.states import CONCERNED
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.repairs.wording import KINDS
from anxin.faces import shared
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant.frame import frame

if TYPE_CHECKING:
    from anxin.domain.repairs.models import Repair

type PaidRepair = RowCase[Repair, RepairSituation]
"""A repair of the brand as one request of its own people sees it."""


@never_cache
@require_safe
@shared.for_roles(CONCERNED)
def listed(request: HttpRequest) -> HttpResponse:
    """List what waits for the brand's yes or no, then what counts by its word; a number leads to its repair."""
    now, actor = timezone.now(), shared.actor_of(request)
    number, slip = request.GET.get("number", "").strip(), ""
    if number:
        try:
            row = queries.repair(number, actor=actor, now=now)
            return HttpResponseRedirect(reverse("merchant:brand_word", args=[row.number]))
        except queries.NoSuchRepair as error:
            slip = wording.error(error)
    waiting, over = queries.brand_words(actor, now=now)
    facts = {"waiting": waiting, "over": over, "number": number, "slip": slip}
    return render(request, "merchant/brand_words.html", {**frame(request, now=now), **facts})


def _find(request: HttpRequest, number: str) -> PaidRepair:
    row = queries.repair(number, actor=shared.actor_of(request), now=timezone.now())
    return row_case(request, row, url=reverse("merchant:brand_word", args=[row.number]), read=queries.situation)


def _page(request: HttpRequest, case: PaidRepair, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a repair without its customer: what is said of its warranty, by whom, and what the brand says to it."""
    view = queries.brand_word(case.row)
    facts = {
        "view": view,
        "kind": KINDS.get(view.kind, view.kind),
        "state_text": wording.state("repair", view.state),
        "cover": WARRANTY.get(view.why, view.why),
        "record": timeline.read(case.row.stream(), "brand", opened=("why",)),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "merchant/brand_word.html", {**frame(request, now=case.now), **facts}, status=status)


RUNNER: Runner[PaidRepair] = Runner(
    TABLE,
    (
        Place(name="brand-confirmation", lead=True),
        Place(name="brand-denial"),
        Place(
            name="brand-word",
            title=lambda case: str(_("We pay, by our own reference")),
            follows=lambda case: str(_("It counts at once, in the place of what the desk wrote down.")),
        ),
    ),
    find=_find,
    page=_page,
    done=written_down,
)
word, command = RUNNER.pages(CONCERNED)
