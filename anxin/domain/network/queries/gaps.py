"""Counties and goods to which nobody can go: before a customer meets them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anxin.domain.goods.models import Product
from anxin.domain.network.models import Authorisation, Outlet
from anxin.domain.network.queries.field_hands import Field
from anxin.domain.network.queries.field_work import brief_field, whole_field, window_hours
from anxin.domain.network.queries.promises import promised_hours
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A county where nobody can go for some goods of a brand, and why (no_outlet, nobody_able, …, nobody_then).

    `outlets` are the codes of those the brand doesn't vouch for, where that is why.
    """

    county: str
    why: str
    skills: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    hours: Spans = ()
    """In which hours of the day, where somebody can go in others."""

    def is_bare(self, goods: Collection[str]) -> bool:
        """Return whether no outlet serves the county for any of a brand's goods."""
        return self.why == "no_outlet" and set(goods) <= set(self.skills)


def all_counties() -> tuple[str, ...]:
    """Return every county of the mainland, prefectures without counties among them: elsewhere nothing is promised."""
    provinces = (one.code for one in places.children() if one.code not in places.ABROAD)
    return tuple(code for province in provinces for code in places.counties(province))


def skills_of_goods(*brands: Organisation) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """Return what the goods of each brand take to be repaired: the skill, with their names (one query)."""
    found: dict[UUID, dict[str, tuple[str, ...]]] = {one.pk: {} for one in brands}
    rows = Product.objects.filter(brand__in=brands).order_by("name")
    for brand, skill, name in rows.values_list("brand", "skill", "name"):
        found[brand][skill] = (*found[brand].get(skill, ()), name)
    return found


def gaps(brand: Organisation, *, day: date, now: datetime) -> list[Gap]:
    """Return the counties where nobody can go on a day for some goods of a brand (four queries)."""
    skills = tuple(skills_of_goods(brand)[brand.pk])
    return gaps_in(brief_field(day=day, now=now), brand.pk, skills, all_counties())


def gaps_by_hour(
    brand: Organisation, skills: Sequence[str], *, day: date, now: datetime
) -> tuple[list[Gap], list[Gap]]:
    """Return the gaps of a day, and where somebody can go but not in all hours that are promised (four queries).

    Those are the hours in which windows begin and a promise of the brand counts.
    """
    field = brief_field(day=day, now=now, by_hour=True)
    found = gaps_in(field, brand.pk, skills, all_counties())
    none = {(one.county, skill) for one in found for skill in one.skills}
    from_h, until_h = window_hours(now=now)
    hours = promised_hours(brand, day=day, within=(from_h * 60, until_h * 60))
    known: dict[frozenset[UUID], dict[Spans, list[str]]] = {}
    parted: list[Gap] = []
    for county in all_counties():
        outlets = field.outlets_for(brand=brand.pk, code=county)
        if outlets not in known:
            known[outlets] = {}
            for skill in skills if outlets else ():
                free = field.unmanned(brand=brand.pk, code=county, skill=skill, hours=hours)
                if free and (county, skill) not in none:
                    known[outlets].setdefault(free, []).append(skill)
        parted += [
            Gap(county=county, why="nobody_then", skills=tuple(several), hours=free)
            for free, several in known[outlets].items()
        ]
    return found, parted


def gaps_in(field: Field, brand: UUID, skills: Sequence[str], counties: Iterable[str]) -> list[Gap]:
    """Return the gaps of a field; counties that the same outlets serve are looked at once."""
    known: dict[frozenset[UUID] | frozenset[str], dict[str, list[str]]] = {}
    found = []
    for county in counties:
        outlets = field.outlets_for(brand=brand, code=county)
        unvouched = frozenset() if outlets else field.unvouched_for(brand=brand, code=county)
        key = outlets or unvouched
        if key not in known:
            known[key] = {}
            for skill in skills:
                why = field.gap(brand=brand, code=county, skill=skill)
                if why:
                    known[key].setdefault(why, []).append(skill)
        found += [
            Gap(county=county, why=why, skills=tuple(several), outlets=tuple(sorted(unvouched)))
            for why, several in known[key].items()
        ]
    return found


def areas_of(*, day: date, now: datetime) -> Field:
    """Return who serves which areas on a day, and none of those who work there (three queries)."""
    return whole_field(day=day, now=now, at=())


def left_alone(words: Iterable[Authorisation], *, day: date, now: datetime) -> dict[str, list[str]]:
    """Return by brand the counties that nobody serves any more where these words for outlets end (five queries)."""
    held = [one for one in words if one.kind == Authorisation.Kind.OUTLET and one.state == "authorised"]
    outlets = dict(Outlet.objects.filter(code__in={one.code for one in held}).values_list("code", "pk")) if held else {}
    return bare_counties({(outlets[one.code], one.brand_id) for one in held if one.code in outlets}, day=day, now=now)


def bare_counties(gone: Collection[tuple[UUID, UUID]], *, day: date, now: datetime) -> dict[str, list[str]]:
    """Return by brand the counties that nobody serves where these outlets, each with a brand, go no more."""
    if not gone:
        return {}
    areas, found = areas_of(day=day, now=now), {}
    brands = Organisation.objects.in_bulk({brand for _outlet, brand in gone})
    for brand in brands:
        ending = {outlet for outlet, theirs in gone if theirs == brand}
        served = ((county, areas.outlets_for(brand=brand, code=county)) for county in all_counties())
        found[brands[brand].name] = [county for county, outlets in served if outlets and outlets <= ending]
    return {name: counties for name, counties in found.items() if counties}


def served_gaps(
    brands: Iterable[Organisation], *, day: date, now: datetime, areas: Field | None = None
) -> dict[UUID, int]:
    """Count for each brand the counties that are served but where nobody can go (three queries).

    `areas` are those of the day, where they are known already.
    """
    field, skills = brief_field(day=day, now=now, areas=areas), skills_of_goods(*brands)
    found = {brand: gaps_in(field, brand, tuple(theirs), all_counties()) for brand, theirs in skills.items()}
    return {brand: len({one.county for one in theirs if one.why != "no_outlet"}) for brand, theirs in found.items()}
