"""Who serves where, who may be sent, and what is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.compiled import compiled
from anxin.core.errors import Missing
from anxin.core.gathered import Gathered, lay_beside
from anxin.domain.network import rules
from anxin.domain.network.models import Closure, Engagement, Outlet, Shift, Skill, Technician, Territory
from anxin.domain.network.queries.attestations import holds, living, vouched_for, what_for
from anxin.domain.network.rules import ownership
from anxin.domain.network.rules.ownership import Stint
from anxin.domain.people.models import Organisation
from anxin.domain.places.rules import bare, covers


class NoSuchTechnician(Missing):
    """There is no such technician, or not for this actor."""

    code = "network.no_such_technician"


@dataclass(frozen=True, kw_only=True)
class TechnicianCard:
    """A technician as the customer meets him: called, numbered, graded, vouched for."""

    id: UUID
    number: str
    called: str
    grade: int
    portrait: str
    since_date: date
    authorised_until: date | None
    brand: str


@dataclass(frozen=True, kw_only=True)
class OutletView:
    """An outlet in the public directory."""

    id: UUID
    code: str
    name: str
    division: str
    street: str
    phone: str
    opens: str


@dataclass(frozen=True, kw_only=True)
class HotlineView:
    """A line of the hotline directory, with the number of the word a brand signed for it."""

    code: str
    number: str
    slug: str
    brand: str
    scope: str
    hours: str
    lines: int | None
    to_date: date


def living_now[T: Model](rows: QuerySet[T], now: datetime) -> QuerySet[T]:
    """Narrow rows with a beginning and perhaps an end to those in force."""
    return rows.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))


type Served = dict[Outlet, list[str]]
"""Outlets, each with all the divisions it serves for the brand."""


def outlets_for(*, brand: Organisation, division: str, now: datetime, day: date | None = None) -> list[Outlet]:
    """List the outlets that are asked first for a division of a brand, the closest territory first."""
    return list(serving(brand=brand, division=division, now=now, day=day)[0])


def serving(*, brand: Organisation, division: str, now: datetime, day: date | None = None) -> tuple[Served, Served]:
    """Return who is asked for a division of a brand, and who helps out where they have nobody (one query).

    Whoever has it exclusively, else whoever shares it, else who helps out; nobody that is closed on that day.
    """
    several = _open(brand=brand.id, now=now, day=day or timezone.localtime(now).date())
    first, helpers = rules.asked(rules.lines((row.outlet_id, row.kind, row.division) for row in several), division)
    fitting = [row for row in several if covers(row.division, division)]
    fitting.sort(key=lambda row: (-len(bare(row.division)), row.outlet.code))
    found: tuple[Served, Served] = (
        {row.outlet: [] for row in fitting if row.outlet_id in first},
        {row.outlet: [] for row in fitting if row.outlet_id in helpers},
    )
    for row in several:
        for served in found:
            if row.outlet in served and row.kind != row.Kind.APART:
                served[row.outlet].append(row.division)
    return found


@compiled
def _open(*, brand: UUID, now: datetime, day: date) -> QuerySet[Territory]:
    return open_on(living_now(Territory.objects.filter(brand_id=brand), now), day).select_related(
        "outlet__organisation"
    )


def areas_of(outlets: Iterable[Outlet], *, at: datetime) -> frozenset[tuple[UUID, str]]:
    """Return what some outlets serve: each brand with each bare division (one query)."""
    rows = living_now(Territory.objects.filter(outlet__in=list(outlets)), at).exclude(kind=Territory.Kind.APART)
    return frozenset((brand, bare(code)) for brand, code in rows.values_list("brand", "division"))


def open_on(rows: QuerySet[Territory], day: date) -> QuerySet[Territory]:
    """Narrow territories to those of outlets that take orders and aren't closed on a day."""
    closed = Closure.objects.filter(outlet=OuterRef("outlet"), ended_at=None, from_date__lte=day, to_date__gte=day)
    return rows.filter(~Exists(closed), outlet__takes_orders=True)


def staff_at(outlet: Outlet, *, brand: Organisation, now: datetime) -> list[Technician]:
    """List who works at an outlet for a brand, whom it vouches for today (two queries)."""
    rows = living_now(Engagement.objects.filter(outlet=outlet, brand=brand, technician__paused_at=None), now)
    people = Technician.objects.filter(pk__in=rows.values("technician")).select_related("person", "account")
    several = list(people.order_by("number"))
    known = vouched_for(brand, {one.number for one in several}, days=days_of(now)) if several else frozenset()
    return [one for one in several if one.number in known]


