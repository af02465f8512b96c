"""Found by name: outlets and brands as they are called, technicians only coarsely."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from anxin.core import names
from anxin.domain.network.models import Authorisation, Engagement, Outlet
from anxin.domain.network.queries.attestations import living, verifies
from anxin.domain.network.queries.homes import sending_homes
from anxin.domain.network.queries.outlet_names import called_apart
from anxin.domain.network.rules import identifiers, streets
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries.names import near_named
from anxin.domain.places import gateway as places

MOST_ALIKE, MOST_NAMED, MOST_OF_A_NAME = 4, 3, 60
OUTLET, BRAND = Organisation.Kind.OUTLET, Organisation.Kind.BRAND


@dataclass(frozen=True, kw_only=True)
class NamedTechnician:
    """A technician as a name finds him: what he is called, for which brands and outlet he works, and in which city."""

    called: str
    brands: tuple[str, ...]
    outlet: str
    city: str


@dataclass(frozen=True, kw_only=True)
class NearName:
    """Something known that was perhaps meant."""

    kind: str
    code: str
    title: str


def city_of(code: str) -> str:
    """Return the city a division lies in; where the province is one, that."""
    known = next(
        (places.known_code(one) for one in (code[:4], f"{code[:4]}00", code[:2]) if places.known_code(one)), ""
    )
    return places.division(known).name if known else ""


def told_apart(outlets: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return names of outlets by code, from code, name and division; with city and code where several bear one."""
    several = list(outlets)
    count = Counter(name for name, _code in {(name, code) for code, name, _division in several})
    return {
        code: " · ".join(filter(None, (name, city_of(division), code))) if count[name] > 1 else name
        for code, name, division in several
    }


def outlets_named(text: str) -> tuple[list[str], list[str]]:
    """Return the codes of the outlets of exactly this name, and of those whose name is alike."""
    wanted = names.plain(text)
    if len(wanted) < 2:
        return [], []
    named = Outlet.objects.filter(organisation__kind=OUTLET, organisation__plain_name=wanted).order_by("code")
    exact = list(named.values_list("code", flat=True)[: 4 * MOST_ALIKE])
    if exact:
        return exact, []
    near = {key: name for key, name in near_named(OUTLET, text).items() if identifiers.alike(wanted, name)}
    codes = Outlet.objects.filter(organisation__in=near).values_list("organisation", "code")
    return [], [code for _far, code in sorted((abs(len(near[key]) - len(wanted)), code) for key, code in codes)]


def outlets_near(codes: Iterable[str], on: date) -> list[NearName]:
    """Show some of these outlets that a brand vouches for."""
    found: dict[str, NearName] = {}
    several = list(codes)[: 4 * MOST_ALIKE]
    called = dict(Outlet.objects.filter(code__in=several).values_list("code", "organisation__name"))
    rows = {row.code: row for row in living(on).filter(kind="outlet", code__in=several) if verifies(row)}
    for code in several:
        if code in rows and len(found) < MOST_ALIKE:
            found[code] = NearName(kind="outlet", code=code, title=called[code])
    return list(found.values())


def hotlines_named(text: str, on: date) -> list[NearName]:
    """Show the hotlines of a brand that the text names."""
    wanted = names.plain(text)
    brands = [key for key, name in near_named(BRAND, text).items() if name in wanted or wanted in name]
    rows = living(on).filter(kind="hotline", brand__in=brands)[: 4 * MOST_ALIKE] if brands else []
    found = [
        NearName(kind="hotline", code=row.code, title=f"{row.brand.name} {row.code}") for row in rows if verifies(row)
    ]
    return found[:2]


def numbers_near(variants: Iterable[str], number: str, on: date) -> list[NearName]:
    """Show badges and outlets whose number is one sign away, and outlets whose phone lacks only its area code."""
    several = list(variants)
    badges = living(on).filter(kind__in=["technician", "outlet"], bare__in=several)
    found = [NearName(kind=row.kind, code=row.code, title=row.code) for row in badges[:MOST_ALIKE] if verifies(row)]
    phone = Q(bare_phone__in=several)
    if len(number) in (7, 8) and number.isdigit():
        phone |= Q(bare_phone__endswith=number)
    codes = Outlet.objects.filter(phone).order_by("code").values_list("code", flat=True)[:MOST_ALIKE]
    return list(dict.fromkeys([*found, *outlets_near(codes, on)]))[:MOST_ALIKE]


