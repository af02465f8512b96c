"""What a technician is asked to have read: he is asked once an edition, and it stops nothing."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core.errors import WrongState
from anxin.domain.publications import queries as publications
from anxin.domain.publications.commands import NOTICES
from anxin.domain.publications.wording import LEGAL
from anxin.faces import shared


def asked(request: HttpRequest, *, now: datetime) -> list[tuple[object, publications.Acknowledgement]]:
    """List what this technician has yet to acknowledge, by title (one query)."""
    found = publications.owed(by=shared.actor_of(request), on=timezone.localdate(now))
    return [(LEGAL[one.code], one) for one in found]


@never_cache
@require_POST
@shared.for_roles("technician")
def acknowledge(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that he has read an edition; one that he had acknowledged before changes nothing."""
    row, by = publications.notice(code), shared.actor_of(request)
    fields = {"number": request.POST.get("number", "")}
    try:
        shared.act(request, lambda: NOTICES.give("acknowledge", row=row, by=by, now=timezone.now(), fields=fields))
    except WrongState:
        pass  # pressed twice, or on another phone
    else:
        messages.success(request, _("Written down."))
    return HttpResponseRedirect(reverse("technician:today"))
