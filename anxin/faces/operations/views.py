"""The stuck-work page."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anxin.core import outbox, stuck_work, wording
from anxin.core.stuck_work import Stuck
from anxin.domain.opening.wording.faults import means
from anxin.faces import shared
from anxin.faces.ground import staff

CARRIERS = {
    "mail": (pgettext_lazy("a carrier", "Mail"), "setup:steps", "do=mail"),
    "sms": (_("Text message"), "opening:providers", ""),
    "wechat": (pgettext_lazy("a carrier", "WeChat"), "opening:providers", ""),
    "webhook": (_("A program's address"), "", ""),
}
"""What each carrier is called, and where it is set up."""


@dataclass(frozen=True, kw_only=True)
class StuckLine:
    """One piece of stuck work as the page shows it: what it is, why it does not move, and where that is mended."""

    row: Stuck
    kind: str
    way: str
    mend: str
    means: str
    again: str


def _line(one: Stuck) -> StuckLine:
    way, name, query = CARRIERS.get(one.carrier, ("", "", ""))
    url = "operations:sending" if one.carrier else "operations:revival"
    return StuckLine(
        row=one,
        kind=wording.words_of(wording.VALUES["stuck"], one.kind),
        way=str(way),
        mend=f"{reverse(name)}?{query}".rstrip("?") if name and one.error else "",
        means=means(one.error) if one.carrier else "",
        again=reverse(url, args=[one.key]) if one.again else "",
    )


@require_safe
@shared.for_roles("operator")
def stuck_page(request: HttpRequest) -> HttpResponse:
    """Show what does not move: dead letters, late tasks, messages without an outcome, clocks nobody looked at."""
    now = timezone.now()
    rows = [_line(one) for one in stuck_work.listed(now=now)]
    frame = staff.frame(request, face="desk", now=now, counts={"stuck": len(rows)}, search=reverse("desk:search"))
    return render(request, "operations/stuck.html", {**frame, "rows": rows})


@require_POST
@shared.for_roles("operator")
def revival(request: HttpRequest, task: UUID) -> HttpResponse:
    """Give a dead letter its attempts again."""
    shared.act(request, lambda: stuck_work.revive(task=task, now=timezone.now()))
    return HttpResponseRedirect(reverse("operations:stuck"))


@require_POST
@shared.for_roles("operator")
def sending(request: HttpRequest, message: int) -> HttpResponse:
    """Have a message that did not leave sent again."""
    shared.act(request, lambda: outbox.send_again(message, now=timezone.now()))
    messages.success(request, _("It is on its way again; where it fails once more, it stands here with the reason."))
    return HttpResponseRedirect(reverse("operations:stuck"))
