"""The installation, a brand and a wait as the rules of their commands look at them."""

from dataclasses import dataclass, replace
from datetime import datetime

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.states import lock as lock
from anxin.domain.network import queries as network
from anxin.domain.opening import rules
from anxin.domain.opening.models import Errand
from anxin.domain.opening.queries import checklist, departures, lookup, marketplaces, provider_changes, rehearsals
from anxin.domain.opening.rules import BrandSituation, Check, InstallationSituation, LeadSituation
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules


@dataclass(frozen=True, kw_only=True)
class BrandView:
    """A brand, or the house for claims, as the checklist shows it: open since when, and what stands in the way."""

    slug: str
    name: str
    since: datetime | None
    missing: tuple[str, ...]
    claims: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether it serves the public."""
        return self.since is not None


def house_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> InstallationSituation:
    """Return the situation of the installation; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    done = frozenset(one.code for one in checklist.house_checks(now=now) if one.ok)
    folder = bool(settings.get(lookup.FOLDER, at=now))
    waits = frozenset(str(settings.get(lookup.PUT_OFF, at=now)).split())
    waits |= {"brand"} if marketplaces.shops().exists() else set()  # shops alone go on without a brand
    invited = "administrators" not in done and staff_rules.needs_second(staff.administering(now=now))
    mail = lookup.mail_server() is not None
    asked = provider_changes.waiting() & set(rules.FIRST_STEPS)
    return InstallationSituation(done=done, put_off=waits, mail=mail, backup=folder, asked=asked, invited=invited)


def brand(slug: str) -> Organisation:
    """Return a brand; raises `UnknownOrganisation` for any other kind of house."""
    found = people.organisation(slug)
    if found.kind != Organisation.Kind.BRAND:
        raise people.UnknownOrganisation({"slug": slug})
    return found


def brand_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> BrandSituation:
    """Return the situation of a brand before the public; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    found = checklist.checks(now=now)
    missing = rules.missing(found, brand=row.slug)
    gone = row.retired_at is not None or departures.left(row) is not None
    missing += ("retired",) if gone else ()
    rehearsing = rehearsals.is_running(rehearsals.newest(row), now=now)
    return BrandSituation(
        is_open=lookup.is_open(row),
        missing=missing,
        checks=tuple(found),
        rehearsing=rehearsing,
        picture=bool(network.mark_shown(row, now=now)),
    )


def marketplace_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> BrandSituation:
    """Return the situation of the house as it opens for claims; `under_lock` locks it first."""
    found = brand_situation(row, by=by, now=now, under_lock=under_lock)
    unasked = () if marketplaces.marketplace() else ("shop_orders",)
    return replace(found, missing=(*found.missing, *unasked))


def switches(found: list[Check]) -> list[BrandView]:
    """Return the brands, and the house where it opens for claims, with what stands in the way; no brand that left."""
    rows = list(departures.staying())
    since = {one: lookup.opening_of(one) for one in rows}
    market = marketplaces.marketplace()
    views = [
        BrandView(
            slug=one.slug,
            name=one.name,
            since=opened.opened_at if (opened := since[one]) else None,
            missing=rules.missing(found, brand=one.slug),
        )
        for one in rows
    ]
    if market is None:
        return views
    own = market.house
    missing = rules.missing(found, brand=own.slug)
    return [*views, BrandView(slug=own.slug, name=own.name, since=market.opened_at, missing=missing, claims=True)]


def errand_situation(row: Errand, *, by: Actor, now: datetime, under_lock: bool = False) -> LeadSituation:
    """Return the situation of what others take their time for; `under_lock` reads it again."""
    kept = Errand.objects.filter(pk=row.pk).first() if under_lock else row
    return LeadSituation(
        asked=bool(kept and kept.asked_date is not None), granted=bool(kept and kept.granted_date is not None)
    )
