"""Money that is proposed to go back: finance looks at why, and sends it or says why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core.actors import Actor
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import REPAYMENTS
from anxin.domain.ledger.queries import repayments
from anxin.domain.ledger.rules.situation import RepaymentSituation
from anxin.domain.ledger.wording import REPAYMENTS as REASONS
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Repayment

STAFF = "finance operator"


@dataclass(kw_only=True)
class RepaymentCase:
    """Money that is proposed to go back, as one request sees it."""

    actor: Actor
    now: datetime
    row: "Repayment"

    @property
    def situation(self) -> RepaymentSituation:
        """Return its situation for the rules of the commands."""
        return repayments.repayment_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return its address."""
        return reverse("money:repayment", args=[self.row.pk])


@never_cache
@require_safe
@shared.for_roles(STAFF)
def repayment(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what is proposed to go back; `?do=` opens a form."""
    return RUNNER.show(request, str(key))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def repayment_command(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Send it, or say why not."""
    return RUNNER.give(request, str(key), name)


def line(row: "Repayment") -> dict[str, object]:
    """Show one in a list: for what, how much, why, and where it is decided."""
    return {"row": row, "reason": REASONS.get(row.reason, row.reason), "url": reverse("money:repayment", args=[row.pk])}


def _find(request: HttpRequest, key: str) -> RepaymentCase:
    actor = shared.actor_of(request)
    return RepaymentCase(actor=actor, now=timezone.now(), row=repayments.repayment(key, actor=actor))


def _page(request: HttpRequest, case: RepaymentCase, shown: Shown, status: int = 200) -> HttpResponse:
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        **line(case.row),
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
