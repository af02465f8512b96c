"""What somebody pays for a merchant that is gone: who it is, what he was charged, and that he paid it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.domain.claims.commands.payers import PAID_FOR, WHO
from anxin.domain.claims.queries import payers as queries
from anxin.domain.claims.rules.payers import PaidForSituation
from anxin.domain.ledger.wording import ACCOUNTS
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding

if TYPE_CHECKING:
    from anxin.domain.claims.models import Decision

type PaidForCase = RowCase[Decision, PaidForSituation]

_find = finding(
    queries.paid_for_decision,
    queries.paid_for_situation,
    lambda row: reverse("money:paid_for", args=[row.claim.number]),
)


def _page(request: HttpRequest, case: PaidForCase, shown: Shown, status: int = 200) -> HttpResponse:
    account = queries.account_that_pays(case.row, case.row.payer)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "row": case.row,
        "looked": case.situation,
        "payer": WHO.get(case.row.payer, ""),
        "account": account.split(":") if account in ACCOUNTS else (),
        "called": wording.words_of(ACCOUNTS, account) if account in ACCOUNTS else "",
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/paid_for_claim.html", facts, status=status)


def _done(request: HttpRequest, case: PaidForCase, _name: str) -> str:
    messages.success(request, _("Written down."))
    return case.url


RUNNER: Runner[PaidForCase] = Runner(
    PAID_FOR,
    [Place(name="payment", lead=True), Place(name="payer"), Place(name="returned"), Place(name="unpaid")],
    find=_find,
    page=_page,
    done=_done,
)
paid_for, paid_for_command = RUNNER.pages(STAFF)
