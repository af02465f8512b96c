"""Outlets as whoever keeps the network sees them: the list, one of them, what happened there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock as lock
from anxin.core.timeline import EntryView
from anxin.domain.network.models import Authorisation, Closure, Engagement, Outlet, Technician, Territory
from anxin.domain.network.queries import names, points
from anxin.domain.network.queries.attestations import brands_vouching, living, vouching
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.rules import identifiers, service_areas
from anxin.domain.network.rules.outlets import OutletSituation
from anxin.domain.network.states import KEEPERS
from anxin.domain.people.models import Organisation
from anxin.domain.places.rules import bare, covers

SEE = frozenset({*KEEPERS.split(), "agent", "quality"})
STANDS = ("open", "closed", "stopped", "unserved", "unvouched", "unmanned")


class NoSuchOutlet(Missing):
    """There is no such outlet, or not for this actor."""

    code = "network.no_such_outlet"


@dataclass(frozen=True, kw_only=True)
class OutletFilter:
    """Which outlets are asked for."""

    text: str = ""
    brand: str = ""
    province: str = ""
    stands: str = ""


@dataclass(frozen=True, kw_only=True)
class OutletRow:
    """One outlet of the list: where, for which brands, how many people, how it stands today."""

    code: str
    name: str
    place: str
    brands: tuple[str, ...]
    people: int
    areas: int
    capacity: int | None
    opens: str
    stands: str
    closed_until: date | None


@dataclass(frozen=True, kw_only=True)
class ServedView:
    """A division an outlet serves for a brand, or leaves out."""

    brand: str
    brand_slug: str
    code: str
    name: str
    kind: str


def visible_to(actor: Actor) -> QuerySet[Outlet]:
    """Return all outlets to whoever keeps the network or works at the desk; nothing to others."""
    rows = Outlet.objects.select_related("organisation")
    return rows if actor.roles & SEE else rows.none()


def outlet(code: str, *, actor: Actor) -> Outlet:
    """Return an outlet by its code; raises `network.no_such_outlet`."""
    found = visible_to(actor).filter(code=code).first()
    if found is None:
        raise NoSuchOutlet({"code": code[:32]})
    return found


def outlet_by_code(code: str) -> Outlet:
    """Return an outlet by its code, whoever asks; raises `network.no_such_outlet`."""
    if (found := Outlet.objects.select_related("organisation").filter(code=code).first()) is None:
        raise NoSuchOutlet({"code": code[:32]})
    return found


def situation(
    row: Outlet, *, by: Actor, now: datetime, under_lock: bool = False, closed: Sequence[Closure] | None = None
) -> OutletSituation:
    """Return the situation of an outlet for the rules of its commands, `closed` where a page has read its closures."""
    if under_lock:
        lock(row)
    own = "outlet_manager" in by.roles and by.organisation == str(row.organisation_id)
    led = own or bool(by.roles & frozenset(KEEPERS.split()))
    ends = len(closures(row, now=now) if closed is None else closed)
    return OutletSituation(takes_orders=row.takes_orders, closures=ends, led=led)


def point_of(row: Outlet | Technician) -> str:
    """Return the point of an outlet, or where a technician sets out, as it would be written: longitude, latitude."""
    return f"{row.lng:.5f}, {row.lat:.5f}"


def closures(row: Outlet, *, now: datetime) -> list[Closure]:
    """Return the closures that last or lie ahead."""
    return list(row.closures.filter(ended_at=None, to_date__gte=timezone.localtime(now).date()).order_by("from_date"))


def serves(row: Outlet, *, now: datetime) -> list[ServedView]:
    """Return what an outlet serves now, by brand (one query)."""
    rows = living_now(Territory.objects.filter(outlet=row), now).select_related("brand")
    return [
        ServedView(
            brand=one.brand.name,
            brand_slug=one.brand.slug,
            code=one.division,
            name=names.full_name(one.division) or one.division,
            kind=one.kind,
        )
        for one in rows.order_by("brand__name", "division")
    ]


def brands_of(row: Outlet, *, now: datetime) -> list[str]:
    """Return the brands an outlet serves something for now, then those that vouch for it (two queries)."""
    served = living_now(Territory.objects.filter(outlet=row), now).order_by("brand__name")
    vouching = Authorisation.objects.filter(kind=Authorisation.Kind.OUTLET, code=row.code, state="authorised")
    several = (*served.values_list("brand__slug", flat=True), *vouching.values_list("brand__slug", flat=True))
    return list(dict.fromkeys(several))


def written_coverage(areas: Iterable[ServedView], kind: str) -> str:
    """Write what is served in one way as it may be pasted again: `北京市海淀区、北京市朝阳区（除首都机场街道外）`."""
    known = list(areas)
    said = []
    for one in (area for area in known if area.kind == kind):
        apart = "、".join(
            other.name.removeprefix(one.name)
            for other in known
            if other.kind == "apart" and service_areas.above(one.code, other.code)
        )
        said.append(f"{one.name}（除{apart}外）" if apart else one.name)
    return "、".join(said)


def exclusive_elsewhere(row: Outlet, brand: Organisation, codes: Iterable[str], *, now: datetime) -> list[str]:
    """Return which of these areas another outlet serves exclusively for a brand, with its name (one query)."""
    return _elsewhere(row, brand, codes, ("exclusive",), now)


def shared_elsewhere(row: Outlet, brand: Organisation, codes: Iterable[str], *, now: datetime) -> list[str]:
    """Return which of these areas another outlet is asked for today, and no more once this one has them alone."""
    return _elsewhere(row, brand, codes, ("shared", "overflow"), now)


def _elsewhere(
    row: Outlet, brand: Organisation, codes: Iterable[str], kinds: tuple[str, ...], now: datetime
) -> list[str]:
    rows = living_now(Territory.objects.filter(brand=brand, kind__in=kinds).exclude(outlet=row), now)
    theirs = list(rows.select_related("outlet__organisation"))
    found = []
    for code in codes:
        for one in theirs:
            if covers(one.division, bare(code)) or service_areas.above(code, one.division):
                found.append(f"{names.full_name(one.division)}：{one.outlet.organisation.name} {one.outlet.code}")
    return list(dict.fromkeys(found))


def staff_of(row: Outlet, *, now: datetime) -> QuerySet[Technician]:
    """Return who works for an outlet now."""
    works = living_now(Engagement.objects.filter(outlet=row), now)
    return Technician.objects.filter(pk__in=works.values("technician")).order_by("number")


def history(row: Outlet) -> list[EntryView]:
    """Return what happened to an outlet, with the reasons given."""
    return timeline.read(row.stream(), opened=("why",))


def listed(actor: Actor, sought: OutletFilter, *, now: datetime, offset: int, limit: int) -> Sequence[OutletRow]:
    """Return outlets by their code (four queries)."""
    return rows_of(found(actor, sought, now=now).order_by("code")[offset : offset + limit], now=now)


def found(actor: Actor, sought: OutletFilter, *, now: datetime) -> QuerySet[Outlet]:
    """Return the outlets that are asked for."""
    rows, today = visible_to(actor), timezone.localtime(now).date()
    if sought.text:
        digits = identifiers.number_in(sought.text)
        meant = Q(code__icontains=sought.text) | Q(organisation__name__icontains=sought.text)
        rows = rows.filter(meant | Q(bare_phone__contains=digits) if digits else meant)
    rows = rows.filter(division__startswith=sought.province) if sought.province else rows
    areas = living_now(Territory.objects.filter(outlet=OuterRef("pk")), now).exclude(kind=Territory.Kind.APART)
    if sought.brand:
        rows = rows.filter(Exists(areas.filter(brand__slug=sought.brand)))
    people = living_now(Engagement.objects.filter(outlet=OuterRef("pk")), now)
    closed = _closed(today).filter(outlet=OuterRef("pk"))
    words = living(today).filter(kind="outlet", brand=OuterRef("brand"), code=OuterRef("outlet__code"))
    unvouched = areas.filter(~Exists(words))
    narrowed = {
        "stopped": Q(takes_orders=False),
        "closed": Exists(closed),
        "unserved": ~Exists(areas),
        "unvouched": Exists(unvouched),
        "unmanned": ~Exists(people),
        "rough": Q(area_m__gt=0),
        "unplaced": points.unplaced(),
        "open": Q(takes_orders=True) & Exists(areas) & Exists(people) & ~Exists(closed) & ~Exists(unvouched),
    }
    return rows.filter(narrowed[sought.stands]) if sought.stands in narrowed else rows


def _closed(day: date) -> QuerySet[Closure]:
    return Closure.objects.filter(ended_at=None, from_date__lte=day, to_date__gte=day)


def rows_of(sought: Iterable[Outlet], *, now: datetime) -> list[OutletRow]:
    """Return some outlets as rows of the list (three queries)."""
    several, today = list(sought), timezone.localtime(now).date()
    areas = living_now(Territory.objects.filter(outlet__in=several), now).exclude(kind=Territory.Kind.APART)
    areas = areas.annotate(words=vouching("outlet__code", first=today, last=today, kind="outlet", brand="brand"))
    brands: dict[UUID, list[str]] = {}
    unvouched: set[UUID] = set()
    for key, name, words in areas.order_by("brand__name").values_list("outlet", "brand__name", "words"):
        brands.setdefault(key, []).append(name)
        if not brands_vouching(words, days=[today]):
            unvouched.add(key)
    engaged = living_now(Engagement.objects.filter(outlet__in=several), now)
    people = Counter(key for key, _one in set(engaged.values_list("outlet", "technician")))
    until = dict(_closed(today).filter(outlet__in=several).values_list("outlet", "to_date"))
    return [
        OutletRow(
            code=one.code,
            name=one.organisation.name,
            place=names.full_name(one.division) or one.division,
            brands=tuple(dict.fromkeys(brands.get(one.pk, ()))),
            people=people[one.pk],
            areas=len(brands.get(one.pk, ())),
            capacity=one.capacity,
            opens=one.opens,
            stands=_stands(
                one,
                closed=one.pk in until,
                served=one.pk in brands,
                vouched=one.pk not in unvouched,
                manned=bool(people[one.pk]),
            ),
            closed_until=until.get(one.pk),
        )
        for one in several
    ]


def stands_of(row: Outlet, closed: Iterable[Closure], *, now: datetime) -> str:
    """Return how an outlet with these closures stands today, its people left aside (one query)."""
    today = timezone.localtime(now).date()
    areas = living_now(Territory.objects.filter(outlet=row), now).exclude(kind=Territory.Kind.APART)
    areas = areas.annotate(words=vouching("outlet__code", first=today, last=today, kind="outlet", brand="brand"))
    words = list(areas.values_list("words", flat=True))
    return _stands(
        row,
        closed=any(one.from_date <= today for one in closed),
        served=bool(words),
        vouched=all(brands_vouching(one, days=[today]) for one in words),
        manned=True,
    )


def _stands(one: Outlet, *, closed: bool, served: bool, vouched: bool, manned: bool) -> str:
    barred = "stopped" if not one.takes_orders else "closed" if closed else "" if vouched else "unvouched"
    return barred or ("unmanned" if not manned else "open" if served else "unserved")
