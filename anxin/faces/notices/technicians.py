"""How a technician is told while no page is open: the way he chooses, and this phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.core.carriers.push import Subscription
from anxin.domain.notices.actions import technicians
from anxin.domain.notices.choices import WAYS
from anxin.domain.notices.queries import technicians as queries
from anxin.faces import shared


def shown(request: HttpRequest) -> dict[str, object]:
    """Return what the page shows of how he is told."""
    return {"reached": queries.reached(shared.actor_of(request)), "ways": list(WAYS.items())}


@require_POST
@shared.for_roles("technician")
def way(request: HttpRequest) -> HttpResponse:
    """Choose how one is told."""
    by, now, chosen = shared.actor_of(request), timezone.now(), request.POST.get("way", "")
    shared.act(request, lambda: technicians.choose(way=chosen, by=by, now=now))
    messages.success(request, _("Written down."))
    return HttpResponseRedirect(reverse("notices:phone"))


@require_POST
@shared.for_roles("technician")
def key(request: HttpRequest) -> HttpResponse:
    """Tell a browser the key of this house, to which it subscribes."""
    now = timezone.now()
    return JsonResponse({"key": shared.act(request, lambda: technicians.house_key(now=now))})


@require_POST
@shared.for_roles("technician")
def browser(request: HttpRequest) -> HttpResponse:
    """Keep where this browser is told."""
    by, now = shared.actor_of(request), timezone.now()
    told = Subscription(**{name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")})
    shared.act(request, lambda: technicians.subscribe(told=told, by=by, now=now))
    return HttpResponse(status=204)


@require_POST
@shared.for_roles("technician")
def ending(request: HttpRequest) -> HttpResponse:
    """Tell this browser no more; without its address none of his."""
    by, endpoint = shared.actor_of(request), request.POST.get("endpoint", "")
    shared.act(request, lambda: technicians.unsubscribe(endpoint=endpoint, by=by))
    return HttpResponseRedirect(reverse("notices:phone"))