def engaged(*, technician: Technician, outlet: Outlet, brand: Organisation, now: datetime) -> bool:
    """Return whether a technician works for an outlet on a brand's jobs now."""
    rows = Engagement.objects.filter(technician=technician, outlet=outlet, brand=brand)
    return living_now(rows, now).exists()


def technicians_of(
    *,
    outlets: list[Outlet] | None = None,
    brand: Organisation,
    now: datetime,
    day: date | None = None,
    only: Technician | None = None,
) -> list[tuple[Technician, Outlet]]:
    """List who works for these outlets, or any, on a brand's jobs now, with skills and shifts along (two queries).

    Only whom the brand vouches for, today and on the day he would come: nobody is sent whom the check doesn't know.
    """
    keys = tuple(outlet.pk for outlet in outlets or ())
    anywhere = outlets is None
    rows = _engaged(outlets=keys, brand=brand.pk, now=now, only=only.pk if only else None) if keys or anywhere else []
    for row in rows:
        lay_beside(row.technician, "skills", [Skill(technician=row.technician, **one) for one in row.every_skill])
        lay_beside(row.technician, "shifts", [Shift(technician=row.technician, **one) for one in row.every_shift])
    found = [(row.technician, row.outlet) for row in rows]
    numbers = {technician.number for technician, _outlet in found}
    known = vouched_for(brand, numbers, days=days_of(now, day)) if numbers else frozenset()
    return [pair for pair in found if pair[0].number in known]


@compiled
def _engaged(*, outlets: tuple[UUID, ...], brand: UUID, now: datetime, only: UUID | None) -> QuerySet[Any]:
    rows: Any = living_now(Engagement.objects.filter(brand_id=brand, technician__paused_at=None), now)
    rows = rows.filter(outlet__id__in=outlets) if outlets else rows
    rows = rows.filter(technician_id=only) if only else rows
    theirs = {"technician": OuterRef("technician")}
    told: QuerySet[Any] = rows.select_related("technician", "outlet").annotate(
        every_skill=Gathered(Skill.objects.filter(**theirs).order_by("id"), *_columns(Skill)),
        every_shift=Gathered(Shift.objects.filter(**theirs).order_by("id"), *_columns(Shift)),
    )
    return told.order_by("technician__number")


def _columns(model: type[Model]) -> list[str]:
    """Name the columns of a model but for its technician."""
    return [field.attname for field in model._meta.concrete_fields if field.name != "technician"]


def sent_for(*, brand: Organisation, number: str, now: datetime, day: date) -> tuple[Technician, Outlet] | None:
    """Find who of this number may be sent for a brand today and on a day, and his outlet; None where nobody may."""
    outlets = list(Outlet.objects.filter(engagements__technician__number=number, engagements__brand=brand).distinct())
    pool = technicians_of(outlets=outlets, brand=brand, now=now, day=day)
    return next((pair for pair in pool if pair[0].number == number), None)


def days_of(now: datetime, day: date | None = None) -> frozenset[date]:
    """Return the days on which somebody has to be vouched for: today, and the day he would come."""
    today = timezone.localtime(now).date()
    return frozenset({today, day or today})


