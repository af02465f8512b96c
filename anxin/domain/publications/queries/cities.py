"""The page of a brand, a class of goods and a city: who is there, where nobody goes, its editions."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from anxin.core import settings
from anxin.core.errors import Missing
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.queries import PublicOutlet
from anxin.domain.network.queries.outlet_names import called
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.places import regions
from anxin.domain.places.regions import Region
from anxin.domain.publications import rules
from anxin.domain.publications.models import CityEdition
from anxin.domain.publications.rules import Change

type ReadsAlike = Callable[[str, str, Mapping[str, Any]], bool]
MOST_EDITIONS = 20
"""So many editions of its own a city page tells, the latest."""


class NotMadeThere(Missing):
    """The brand makes no goods of this class, or there is no such city."""

    code = "publications.not_made_there"


@dataclass(frozen=True, kw_only=True)
class County:
    """A county of a city: whether somebody goes there."""

    code: str
    name: str
    served: bool


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An outlet with the counties it serves here and how many technicians can do it."""

    outlet: PublicOutlet
    counties: tuple[str, ...]
    technicians: int


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition: its number, since when, what it changed; what outlets it names were called, by code."""

    number: int
    at: datetime
    change: Change
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class City:
    """All that the page of a city needs."""

    region: Region
    counties: tuple[County, ...]
    branches: tuple[Branch, ...]
    technicians: int
    product: str
    responsible: str
    closed: tuple[PublicOutlet, ...] = ()
    """Where nobody goes: the outlets here that are closed on all days that can be asked for, first who opens first."""

    @property
    def served(self) -> bool:
        """Return whether anybody goes anywhere here."""
        return any(one.served for one in self.counties)

    @property
    def unserved(self) -> tuple[County, ...]:
        """Return where nobody goes."""
        return tuple(one for one in self.counties if not one.served)


def city(*, brand: Organisation, category: str, region: str, now: datetime) -> City:
    """Return the page of a city as it is now; raises `NotMadeThere` (seven queries)."""
    made = _made(brand).get(category)
    if not made:
        raise NotMadeThere({"category": category[:24]})
    here = regions.region(region)
    found = network.service_area(brand=brand, skills=made.values(), province=here.province, now=now)
    branches = {
        one: tuple(county for county in here.counties if one in found.outlets_of(county)) for one in found.outlets
    }
    counties = tuple(
        County(code=one, name=places.division(one).called, served=bool(found.outlets_of(one))) for one in here.counties
    )
    served = any(one.served for one in counties)
    return City(
        region=here,
        counties=counties,
        closed=() if served else tuple(network.closed_outlets(brand=brand, counties=here.counties, now=now)),
        branches=tuple(
            Branch(
                outlet=found.outlets[one],
                counties=tuple(places.division(county).called for county in counties),
                technicians=len(found.able.get(one, ())),
            )
            for one, counties in branches.items()
            if counties
        ),
        technicians=len(found.technicians(here.counties)),
        product=next(iter(made)),
        responsible=settings.get("publications.responsible", at=now, organisation=str(brand.pk)),
    )


def _never(_category: str, _region: str, _facts: Mapping[str, Any]) -> bool:
    return False


def facts_everywhere(
    *, brand: Organisation, known: Collection[tuple[str, str]], alike: ReadsAlike = _never, now: datetime
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Work out what the city pages of a brand say now: class of goods, region, facts (eight queries a class).

    Left out is where nobody goes and no page is `known`: one begins with whoever comes first; and what reads `alike`.
    Technicians are looked at each and counted for the others alone.
    """
    on = timezone.localtime(now).date()
    lists = {one.category: one.edition for one in goods.price_lists(on=on) if one.brand == brand.slug}
    for category, made in _made(brand).items():
        found = network.service_area(brand=brand, skills=made.values(), whole=False, now=now)
        for region in regions.regions():
            counties = found.covered(region.counties) if region.province[:2] in found.provinces else []
            if not counties and (category, region.code) not in known:
                continue
            several = {one for county in counties for one in found.outlets_of(county) if one in found.outlets}
            outlets = {found.outlets[one].code: found.outlets[one].name for one in several}
            told: dict[str, Any] = {"outlets": outlets, "counties": counties, "prices": lists.get(category, "")}
            if not alike(category, region.code, rules.city_facts(**told, technicians=0)):
                yield category, region.code, rules.city_facts(**told, technicians=len(found.technicians(counties)))


def editions_of(*, brand: Organisation, category: str, region: str) -> list[Edition]:
    """Return the latest editions of a city page, the newest first, each with what it changed (one query).

    Whom an edition names it calls as he was called then; of one that kept no names, as he is called now (one more).
    """
    rows = CityEdition.objects.filter(brand=brand, category=category, region=region).order_by("-number")
    found = list(rows[: MOST_EDITIONS + 1])
    before = [*(row.facts for row in found[1:]), {}]
    unnamed = {code for row in found for code in {*row.facts["outlets"]} - {*row.facts.get("names", {})}}
    today = called(unnamed) if unnamed else {}
    return [
        Edition(
            number=row.number,
            at=row.at,
            change=rules.changed(facts, row.facts),
            names={**today, **facts.get("names", {}), **row.facts.get("names", {})},
        )
        for row, facts in zip(found[:MOST_EDITIONS], before, strict=False)
    ]


def latest(brand: Organisation) -> dict[tuple[str, str], CityEdition]:
    """Return the newest edition of each city page of a brand (one query, by an index of those alone)."""
    rows = CityEdition.objects.filter(brand=brand, to_at=None).order_by("category", "region")
    return {(row.category, row.region): row for row in rows}


def listed(*, brand: Organisation, category: str = "") -> list[tuple[str, Region, datetime]]:
    """Return the cities somebody goes to: class of goods, region, since when its page reads so."""
    return [
        (goods_class, regions.region(code), row.at)
        for (goods_class, code), row in latest(brand).items()
        if row.facts["counties"] and category in ("", goods_class)
    ]


def _made(brand: Organisation) -> dict[str, dict[str, str]]:
    """Return what a brand makes: by class of goods, the skill each model takes."""
    found: dict[str, dict[str, str]] = {}
    for category, code, skill in (
        Product.objects.filter(brand=brand).order_by("name").values_list("category", "code", "skill")
    ):
        found.setdefault(category, {})[code] = skill
    return found
