"""Who works for an outlet on a brand's jobs and may be sent, with skills, hours, and who vouches for him."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered, lay_beside
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Shift, Skill, Technician
from anxin.domain.network.queries.attestations import (
    Spans,
    all_vouched,
    brands_covering,
    living,
    spans_beside,
    verifies,
    vouched_for,
    vouching,
    what_for,
)
from anxin.domain.network.queries.homes import Homes, sending_homes
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.subjects import CertificateView, certificate_view
from anxin.domain.network.rules import ownership, working_hours
from anxin.domain.network.rules.ownership import Stint
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import factors


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


def staff_at(outlet: Outlet, *, brand: Organisation, skill: str, now: datetime) -> list[Technician]:
    """Return who works at an outlet for a brand, whom it vouches for today, and can do something (two queries)."""
    rows = living_now(Engagement.objects.filter(outlet=outlet, brand=brand, technician__paused_at=None), now)
    until = Q(skills__until_date=None) | Q(skills__until_date__gte=timezone.localtime(now).date())
    people = Technician.objects.filter(until, pk__in=rows.values("technician"), skills__code=skill)
    several = list(people.select_related("person", "account").order_by("number"))
    numbers = {one.number for one in several}
    known = vouched_for(brand, numbers, days=days_of(now), skill=skill) if several else frozenset()
    return [one for one in several if one.number in known]


def engaged(*, technician: Technician, outlet: Outlet, brand: Organisation, now: datetime) -> bool:
    """Return whether a technician works for an outlet on a brand's jobs now."""
    rows = Engagement.objects.filter(technician=technician, outlet=outlet, brand=brand)
    return living_now(rows, now).exists()


def homes_of(technician: Technician, *, brand: Organisation, now: datetime) -> list[Outlet]:
    """Return the outlets a technician works for on a brand's jobs now (one query)."""
    rows = living_now(Engagement.objects.filter(technician=technician, brand=brand), now)
    return list(Outlet.objects.filter(pk__in=rows.values("outlet")).order_by("code"))


def technicians_of(
    *,
    outlets: list[Outlet] | None = None,
    brand: Organisation,
    now: datetime,
    day: date | None = None,
    only: Technician | None = None,
) -> list[tuple[Technician, Outlet]]:
    """Return who works for these outlets, or any, on a brand's jobs now, with skills and shifts along (one query).

    Only whom the brand vouches for, and whose outlet, today and on the day he would come, with those skills that its
    word is for: nobody is sent whom the check doesn't know, or through whom or for what it doesn't know.
    """
    asked = day or timezone.localtime(now).date()
    return technicians_by_day(outlets=outlets, brand=brand, now=now, days=[asked], only=only)[asked]


def technicians_by_day(
    *,
    outlets: list[Outlet] | None,
    brand: Organisation,
    now: datetime,
    days: Collection[date],
    only: Technician | None = None,
    paused: bool = False,
    skills: Collection[str] = (),
) -> dict[date, list[tuple[Technician, Outlet]]]:
    """Return the same as `technicians_of` for each of some days, with those who are `paused` too (one query).

    Of their hours those that count on these days lie beside them. Asked for some skills, no other is brought along,
    who never had one of them is left out, and of each technician at named outlets only what is weighed is read.
    """
    asked = {day: days_of(now, day) for day in days}
    keys, nights = {outlet.pk: outlet for outlet in outlets or ()}, {day - timedelta(days=1) for day in days}
    ask = partial(_engaged, outlets=tuple(keys), brand=brand.pk, now=now, only=only.pk if only else None)
    ask = partial(ask, paused=paused, skills=tuple(sorted(skills)))
    ask = partial(ask, weekdays=tuple(sorted({day.weekday() for day in nights.union(days)})))
    first, last = (end(chain.from_iterable(asked.values())) for end in (min, max))
    known = keys or outlets is None
    rows = list(ask(first=first, last=last, begins=min(nights), ends=max(days))) if known else []
    rows = [row for row in rows if row.every_skill or not skills]
    for row in rows:
        row.outlet = keys.get(row.outlet_id) or row.outlet
        lay_beside(row.technician, "skills", [SimpleNamespace(**one) for one in row.every_skill])
        lay_beside(row.technician, "shifts", [SimpleNamespace(**one) for one in row.every_shift])
    words = [(row, spans_beside(row.his), spans_beside(row.its)) for row in rows]
    return {
        day: [
            (_as_vouched(row.technician, his, vouched), row.outlet)
            for row, his, its in words
            if brands_covering(his, days=vouched) and brands_covering(its, days=vouched)
        ]
        for day, vouched in asked.items()
    }


def _as_vouched(technician: Technician, his: Spans, days: Collection[date]) -> Technician:
    """Return a technician with those skills alone for which the words beside him hold on each of these days."""
    skills = technician.skills.all()
    known = [one for one in skills if brands_covering(his, days=days, skill=one.code)]
    if len(known) == len(skills):
        return technician
    found = copy(technician)
    vars(found)["_prefetched_objects_cache"] = dict(vars(technician)["_prefetched_objects_cache"])
    lay_beside(found, "skills", known)
    return found


