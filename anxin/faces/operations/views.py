"""The stuck-work page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anxin.core import stuck_work
from anxin.faces import shared
from anxin.faces.ground import staff


@require_safe
@shared.for_roles("operator")
def stuck_page(request: HttpRequest) -> HttpResponse:
    """Show what does not move: dead letters, late tasks, messages without an outcome, clocks nobody looked at."""
    now = timezone.now()
    rows = stuck_work.listed(now=now)
    frame = staff.frame(request, face="desk", now=now, counts={"stuck": len(rows)}, search=reverse("desk:search"))
    return render(request, "running/stuck.html", {**frame, "rows": rows})


@require_POST
@shared.for_roles("operator")
def revival(request: HttpRequest, task: UUID) -> HttpResponse:
    """Give a dead letter its attempts again."""
    shared.act(request, lambda: stuck_work.revive(task=task, now=timezone.now()))
    return HttpResponseRedirect(reverse("running:stuck"))
