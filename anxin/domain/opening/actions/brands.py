"""Make a brand, open it to the public, shut it; write down what others take their time for."""

from datetime import date, datetime

from django.utils import timezone

from anxin.core import hosts, later, settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.domain.network.rules import appearance
from anxin.domain.opening import queries
from anxin.domain.opening.actions.installation import BadAddress, keep_hosts
from anxin.domain.opening.models import Errand, Opening
from anxin.domain.people import actions as people
from anxin.domain.people.actions.imports import refuse_taken
from anxin.domain.people.models import Organisation

CITIES = "anxin.domain.publications.tasks.renew_cities"
"""Who opens doesn't read for a quarter of an hour that he serves no city."""


class SlugTaken(Invalid):
    """Another organisation has this name in addresses."""

    code = "opening.slug_taken"


class NotYet(Invalid):
    """Nothing is asked for or granted on a day that lies ahead, nor granted before it was asked for."""

    code = "opening.not_yet"


def add_brand(
    *,
    name: str,
    slug: str,
    mark: str,
    accent: str,
    hotline: str,
    by: Actor,
    now: datetime,
    pages_at: str = "",
    primary: str = "",
) -> Organisation:
    """Make a brand, how it shows itself and its own address; it is shut until somebody opens it."""
    own = own_address(pages_at, now=now)
    brand = people.found_organisation(kind="brand", slug=new_slug(slug), name=name, pages_at=own, now=now)
    keep_hosts(now=now)
    look = {"name": name, "mark": mark, "accent": accent, "primary": primary, "hotline": hotline}
    told = {part: text for part, text in look.items() if text}
    settings.propose(name=appearance.SETTING, value=told, valid_from=now, by=by, now=now, organisation=str(brand.pk))
    return brand


def new_slug(slug: str) -> str:
    """Return a name for addresses that no house has; raises `SlugTaken`."""
    if Organisation.objects.filter(slug=slug).exists():
        raise SlugTaken("slug", expected="a name nobody has", got=slug)
    return slug


def own_address(text: str, *, now: datetime, of: Organisation | None = None) -> str:
    """Read under which name a brand's pages are served here.

    Raises `BadAddress`, `AddressTaken` where another brand has its name, `HouseAddress` where the house has.
    """
    own = hosts.plain_address(text) if text else ""
    if text and not own:
        raise BadAddress("pages_at", expected="https://name.example", got=text)
    refuse_taken(own, field="pages_at", slug=of.slug if of else "", now=now)
    return own


def open_brand(*, brand: Organisation, by: Actor, now: datetime) -> None:
    """Open a brand to the public; what stands in the way is its command's to say."""
    made, new = Opening.objects.get_or_create(
        brand=brand, shut_at=None, defaults={"opened_by": by.key, "opened_at": now}
    )
    if new:
        timeline.write(_stream(brand), "opening.opened", by=by, now=now, facts={"brand": brand.slug})
        later.put(CITIES, arguments={}, key=f"cities|{made.pk}", now=now)


def shut_brand(*, brand: Organisation, why: str, by: Actor, now: datetime) -> None:
    """Shut a brand: nothing new comes in online, what was taken in is finished."""
    rows = Opening.objects.filter(brand=brand, shut_at=None)
    if rows.update(shut_at=now, shut_by=by.key, why=why):
        timeline.write(
            _stream(brand), "opening.shut", by=by, now=now, facts={"brand": brand.slug}, private={"why": why}
        )


def ask_errand(*, code: str, day: date, by: Actor, now: datetime) -> None:
    """Write down on which day something was asked for."""
    _past(day, now)
    Errand.objects.update_or_create(pk=code, defaults={"asked_date": day})


def grant_errand(*, code: str, day: date, by: Actor, now: datetime) -> None:
    """Write down on which day something was granted."""
    _past(day, now)
    kept = queries.errand(code)
    if kept.asked_date is None or day < kept.asked_date:
        raise NotYet("day", expected="later", got=day.isoformat(), facts={"lacks": "before_asked"})
    Errand.objects.filter(pk=code).update(granted_date=day)


def _past(day: date, now: datetime) -> None:
    if day > timezone.localtime(now).date():
        raise NotYet("day", expected="today", got=day.isoformat(), facts={"lacks": "ahead"})


def _stream(brand: Organisation) -> StreamKey:
    return StreamKey("brand", str(brand.pk))