def technicians_named(text: str, *, on: date, now: datetime) -> tuple[list[NamedTechnician], list[Authorisation], bool]:
    """Return who is called like this and vouched for: at most three, their rows, and whether there are more."""
    where = _places_of(identifiers.technician_in(text), on, now)
    rows: dict[str, list[Authorisation]] = {}
    for row in living(on).filter(kind="technician", code__in=where) if where else ():
        rows.setdefault(row.code, []).append(row)
    homes = sending_homes(where, now=now)
    known: list[NamedTechnician] = []
    used: list[Authorisation] = []
    for number, engagement in where.items():
        signed = [row for row in rows.get(number, ()) if verifies(row) and homes.sends(row)]
        if not signed:
            continue
        if len(known) == MOST_NAMED:
            return known, used, True
        brands = tuple(sorted(row.brand.name for row in signed))
        outlet, called = engagement.outlet, engagement.technician.called
        place = city_of(outlet.division)
        known.append(NamedTechnician(called=called, brands=brands, outlet=outlet.organisation.name, city=place))
        used += signed
    return known, used, False


def _places_of(sought: tuple[identifiers.SoughtName, ...], on: date, now: datetime) -> dict[str, Engagement]:
    """Return the newest engagement that fits what is sought, of the first few technicians vouched for.

    Words narrow by outlet, division or brand before anybody is left out.
    """
    vouched = living(on).filter(kind="technician", code=OuterRef("technician__number")).order_by()
    those = Q(pk__in=())
    for one in sought:
        fits = Q(technician__called__in=one.called)
        for word in filter(None, map(names.plain, one.words)):
            brand = Exists(vouched.filter(brand__plain_name__contains=word))
            outlet = Q(outlet__organisation__plain_name__contains=word)
            fits &= outlet | Q(outlet__division__in=_divisions(one, word, now)) | Q(brand)
        those |= fits
    rows = _sending(on, now).filter(those, Exists(vouched)).select_related("technician", "outlet__organisation")
    found: dict[str, Engagement] = {}
    for row in rows.order_by("technician__number", "-from_at", "-id")[:MOST_OF_A_NAME]:
        found.setdefault(row.technician.number, row)
    return found


def _divisions(one: identifiers.SoughtName, word: str, now: datetime) -> list[str]:
    """Return the divisions that a word names, among those where somebody of this name works."""
    codes = _engaged(now).filter(technician__called__in=one.called).values_list("outlet__division", flat=True)
    return [code for code in codes.order_by().distinct() if word in names.plain(full_name(code))]


def _engaged(now: datetime) -> QuerySet[Engagement]:
    return Engagement.objects.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))


def _sending(on: date, now: datetime) -> QuerySet[Engagement]:
    """Return who works now for an outlet that the brand gives its word for, too."""
    its = living(on).filter(kind="outlet", code=OuterRef("outlet__code"), brand=OuterRef("brand"))
    return _engaged(now).filter(Exists(its))


def full_name(division: str) -> str:
    """Return a division's full name with the divisions above it; empty where the table doesn't know it."""
    return places.division(division).full_name if places.known_code(division) else ""


def street_below(division: str, street: str) -> str:
    """Return a street without its division, where that is written before it, too."""
    known = [places.division(one) for one in (division[:2], division[:4], division) if places.known_code(one) == one]
    return streets.below([streets.Named(one.name, one.short) for one in dict.fromkeys(known)], street)


def address(division: str, street: str) -> str:
    """Return where something is in one line, from the province on, each division once."""
    return f"{full_name(division)}{street_below(division, street)}"


def served(division: str) -> str:
    """Return the full name of a division that is served, or left out of a wider one (-310112114), as people read it."""
    name = full_name(division.lstrip("-"))
    return _("without {place}").format(place=name) if name and division.startswith("-") else name


def outlet_of_technician(number: str, *, now: datetime) -> tuple[str, str]:
    """Return the outlet a technician works for now, the one he joined last, and its city."""
    rows = _engaged(now).filter(technician__number=number).order_by("-from_at", "-id")
    row = rows.values_list("outlet__organisation__name", "outlet__division").first()
    return (row[0], city_of(row[1])) if row else ("", "")


def home_of_technician(*, now: datetime) -> Subquery:
    """Return the outlet that a technician works for now, as a column of each row whose `code` is his number."""
    rows = _engaged(now).filter(technician__number=OuterRef("code")).order_by("-from_at", "-id")
    return Subquery(rows.values(apart=called_apart())[:1])
