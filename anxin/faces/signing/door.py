"""What the door keeps between two pages, and where it leads."""

import time
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from anxin.core.actors import Actor
from anxin.faces.ground import navigation

HALF, LOGIN = "signing_half", "signing_login"
HALF_LIVES_S = 600
STAFF_STAYS_S = 12 * 3600
CUSTOMER_STAYS_S = 12 * 3600
FACES = ("desk", "outlet", "technician", "merchant", "auditor")
HOUSE = {
    "agent": "desk",
    "dispatcher": "desk",
    "reviewer": "desk",
    "quality": "desk",
    "finance": "desk",
    "operator": "desk",
    "auditor": "auditor",
    "outlet_manager": "outlet",
    "outlet_dispatcher": "outlet",
    "parts_clerk": "outlet",
    "technician": "technician",
    "merchant_owner": "merchant",
    "merchant_agent": "merchant",
    "packer": "merchant",
}


def remember_half(request: HttpRequest, account: UUID) -> None:
    """Keep who has shown a password but no second factor yet, in a session with a new name."""
    request.session.cycle_key()
    request.session[HALF] = [str(account), time.time()]


def half(request: HttpRequest) -> UUID | None:
    """Give who has shown a password in the last ten minutes."""
    account, at = request.session.get(HALF, ("", 0.0))
    return UUID(account) if account and time.time() - at < HALF_LIVES_S else None


def wanted(request: HttpRequest) -> str:
    """Give where somebody wanted to go, if it is a place of ours."""
    target = str(request.POST.get("next") or request.GET.get("next") or "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else ""


def home_of(actor: Actor) -> str:
    """Give the first page that exists for these roles."""
    for face in FACES:
        if any(HOUSE.get(role) == face for role in actor.roles):
            shown = navigation.items(face, path="", counts={}, actor=actor)
            if shown:
                return shown[0].path
    return "/"
