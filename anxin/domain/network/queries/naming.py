"""Found by name: outlets and brands as they are called, technicians only coarsely."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from anxin.domain.network import rules
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Technician
from anxin.domain.network.queries.vouching import holds, living
from anxin.domain.places import resolving as places

MOST_ALIKE, MOST_NAMED, MOST_OF_A_NAME = 4, 3, 300


@dataclass(frozen=True, kw_only=True)
class Known:
    """A technician as a name finds him: what he is called, for which brands and outlet he works, and in which city."""

    called: str
    brands: tuple[str, ...]
    outlet: str
    city: str


@dataclass(frozen=True, kw_only=True)
class Near:
    """Something known that was perhaps meant."""

    kind: str
    code: str
    title: str


def city_of(code: str) -> str:
    """Name the city a division lies in; where the province is one, that."""
    known = next((places.known(one) for one in (code[:4], code[:2]) if places.known(one)), "")
    return places.division(known).name if known else ""


def outlets_named(text: str) -> tuple[list[str], list[str]]:
    """Give the codes of the outlets of exactly this name, and of those whose name is alike."""
    wanted = rules.plain_name(text)
    if len(wanted) < 2:
        return [], []
    names = Outlet.objects.values_list("code", "organisation__name").order_by("code")
    plain = [(code, rules.plain_name(name)) for code, name in names]
    exact = [code for code, name in plain if name == wanted]
    alike = [(abs(len(name) - len(wanted)), code) for code, name in plain if rules.alike(wanted, name)]
    return exact, [code for _far, code in sorted(alike)]


def outlets_near(codes: Iterable[str], on: date) -> list[Near]:
    """Show some of these outlets that a brand vouches for."""
    found: dict[str, Near] = {}
    several = list(codes)[: 4 * MOST_ALIKE]
    names = dict(Outlet.objects.filter(code__in=several).values_list("code", "organisation__name"))
    rows = {row.code: row for row in living(on).filter(kind="outlet", code__in=several) if holds(row)}
    for code in several:
        if code in rows and len(found) < MOST_ALIKE:
            found[code] = Near(kind="outlet", code=code, title=names[code])
    return list(found.values())


def hotlines_named(text: str, on: date) -> list[Near]:
    """Show the hotlines of a brand that the text names."""
    wanted = rules.plain_name(text)
    rows = [row for row in living(on).filter(kind="hotline") if wanted and _names(wanted, row)]
    return [Near(kind="hotline", code=row.code, title=f"{row.brand.name} {row.code}") for row in rows[:2] if holds(row)]


def _names(wanted: str, row: Authorisation) -> bool:
    name = rules.plain_name(row.brand.name)
    return len(name) > 1 and (name in wanted or (len(wanted) > 1 and wanted in name))


def numbers_near(variants: Iterable[str], number: str, on: date) -> list[Near]:
    """Show badges and outlets whose number is one sign away, and outlets whose phone lacks only its area code."""
    several = list(variants)
    badges = living(on).filter(kind__in=["technician", "outlet"], bare__in=several)
    found = [Near(kind=row.kind, code=row.code, title=row.code) for row in badges[:MOST_ALIKE] if holds(row)]
    phone = Q(bare_phone__in=several)
    if len(number) in (7, 8) and number.isdigit():
        phone |= Q(bare_phone__endswith=number)
    codes = Outlet.objects.filter(phone).order_by("code").values_list("code", flat=True)[:MOST_ALIKE]
    return list(dict.fromkeys([*found, *outlets_near(codes, on)]))[:MOST_ALIKE]


def technicians_named(text: str, *, on: date, now: datetime) -> tuple[list[Known], list[Authorisation], bool]:
    """Give who is called like this and vouched for: at most three, their rows, and whether there are more."""
    sought = rules.technician_in(text)
    wanted = frozenset().union(*(one.called for one in sought)) if sought else frozenset()
    those = Technician.objects.filter(called__in=wanted).order_by("number")
    called = dict(those.values_list("number", "called")[:MOST_OF_A_NAME])
    rows: dict[str, list[Authorisation]] = {}
    for row in living(on).filter(kind="technician", code__in=called):
        rows.setdefault(row.code, []).append(row)
    if not rows:
        return [], [], False
    where = _where(rows, now)
    known, used = [], []
    for number, several in sorted(rows.items()):
        outlet, division = where.get(number, ("", ""))
        full = full_name(division)
        brands = tuple(sorted({row.brand.name for row in several}))
        told = rules.plain_name(f"{outlet}{full}{''.join(brands)}")
        fits = any(
            called[number] in one.called and all(rules.plain_name(word) in told for word in one.words) for one in sought
        )
        if not fits:
            continue
        if len(known) == MOST_NAMED:
            return known, used, True
        signed = [row for row in several if holds(row)]
        if signed:
            names = tuple(sorted(row.brand.name for row in signed))
            known.append(Known(called=called[number], brands=names, outlet=outlet, city=city_of(division)))
            used += signed
    return known, used, False


def _where(numbers: Iterable[str], now: datetime) -> dict[str, tuple[str, str]]:
    rows = Engagement.objects.filter(technician__number__in=list(numbers), from_at__lte=now)
    rows = rows.filter(Q(to_at=None) | Q(to_at__gt=now)).order_by("-from_at")
    fields = ("technician__number", "outlet__organisation__name", "outlet__division")
    return {number: (outlet, division) for number, outlet, division in rows.values_list(*fields)}


def full_name(division: str) -> str:
    """Name a division in full, with what lies above it; empty where the table doesn't know it."""
    return places.division(division).full_name if places.known(division) else ""


def outlet_of_technician(number: str, *, now: datetime) -> tuple[str, str]:
    """Name the outlet a technician works for now, and its city."""
    outlet, division = _where([number], now).get(number, ("", ""))
    return outlet, city_of(division)
