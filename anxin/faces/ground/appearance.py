"""What a page wears: the brand or shop whose case it shows, and where it shows nobody's, the site's own imprint."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from anxin.core.errors import AnxinError
from anxin.core.timeline import StreamKey
from anxin.domain.contacts import queries as contacts
from anxin.domain.network import queries as network
from anxin.domain.network.queries import Appearance
from anxin.domain.notices import queries as notices
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground.site import Site

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


def wear(request: HttpRequest, house: "Organisation", *, vouched: Sequence[str] | None = None) -> None:
    """Give a page an organisation's appearance where its address doesn't name the organisation."""
    found = network.appearance_of(house, now=timezone.now(), vouched=vouched)
    request.anxin_appearance = found  # type: ignore[attr-defined]  # a request takes what is noted on it


def worn(request: HttpRequest, site: Site) -> Appearance:
    """Return what the page wears; it must open even where that can't be read."""
    own = Appearance(name=site.name, hotline=site.hotline, accent=site.accent)
    try:
        found = getattr(request, "anxin_appearance", None) or _found(request)
    except (AnxinError, DatabaseError):
        return own
    return found or own


def _found(request: HttpRequest) -> Appearance | None:
    match = request.resolver_match
    named, now = match.kwargs if match else {}, timezone.now()
    if "brand" in named:
        return network.appearance_of(people.organisation(named["brand"]), now=now)
    if not request.path_info.startswith(shared.CUSTOMER_PAGES):
        return None
    actor = shared.actor_of(request)
    if actor.kind == "customer_link":
        kind, _, key = next(iter(actor.areas), ":").partition(":")
        return notices.appearance_of(StreamKey(kind, key), now=now) if key else None
    if actor.kind == "customer_phone" and "number" in named:
        return notices.appearance_of(contacts.case_of(named["number"], actor=actor, now=now).stream, now=now)
    return None
