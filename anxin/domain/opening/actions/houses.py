"""Make a house, call it otherwise, retire it once nothing hangs on it, and take that back."""

from datetime import datetime

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.domain.network import actions as network
from anxin.domain.network.rules import appearance
from anxin.domain.opening.actions.brands import add_brand, new_slug, own_address
from anxin.domain.opening.actions.installation import keep_hosts
from anxin.domain.people import actions as people
from anxin.domain.people.models import Organisation


class PagesOfBrands(Invalid):
    """Only a brand has pages here."""

    code = "opening.pages_of_brands"


def make_house(
    *, kind: str, name: str, slug: str, licence: str, site: str, pages_at: str, by: Actor, now: datetime
) -> Organisation:
    """Make a house; a brand is shut until somebody opens it."""
    if kind == Organisation.Kind.BRAND:
        made = add_brand(name=name, slug=slug, mark="", accent="", hotline="", pages_at=pages_at, by=by, now=now)
        Organisation.objects.filter(pk=made.pk).update(licence=licence, site=site)
        made.refresh_from_db()
    else:
        _brand_only(kind, pages_at)
        told = {"name": name, "licence": licence, "site": site}
        made = people.found_organisation(kind=kind, slug=new_slug(slug), now=now, **told)
    _write(made, "opening.house_made", by=by, now=now)
    return made


def correct_house(
    *, house: Organisation, name: str, licence: str, site: str, pages_at: str, by: Actor, now: datetime
) -> None:
    """Call a house otherwise, and say anew under which name a brand's pages are served; open cases keep going.

    The name and licence of an outlet that a brand vouches for wait for its signature.
    """
    _brand_only(house.kind, pages_at)
    own, was = own_address(pages_at, now=now, of=house), house.name
    signed = network.keep_house(house=house, told={"name": name, "licence": licence}, by=by, now=now)
    told = {**signed, "site": site, "pages_at": own}
    changed = [one for one, value in told.items() if getattr(house, one) != value]
    if not changed:
        return
    for one in changed:
        setattr(house, one, told[one])
    house.save(update_fields=changed)
    _show_name(house, was, by=by, now=now)
    keep_hosts(now=now)
    _write(house, "opening.house_corrected", by=by, now=now)


def retire_house(*, house: Organisation, why: str, by: Actor, now: datetime) -> None:
    """Retire a house: nobody is invited into it and nothing is brought in for it; what was stays. Twice is once."""
    if Organisation.objects.filter(pk=house.pk, retired_at=None).update(retired_at=now, pages_at=""):
        keep_hosts(now=now)
        _write(house, "opening.house_retired", by=by, now=now, why=why)


def return_house(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Take back that a house is retired; twice is once."""
    if Organisation.objects.filter(pk=house.pk, retired_at__isnull=False).update(retired_at=None):
        _write(house, "opening.house_returned", by=by, now=now)


def _show_name(house: Organisation, was: str, *, by: Actor, now: datetime) -> None:
    """Show the new name where the old one was chosen for pages."""
    chosen = settings.get(appearance.SETTING, at=now, organisation=str(house.pk))
    if house.name != was and chosen.get("name") == was:
        told = {**chosen, "name": house.name}
        settings.propose(
            name=appearance.SETTING, value=told, valid_from=now, by=by, now=now, organisation=str(house.pk)
        )


def _brand_only(kind: str, pages_at: str) -> None:
    if pages_at and kind != Organisation.Kind.BRAND:
        raise PagesOfBrands("pages_at", expected="nothing", got=pages_at)


def _write(house: Organisation, code: str, *, by: Actor, now: datetime, why: str = "") -> None:
    stream, private = StreamKey("organisation", str(house.pk)), {"why": why} if why else None
    timeline.write(stream, code, by=by, now=now, facts={"house": house.slug}, private=private)
