"""Decided repairs that an earlier version billed: a list, and what finance lets go of each, by two."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.domain.claims.commands.billed_repairs import BILLED_REPAIRS
from anxin.domain.claims.queries import billed_repairs as queries
from anxin.domain.claims.rules.billed_repairs import BilledSituation
from anxin.domain.ledger import queries as ledger
from anxin.faces import shared
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim

SHOWN = 200
type BilledCase = RowCase[Claim, BilledSituation]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List the decided repairs that are billed."""
    found = queries.billed_repairs(shared.actor_of(request), most=SHOWN)
    facts = {
        **staff.frame(request, face="desk", now=timezone.now()),
        "rows": [(one, wording.state("bill", one.bill.state)) for one in found],
    }
    return render(request, "desk/money/billed_repairs.html", facts)


_find = finding(
    queries.billed_repair, queries.billed_situation, lambda row: reverse("money:billed_repair", args=[row.number])
)


def _page(request: HttpRequest, case: BilledCase, shown: Shown, status: int = 200) -> HttpResponse:
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "claim": case.row,
        "bill": ledger.view(queries.bill_of_repair(case.row)),
        "looked": case.situation,
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/billed_repair.html", facts, status=status)


def _done(request: HttpRequest, _case: BilledCase, _name: str) -> str:
    messages.success(request, _("Written down; a second person looks at it."))
    return reverse("money:billed_repairs")


RUNNER: Runner[BilledCase] = Runner(
    BILLED_REPAIRS, [Place(name="release", lead=True)], find=_find, page=_page, done=_done
)
billed_repair, billed_command = RUNNER.pages(STAFF)
