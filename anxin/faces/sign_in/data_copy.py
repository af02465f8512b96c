"""My data: what is kept of whoever signs in, how it is set right, and a copy of it, for who has just proved himself."""

import zipfile
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core.actors import Actor
from anxin.core.sessions import lifecycle
from anxin.domain.people import actions as people
from anxin.domain.people.actions import sign_in_records
from anxin.domain.staff.queries import own_copies
from anxin.faces import shared
from anxin.faces.ground import copies, downloads
from anxin.faces.sign_in import session
from anxin.faces.sign_in.factors import WORKS_HERE

IN_MEMORY = 4 << 20


@never_cache
@require_safe
@shared.for_roles(WORKS_HERE)
def mine(request: HttpRequest) -> HttpResponse:
    """Say what a copy of one's own data holds, and to whom one turns where something in it is wrong."""
    actor = shared.actor_of(request)
    facts = {"technician": actor.kind == "technician", "proved": session.is_proved(request)}
    return render(request, "sign_in/data.html", {**facts, "home": session.home_of(actor)})


@never_cache
@require_POST
@shared.for_roles(WORKS_HERE)
def copy(request: HttpRequest) -> HttpResponseBase:
    """Give the copy to who has just proved himself, and write down that he took it; ask anybody else first."""
    if not session.is_proved(request):
        return HttpResponseRedirect(reverse("sign_in:proof", query={"next": reverse("sign_in:data")}))
    shared.limit(request, "copy", burst=4, per_min=1)
    actor, origin, now = shared.actor_of(request), shared.origin_of(request), timezone.now()
    told: dict[str, Any] = {}

    def taken() -> None:
        told.update(_told(actor, lifecycle.handle_of(request.session), now))
        sign_in_records.note("copied", by=actor, origin=origin, now=now, account=UUID(actor.id))

    shared.act(request, taken)
    return downloads.pack(_packed(told, actor, now), f"anxin-{timezone.localtime(now):%Y%m%d}")


def _told(actor: Actor, handle: str, now: datetime) -> dict[str, Any]:
    persons = [people.reveal_own(person=one, by=actor, now=now) for one in own_copies.persons_of(actor)]
    return {"persons": persons, **own_copies.own_copy(actor, handle=handle, now=now)}


def _packed(told: dict[str, Any], actor: Actor, now: datetime) -> IO[bytes]:
    out: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        _pack(out, told, own_copies.portrait_of(actor), now)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _pack(out: IO[bytes], told: dict[str, Any], portrait: str, now: datetime) -> None:
    about = (
        _("Other people, and what opens your sign-in, are left out."),
        _("What you wrote and did in a case is the case's and stays there."),
        _("Where a picture has no file its time was over: only its hash is left."),
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        told["portrait"] = copies.picture(pack, portrait, "portrait") if portrait else None
        for position, one in enumerate(told["contests"], 1):
            named = enumerate(one["pictures"], 1)
            one["pictures"] = [copies.picture(pack, sha, f"contest-{position}-{each}") for each, sha in named]
        copies.write(pack, told, about, now=now)
