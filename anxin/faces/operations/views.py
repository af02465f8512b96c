"""The stuck-work page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anxin.core import stuck
from anxin.faces import shared
from anxin.faces.ground import staff


@require_safe
@shared.for_roles("operator")
def stuck_work(request: HttpRequest) -> HttpResponse:
    """Show what does not move: dead letters, late tasks, messages without an outcome, clocks nobody looked at."""
    now = timezone.now()
    rows = stuck.listed(now=now)
    frame = staff.frame(request, face="desk", now=now, counts={"stuck": len(rows)}, search=reverse("desk:search"))
    return render(request, "running/stuck.html", {**frame, "rows": rows})


@require_POST
@shared.for_roles("operator")
def revival(request: HttpRequest, task: UUID) -> HttpResponse:
    """Give a dead letter its attempts again."""
    shared.act(request, lambda: stuck.revive(task=task, now=timezone.now()))
    return HttpResponseRedirect(reverse("running:stuck"))
