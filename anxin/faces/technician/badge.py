"""My badge: characters that change every minute, and a code to scan that leads to the public check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.faces import shared
from anxin.faces.ground import qr_codes
from anxin.faces.ground.authorisations.rows import paper_of
from anxin.faces.technician.work import frame


@never_cache
@require_safe
@shared.for_roles("technician")
def me(request: HttpRequest) -> HttpResponse:
    """Show who vouches for the technician, and the badge as it is now."""
    now = timezone.now()
    technician = queries.technician_of(shared.actor_of(request))
    badge = network.badge(technician=technician, now=now)
    left_s = queries.badge_seconds(now=now)
    asked = {"kind": "technician", "code": technician.number, "badge": badge}
    address = request.build_absolute_uri(reverse("customer:check", query=asked))
    context = frame(request, now=now) | {
        "technician": technician,
        "badge": f"{badge[:5]} {badge[5:]}",
        "left_s": left_s,
        "vouchers": queries.vouchers_now([technician], now=now)[technician.number],
        "papers": [paper_of(one) for one in queries.certificates_of(technician, on=timezone.localdate())],
        "picture": qr_codes.qr(address, scale=5, border=3),
        "address": address,
        "check": address.partition("?")[0].partition("//")[2],
    }
    return render(request, "technician/me.html", context)
