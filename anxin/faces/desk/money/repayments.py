"""Money that is proposed to go back: finance looks at why, and sends it or says why not."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import REPAYMENTS
from anxin.domain.ledger.queries import repayments
from anxin.domain.ledger.rules.situation import RepaymentSituation
from anxin.domain.ledger.wording import REPAYMENTS as REASONS
from anxin.domain.people import queries as people
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Repayment

STAFF = "finance operator"
type RepaymentCase = RowCase[Repayment, RepaymentSituation]


_find = finding(
    repayments.repayment, repayments.repayment_situation, lambda row: reverse("money:repayment", args=[row.pk])
)


def _page(request: HttpRequest, case: RepaymentCase, shown: Shown, status: int = 200) -> HttpResponse:
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "row": case.row,
        "reason": REASONS.get(case.row.reason, case.row.reason),
        "url": case.url,
        "why": repayments.why_repayment(case.row),
        "bill": queries.view(case.row.bill),
        "proposed_by": next(iter(people.account_names([case.row.proposed_by.partition(":")[2]]).values()), ""),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
    }
    return render(request, "desk/money/repayment.html", facts, status=status)


def _done(request: HttpRequest, _case: RepaymentCase, name: str) -> str:
    messages.success(request, _("It is on its way back.") if name == "agreement" else _("Written down."))
    return reverse("money:money")


RUNNER: Runner[RepaymentCase] = Runner(
    REPAYMENTS, [Place(name="agreement", lead=True), Place(name="refusal")], find=_find, page=_page, done=_done
)
repayment, repayment_command = RUNNER.pages(STAFF)