_WEIGHED = ("outlet_id", *(f"technician__{one}" for one in ("number", "grade", "lng", "lat", "paused_at")))
"""What is read of an engagement whose technician is only counted: a report weighs hundreds."""


AWAY = ("absence_id", "employer_id")


@compiled
def _engaged(
    *,
    outlets: tuple[UUID, ...],
    brand: UUID,
    now: datetime,
    only: UUID | None,
    paused: bool,
    skills: tuple[str, ...],
    first: date,
    last: date,
    begins: date,
    ends: date,
    weekdays: tuple[int, ...],
) -> QuerySet[Any]:
    rows: Any = living_now(Engagement.objects.filter(brand_id=brand), now)
    rows = rows if paused else rows.filter(technician__paused_at=None)
    rows = rows.filter(outlet__id__in=outlets) if outlets else rows
    rows = rows.filter(technician_id=only) if only else rows
    theirs = {"technician": OuterRef("technician")}
    known = Skill.objects.filter(**theirs, **({"code__in": skills} if skills else {}))
    shifts = Shift.objects.filter(Q(weekday__in=weekdays) | Q(date__gte=begins, date__lte=ends), **theirs)
    told: QuerySet[Any] = rows.select_related("technician", *(() if outlets else ("outlet",))).annotate(
        every_skill=Gathered(known.order_by("id"), "code", "level", "until_date"),
        every_shift=Gathered(shifts.order_by("id"), "weekday", "weeks", "date", "from_min", "to_min", *AWAY),
        his=vouching("technician__number", first=first, last=last, brand="brand"),
        its=vouching("outlet__code", first=first, last=last, kind="outlet", brand="brand"),
    )
    told = told.only(*_WEIGHED) if skills and outlets else told
    return told.order_by("technician__number")


def sent_for(
    *, brand: Organisation, number: str, skill: str, now: datetime, day: date
) -> tuple[Technician, Outlet] | None:
    """Return who of this number may be sent for a brand today and on a day, and his outlet; None where nobody may.

    Whether he is taught the skill isn't asked, but whether the brand's word is for it.
    """
    outlets = list(Outlet.objects.filter(engagements__technician__number=number, engagements__brand=brand).distinct())
    pool = technicians_of(outlets=outlets, brand=brand, now=now, day=day)
    known = vouched_for(brand, {number}, days=days_of(now, day), skill=skill) if pool else ()
    return next((pair for pair in pool if pair[0].number == number and number in known), None)


def days_of(now: datetime, day: date | None = None) -> frozenset[date]:
    """Return the days on which somebody has to be vouched for: today, and the day he would come.

    Nobody comes on a day that is over: who is late for it, or is sent for it now, comes today.
    """
    today = timezone.localtime(now).date()
    return frozenset({today, max(today, day or today)})


def houses_of(technician: str) -> list[UUID]:
    """Return the organisations of the outlets a technician works for."""
    living = Engagement.objects.filter(technician=UUID(technician), to_at=None)
    return list(living.values_list("outlet__organisation", flat=True).distinct())


def vouches(
    brand: Organisation,
    technician: Technician,
    outlet: Outlet | None,
    *,
    skill: str,
    now: datetime,
    day: date | None = None,
) -> tuple[bool, bool]:
    """Return whether a brand vouches for a technician, for a skill, and for his outlet, if it is known (one query).

    Both today and on the day he would come.
    """
    his, its = WordFor("technician", technician.number, skill), WordFor("outlet", outlet.code if outlet else "")
    known = all_vouched(brand, {his, its} if outlet else {his}, days=days_of(now, day))
    return his in known, outlet is None or its in known


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who works for an outlet, for which brands, what he can do until when, his hours on a day."""

    id: UUID
    number: str
    called: str
    grade: int
    paused: bool
    entered: bool
    """Whether he has signed in: offers and jobs reach nobody who hasn't."""
    portrait: str
    portrait_waits: bool
    """Whether another waits for a brand's signature."""
    brands: tuple[str, ...]
    certificates: tuple[CertificateView, ...]
    hours: working_hours.Spans


