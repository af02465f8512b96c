"""Who waits where nobody goes yet: the list, and taking somebody off it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.actors import Actor
from anxin.core.carriers import sms
from anxin.domain.network import queries
from anxin.domain.network.commands.reports import WAITING
from anxin.domain.network.rules.situation import WaitingSituation
from anxin.domain.repairs.states import DESK
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.network.models import Waiting

STAFF = DESK


type SeenEntry = RowCase[Waiting, WaitingSituation]
"""An entry of the waiting list as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List who waits, the county with the most of them first."""
    actor, now = shared.actor_of(request), timezone.now()
    return _list(request, actor, now)


def _list(request: HttpRequest, actor: Actor, now: datetime, *, status: int = 200, **facts: object) -> HttpResponse:
    rows = queries.waiting_list(actor, now=now)
    frame = staff.frame(request, face="desk", now=now, counts={"waiting": len(rows)})
    drop, still = (WAITING.commands[one] for one in ("drop", "still"))
    may = {"drop": drop.title if drop.is_for(actor) else "", "still": still.title if still.is_for(actor) else ""}
    facts = {"rows": rows, "texts": sms.is_there(), **may, **facts}
    return render(request, "desk/numbers/waiting.html", {**frame, **facts}, status=status)


def _find(request: HttpRequest, number: str) -> SeenEntry:
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.entry(number, actor=actor, now=now)
    return row_case(request, row, url=reverse("desk_numbers:entry", args=[row.number]), read=queries.waiting_situation)


def _page(request: HttpRequest, case: SeenEntry, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the list with what lies open of one entry."""
    facts = {"chosen": case.row.number, "opened": shown.opened, "slip": shown.slip, "url": case.url}
    return _list(request, case.actor, case.now, status=status, **facts)


def _done(request: HttpRequest, case: SeenEntry, name: str) -> str:
    messages.success(request, _("Written down."))
    return reverse("desk_numbers:waiting")


RUNNER: Runner[SeenEntry] = Runner(
    WAITING, (Place(name="drop"), Place(name="still", lead=True)), find=_find, page=_page, done=_done
)
entry, command = RUNNER.pages(STAFF)
