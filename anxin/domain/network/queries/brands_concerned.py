"""The brands whose name a reported number uses: whose they are, and what they say of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.domain.network.models import Outlet, ReportedNumber, Sighting
from anxin.domain.network.queries.mistakes import ever_ours
from anxin.domain.network.queries.sightings import SightingView, sighting_view
from anxin.domain.network.rules import identifiers
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

STATED, TOLD = "network.brand_stated", "network.brand_concerned"


@dataclass(frozen=True, kw_only=True)
class BrandStatement:
    """What a brand says of a number, as code, when, and in which words."""

    house: str
    brand: str
    says: str
    words: str
    at: datetime


def brands_behind(bare: str) -> list[Organisation]:
    """Return the brands that ever vouched for a number or one that differs by a sign; a house's only brand else."""
    like = [bare, *identifiers.one_off_of(bare)]
    codes = Outlet.objects.filter(bare_phone__in=like).values("code")
    signed = ever_ours().filter(Q(bare__in=like) | Q(kind="outlet", code__in=codes)).exclude(signature="")
    found = list(Organisation.objects.filter(pk__in=signed.values("brand")).order_by("slug"))
    every = [] if found else people.organisations_of(Organisation.Kind.BRAND)
    return found or (every if len(every) == 1 else [])


def is_concerned(row: ReportedNumber, *, by: Actor, now: datetime) -> bool:
    """Return whether somebody's house is a brand whose name the number uses."""
    return people.parties_of(by, now=now).filter(stream_key=row.pk, role="brand").exists()


def told_brands(row: ReportedNumber) -> list[str]:
    """Return the names of the brands that were told of a number."""
    slugs = [str(one.facts["brand"]) for one in timeline.facts_of(row.stream(), code=TOLD)]
    return list(Organisation.objects.filter(slug__in=slugs).order_by("name").values_list("name", flat=True))


def brand_statements(row: ReportedNumber, *, opened: bool = True) -> list[BrandStatement]:
    """Return what each brand says now, by name: its latest word."""
    entries = timeline.read(row.stream(), opened=("why",) if opened else ())
    latest = {str(one.facts["brand"]): one for one in entries if one.code == STATED}
    houses = Organisation.objects.filter(slug__in=latest).order_by("name")
    return [_statement(house, latest[house.slug]) for house in houses]


def _statement(house: Organisation, said: timeline.EntryView) -> BrandStatement:
    words = _why(said)
    return BrandStatement(house=str(house.pk), brand=house.name, says=str(said.facts["says"]), words=words, at=said.at)


def _why(entry: timeline.EntryView) -> str:
    return entry.private["why"].text if "why" in entry.private else ""


def shown_to_brand(row: ReportedNumber, *, house: str) -> list[SightingView]:
    """Return the pictures a brand sees: the desk's, its own, and of reporters' those they agreed to show to it."""
    seen = Q(report=None, brand=None) | Q(brand=house) | Q(report__shared=True, report__brand=house)
    rows = Sighting.objects.filter(seen, about=row).exclude(picture="").select_related("brand")
    return [sighting_view(one) for one in rows.order_by("at", "pk")]