def colleagues(outlet: Outlet, *, day: date, now: datetime) -> list[Colleague]:
    """Return who works for an outlet now, the paused ones too, with their hours on a day (four queries)."""
    rows = living_now(Engagement.objects.filter(outlet=outlet), now)
    rows = rows.select_related("technician", "brand").prefetch_related("technician__skills", "technician__shifts")
    waits = Authorisation.objects.filter(kind="technician", code=OuterRef("technician__number"))
    rows = rows.annotate(
        entered=factors.enrolled("technician__account"), waits=Exists(waits.exclude(waiting_portrait=""))
    )
    brands: dict[Technician, list[str]] = {}
    entered: set[Technician] = set()
    waiting: set[Technician] = set()
    for row in rows.order_by("technician__number", "brand__name"):
        brands.setdefault(row.technician, []).append(row.brand.name)
        if row.entered:
            entered.add(row.technician)
        if row.waits:
            waiting.add(row.technician)
    return [
        Colleague(
            id=one.id,
            number=one.number,
            called=one.called,
            grade=one.grade,
            paused=one.paused_at is not None,
            entered=one in entered,
            portrait=one.portrait,
            portrait_waits=one in waiting,
            brands=tuple(names),
            certificates=tuple(certificate_view(skill, day) for skill in one.skills.all() if skill.ended_at is None),
            hours=hours_of(one, day=day, houses=(outlet.organisation_id,)),
        )
        for one, names in brands.items()
    ]


def anybody_works() -> bool:
    """Return whether anybody works for an outlet here who could be sent somewhere (one query)."""
    return Engagement.objects.filter(to_at=None, technician__paused_at=None).exists()


def may_portray(technician: Technician, *, actor: Actor, now: datetime) -> bool:
    """Return whether an actor may say what a technician looks like: the operator, or the manager who brought him in."""
    if "operator" in actor.roles or actor.kind == "system":
        return True
    if "outlet_manager" not in actor.roles:
        return False
    rows = technician.engagements.values_list("outlet__organisation", "from_at", "to_at")
    times = [Stint(str(house), from_at, to_at is not None and to_at <= now) for house, from_at, to_at in rows]
    living = any(time.house == actor.organisation and not time.over for time in times)
    return living and ownership.brought_in(actor.organisation, times)


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
    signed: str
    """The goods it was signed with."""
    signed_for: str
    """What it is for as it was signed, whatever the reader's language."""


def vouchers_of(technician: Technician, *, on: date) -> list[Voucher]:
    """Return the brands that gave their word for a technician on a day (one query)."""
    return [_voucher(row) for row in _words([technician.number], on)]


def vouchers_now(technicians: Iterable[Technician], *, now: datetime) -> dict[str, list[Voucher]]:
    """Return the brands that vouch for technicians, by number: each has an outlet to send him from (two queries)."""
    numbers = [technician.number for technician in technicians]
    return vouchers_from(sending_homes(numbers, now=now), numbers, now=now)


def vouchers_from(homes: Homes, numbers: Iterable[str], *, now: datetime) -> dict[str, list[Voucher]]:
    """Return the brands that vouch for technicians of these numbers, each sent from his homes (one query)."""
    found: dict[str, list[Voucher]] = {number: [] for number in numbers}
    for row in filter(homes.sends, _words(found, timezone.localtime(now).date())):
        found[row.code].append(_voucher(row))
    return found


def _words(numbers: Iterable[str], on: date) -> list[Authorisation]:
    rows = living(on).filter(kind="technician", code__in=list(numbers)).order_by("brand__name")
    return list(filter(verifies, rows))


def _voucher(row: Authorisation) -> Voucher:
    told = {"scope": what_for(row), "signed_for": row.scope, "signed": row.goods}
    return Voucher(brand=row.brand.name, to_date=row.to_date, **told)


def has_skill(technician: Technician, code: str, *, day: date) -> bool:
    """Return whether a technician can do something, his skills fetched along; an ended certificate counts no more."""
    rows = (skill for skill in technician.skills.all() if skill.code == code)
    return any(row.until_date is None or row.until_date >= day for row in rows)


def hours_of(technician: Technician, *, day: date, houses: Collection[UUID] = ()) -> working_hours.Spans:
    """Return the hours a technician begins on a day for some houses, his shifts fetched along; none on a day off."""
    return working_hours.hours_on(day, shifts_of(technician), houses)


def spans_of(technician: Technician, *, day: date, houses: Collection[UUID] = ()) -> working_hours.Spans:
    """Return when a technician works on a day, the rest of last night's hours too (his shifts fetched along)."""
    return working_hours.spans_on(day, shifts_of(technician), houses)


def works(technician: Technician, day: date, begins: tuple[int, int], *, houses: Collection[UUID] = ()) -> bool:
    """Return whether a technician works on a day for some houses while windows begin, between two hours."""
    from_min, until_min = (hour * 60 for hour in begins)
    return any(a < until_min and b > from_min for a, b in spans_of(technician, day=day, houses=houses))


def shifts_of(technician: Technician) -> list[working_hours.Hours]:
    """Return what is kept of a technician's hours (his shifts fetched along)."""
    return [
        working_hours.Hours(
            weekday=shift.weekday,
            weeks=shift.weeks,
            date=shift.date,
            from_min=shift.from_min,
            to_min=shift.to_min,
            absent=shift.absence_id is not None,
            employer=shift.employer_id,
        )
        for shift in technician.shifts.all()
    ]