def vouches(brand: Organisation, technician: Technician, *, now: datetime, day: date | None = None) -> bool:
    """Return whether a brand vouches for a technician, today and on the day he would come (one query)."""
    return bool(vouched_for(brand, [technician.number], days=days_of(now, day)))


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who works for an outlet, for which brands, what he can do (code, level), his hours on a day."""

    number: str
    called: str
    grade: int
    paused: bool
    portrait: str
    brands: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    hours: tuple[int, int] | None


def colleagues(outlet: Outlet, *, day: date, now: datetime) -> list[Colleague]:
    """List who works for an outlet now, the paused ones too, with their hours on a day (four queries)."""
    rows = living_now(Engagement.objects.filter(outlet=outlet), now)
    rows = rows.select_related("technician", "brand").prefetch_related("technician__skills", "technician__shifts")
    brands: dict[Technician, list[str]] = {}
    for row in rows.order_by("technician__number", "brand__name"):
        brands.setdefault(row.technician, []).append(row.brand.name)
    return [
        Colleague(
            number=one.number,
            called=one.called,
            grade=one.grade,
            paused=one.paused_at is not None,
            portrait=one.portrait,
            brands=tuple(names),
            skills=tuple((skill.code, skill.level) for skill in one.skills.all()),
            hours=hours_of(one, day=day),
        )
        for one, names in brands.items()
    ]


def may_portray(technician: Technician, *, actor: Actor, now: datetime) -> bool:
    """Return whether an actor may say what a technician looks like: the operator, or the manager who brought him in."""
    if "operator" in actor.roles or actor.kind == "system":
        return True
    rows = technician.engagements.values_list("outlet__organisation", "from_at", "to_at")
    times = [Stint(str(house), from_at, to_at is not None and to_at <= now) for house, from_at, to_at in rows]
    living = any(one.house == actor.organisation and not one.over for one in times)
    return "outlet_manager" in actor.roles and living and ownership.brought_in(actor.organisation, times)


def technician_by_number(number: str) -> Technician:
    """Find a technician by his number; raises `network.no_such_technician`."""
    found = Technician.objects.filter(number=number).first()
    if found is None:
        raise NoSuchTechnician({"number": number})
    return found


def technician_by_key(key: str) -> Technician:
    """Find a technician by his id, for handlers, with his hours."""
    return Technician.objects.prefetch_related("shifts").get(pk=key)


def technician_of(actor: Actor) -> Technician:
    """Find the technician behind an actor."""
    found = Technician.objects.filter(account_id=actor.id).first() if actor.kind == "technician" else None
    if found is None:
        raise NoSuchTechnician
    return found


def outlet_of(actor: Actor) -> Outlet | None:
    """Find the outlet an actor works for, if any."""
    if not actor.organisation:
        return None
    return Outlet.objects.filter(organisation=actor.house).select_related("organisation").first()


def card_of(technician: Technician, *, brand: Organisation, until: date | None) -> TechnicianCard:
    """Show a technician with the last day a brand vouches for him."""
    return TechnicianCard(
        id=technician.id,
        number=technician.number,
        called=technician.called,
        grade=technician.grade,
        portrait=technician.portrait,
        since_date=technician.since_date,
        authorised_until=until,
        brand=brand.name,
    )


@dataclass(frozen=True, kw_only=True)
class Voucher:
    """Which brand vouches for a technician, for what, until when."""

    brand: str
    scope: str
    to_date: date


def vouchers_of(technician: Technician, *, on: date) -> list[Voucher]:
    """List the brands that vouch for a technician today (one query)."""
    rows = living(on).filter(kind="technician", code=technician.number)
    return [
        Voucher(brand=one.brand.name, scope=what_for(one), to_date=one.to_date)
        for one in rows.order_by("brand__name")
        if holds(one)
    ]


def hotlines(*, on: date) -> list[HotlineView]:
    """List the hotlines brands vouch for today."""
    rows = living(on).filter(kind="hotline")
    return [
        HotlineView(
            code=one.code,
            number=one.number,
            slug=one.brand.slug,
            brand=one.brand.name,
            scope=what_for(one),
            hours=one.hours,
            lines=one.lines,
            to_date=one.to_date,
        )
        for one in rows.order_by("brand__name", "code")
        if holds(one)
    ]


def outlets_near(*, division: str, now: datetime) -> list[OutletView]:
    """List the outlets that serve a division for some brand."""
    rows = list(living_now(Territory.objects.all(), now).select_related("outlet__organisation"))
    kinds = rules.lines((row.outlet_id, row.kind, row.division) for row in rows)
    served = rules.inside(kinds, division)
    found = dict.fromkeys(row.outlet for row in rows if row.outlet_id in served)
    return [
        OutletView(
            id=one.id,
            code=one.code,
            name=one.organisation.name,
            division=one.division,
            street=one.street,
            phone=one.phone,
            opens=one.opens,
        )
        for one in found
    ]


def has_skill(technician: Technician, code: str, *, day: date) -> bool:
    """Return whether a technician can do something, his skills fetched along; an ended certificate counts no more."""
    rows = (one for one in technician.skills.all() if one.code == code)
    return any(one.until_date is None or one.until_date >= day for one in rows)


def hours_of(technician: Technician, *, day: date) -> tuple[int, int] | None:
    """Return a technician's hours on a day in minutes from midnight (his shifts fetched along); None on a day off."""
    rows = (
        rules.Hours(
            weekday=one.weekday,
            date=one.date,
            from_min=one.from_min,
            to_min=one.to_min,
            absent=one.absence_id is not None,
        )
        for one in technician.shifts.all()
    )
    return rules.hours_on(day, rows)
