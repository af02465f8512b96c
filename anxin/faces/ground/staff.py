"""The frame of every page of staff: who is signed in, what is live, what is counted; and a form that counts once."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.core.once.idempotency import FORM_LIVES, once
from anxin.core.wording import joined
from anxin.domain.people.wording import roles_in
from anxin.faces import shared

LEFT_OUT = {"csrfmiddlewaretoken", "once"}


def frame(
    request: HttpRequest, *, face: str, now: datetime, counts: Mapping[str, int] | None = None, search: str = ""
) -> dict[str, Any]:
    """Return what the bar of a staff page shows."""
    actor = shared.actor_of(request)
    mine = shared.account_of(request)
    named = roles_in(mine.organisation_kind)
    return {
        "actor": actor,
        "account_name": mine.called,
        "account_role": joined(str(named[one]) for one in named if one in mine.roles),
        "organisation": mine.organisation,
        "house_kind": mine.organisation_kind,
        "sign_out_url": reverse("sign_in:sign_out"),
        "live_url": shared.live_url(face, now=now),
        "search_url": search,
        "search_posts": True,
        "counts": dict(counts or {}),
        "now": now,
        "once": fresh(),
    }


def fresh() -> str:
    """Return a new key for the forms of one page."""
    return str(uuid4())


def act_once(request: HttpRequest, work: Callable[[], object], *, lives: timedelta = FORM_LIVES) -> bool:
    """Do a form's work in one block, once a `once` key; return False where this form was sent before."""
    actor, now = shared.actor_of(request), timezone.now()
    key = request.POST.get("once", "")[:80]
    if not key:
        shared.act(request, work)
        return True
    sent = sorted((name, tuple(request.POST.getlist(name))) for name in request.POST if name not in LEFT_OUT)
    fingerprint = hashlib.sha256(urlencode(sent, doseq=True).encode()).hexdigest()

    def told() -> Mapping[str, object]:
        work()
        return {}

    scope = f"{actor.key}|{request.path}"[-120:]
    done = shared.act(
        request,
        lambda: once(scope=scope, key=key, fingerprint=fingerprint, now=now, work=told, lives=lives),
    )
    return not done.repeated
