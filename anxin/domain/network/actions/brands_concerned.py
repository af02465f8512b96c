"""The brand whose name a reported number uses hears of it, says whether it is its own, and brings proof."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.network.actions.sightings import MOST, pictures_only
from anxin.domain.network.choices import SAYS
from anxin.domain.network.models import ReportedNumber, Sighting
from anxin.domain.network.queries import brands_concerned as concerned
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation

LONGEST = 500


class NotConcerned(Forbidden):
    """The number uses the name of another brand, as far as anybody here knows."""

    code = "network.not_concerned"


def tell_brands(*, number: ReportedNumber, named: str, now: datetime) -> None:
    """Tell the brands concerned: the one somebody named, else those whose numbers it is or looks like."""
    brands = [_brand(named)] if named else concerned.brands_behind(number.bare)
    for brand in brands:
        tell_brand(number=number, brand=brand, by=SYSTEM, now=now)


def brand_meant(*, number: ReportedNumber, named: str) -> Organisation | None:
    """Return whose name a reporter says a number used, else the one brand it can be; None where it may be several."""
    brands = [_brand(named)] if named else concerned.brands_behind(number.bare)
    return brands[0] if len(brands) == 1 else None


def tell_brand(*, number: ReportedNumber, brand: Organisation, by: Actor, now: datetime) -> None:
    """Let a brand see a reported number and speak to it; a second time changes nothing."""
    lock(number)
    stream = number.stream()
    if brand.slug in {one.facts["brand"] for one in timeline.facts_of(stream, code=concerned.TOLD)}:
        return
    people.join(stream=stream, role="brand", organisation=brand, now=now)
    facts = {"number": number.number, "brand": brand.slug, "house": str(brand.pk)}
    timeline.write(stream, concerned.TOLD, by=by, now=now, facts=facts)


def name_brand(*, number: ReportedNumber, brand: str, by: Actor, now: datetime) -> None:
    """Tell a brand that somebody here recognised."""
    tell_brand(number=number, brand=_brand(brand), by=by, now=now)


def state(
    *, number: ReportedNumber, says: str, why: str, files: Sequence[SealedFile] = (), by: Actor, now: datetime
) -> None:
    """Say for one's brand whether a number is its own, with proof; a later word takes the place of an earlier one."""
    if says not in SAYS:
        raise Invalid("says", expected=" | ".join(SAYS), got=says[:40])
    if not why.strip() or len(why) > LONGEST:
        raise Invalid("why", expected=f"1 to {LONGEST} characters", got=why[:40])
    lock(number)
    if not concerned.is_concerned(number, by=by, now=now):
        raise NotConcerned({"number": number.number})
    brand = people_queries.organisation_by_key(by.organisation)
    _prove(number, brand, files, by, now)
    facts = {"number": number.number, "brand": brand.slug, "says": says, "pictures": len(files)}
    timeline.write(number.stream(), concerned.STATED, by=by, now=now, facts=facts, private={"why": why.strip()})


def _brand(slug: str) -> Organisation:
    found = next((one for one in people_queries.organisations_of(Organisation.Kind.BRAND) if one.slug == slug), None)
    if found is None:
        raise Invalid("brand", expected="a brand that is served here", got=slug[:40])
    return found


def _prove(number: ReportedNumber, brand: Organisation, files: Sequence[SealedFile], by: Actor, now: datetime) -> None:
    there = set(Sighting.objects.filter(about=number, brand=brand).values_list("picture", flat=True))
    new = [one for one in files if one.sha256 not in there]
    if len(there) + len(new) > MOST:
        raise Invalid("files", expected=f"at most {MOST} pictures of a brand", got=len(there) + len(new))
    pictures_only(new)
    for one in new:
        Sighting(id=uuid7(), about=number, brand=brand, picture=one.sha256, at=now).save(force_insert=True)
        timeline.write(number.stream(), "network.proof_sealed", by=by, now=now, facts={"sha256": one.sha256})
