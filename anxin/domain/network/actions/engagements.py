"""Outlets and technicians: opened, engaged, taught, paused."""

from collections.abc import Iterable
from datetime import date, datetime
from secrets import token_hex

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.wording import joined
from anxin.domain.network.actions import brand_hours
from anxin.domain.network.actions.employer_ends import end_at_employer
from anxin.domain.network.models import Engagement, Outlet, Shift, Skill, Technician, Territory
from anxin.domain.network.queries import names
from anxin.domain.network.rules import identifiers, service_areas
from anxin.domain.network.rules.working_hours import Spans, Week
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account, Organisation, Person
from anxin.domain.places import gateway as places


class NotEngaged(WrongState):
    """The technician doesn't work for this outlet and brand now."""

    code = "network.not_engaged"


def open_outlet(
    *,
    organisation: Organisation,
    code: str,
    division: str,
    phone: str,
    lng: float,
    lat: float,
    street: str = "",
    capacity: int | None = None,
) -> Outlet:
    """Open an outlet."""
    return Outlet.objects.create(
        organisation=organisation,
        code=code,
        division=division,
        phone=phone,
        bare_phone=identifiers.number_in(phone),
        lng=lng,
        lat=lat,
        street=street,
        capacity=capacity,
    )


def widen(*, outlet: Outlet, brand: Organisation, division: str, now: datetime, apart: bool = False) -> Territory:
    """Let an outlet serve a division for a brand from now on; or not, where it is left out of a wider one (`apart`)."""
    kind = {"kind": Territory.Kind.APART} if apart else {}
    made, _ = Territory.objects.get_or_create(
        outlet=outlet, brand=brand, division=division, to_at=None, defaults={"from_at": now, **kind}
    )
    return made


def serve(
    *, outlet: Outlet, brand: Organisation, areas: Iterable[tuple[str, str]], by: Actor, now: datetime
) -> tuple[int, int]:
    """Let an outlet serve these areas (kind, code) for a brand and no others; give how many began and ended.

    Raises `Invalid` for an unknown division, one told twice, and what is left out of nothing.
    """
    lock(outlet)
    wanted = service_areas.reduced(areas)
    unknown = next((code for code in wanted if not places.known_code(code)), "")
    if unknown:
        raise Invalid("areas", expected="divisions of today's table", got=unknown)
    held = {territory.division: territory for territory in outlet.territories.filter(brand=brand, to_at=None)}
    ended = [one for code, one in held.items() if wanted.get(code) != one.kind]
    begun = [code for code, kind in wanted.items() if code not in held or held[code].kind != kind]
    Territory.objects.filter(pk__in=[one.pk for one in ended]).update(to_at=now)
    Territory.objects.bulk_create(
        Territory(id=uuid7(), outlet=outlet, brand=brand, division=code, kind=wanted[code], from_at=now)
        for code in begun
    )
    tell_covered(outlet, brand, begun, [one.division for one in ended], by=by, now=now)
    return len(begun), len(ended)


def tell_covered(
    outlet: Outlet, brand: Organisation, begun: Iterable[str], ended: Iterable[str], *, by: Actor, now: datetime
) -> None:
    """Tell in an outlet's history which divisions it serves for a brand from now on, and which no more."""
    more, fewer = ([names.served(one) for one in several] for several in (begun, ended))
    said = [*(f"+{one}" for one in more), *(f"−{one}" for one in fewer)]
    facts = {"brand": brand.slug, "begun": len(more), "ended": len(fewer)}
    told = {"why": joined(said)[:1000]} if said else None
    timeline.write(outlet.stream(), "network.covered", by=by, now=now, facts=facts, private=told)


def register_technician(
    *,
    person: Person,
    account: Account | None,
    number: str,
    called: str,
    lng: float,
    lat: float,
    since_date: date,
) -> Technician:
    """Register a technician with the number on his badge."""
    technician = Technician(
        id=uuid7(),
        person=person,
        account=account,
        number=number,
        called=called,
        lng=lng,
        lat=lat,
        since_date=since_date,
    )
    technician.badge_sealed = vault.seal("network.technician.badge", technician.id, token_hex(32))
    technician.save(force_insert=True)
    return technician


def give_account(*, technician: Technician, username: str, now: datetime) -> Account:
    """Open a technician an account without a password, with the role at each outlet he works for."""
    account = people.open_account(
        username=username,
        password="",
        called=technician.called,
        kind="technician",
        person=technician.person,
        now=now,
    )
    technician.account = account
    technician.save(update_fields=["account"])
    for engagement in technician.engagements.filter(to_at=None).select_related("outlet__organisation"):
        people.grant(account=account, organisation=engagement.outlet.organisation, role="technician", now=now)
    return account


def engage(*, technician: Technician, outlet: Outlet, brand: Organisation, by: Actor, now: datetime) -> Engagement:
    """Let a technician work for an outlet on a brand's jobs from now on."""
    made, new = Engagement.objects.get_or_create(
        technician=technician, outlet=outlet, brand=brand, to_at=None, defaults={"from_at": now}
    )
    if new:
        facts = {"outlet": outlet.code, "brand": brand.slug}
        timeline.write(technician.stream(), "network.engage", by=by, now=now, facts=facts)
        brand_hours.keep(technician=technician)
    return made


def release(*, engagement: Engagement, by: Actor, now: datetime, over: bool = False) -> None:
    """End an engagement; who is at the door finishes there, what he holds else goes to another.

    Whose last day is `over` goes on to where he is on the way.
    """
    if not Engagement.objects.filter(pk=engagement.pk, to_at=None).update(to_at=now):
        raise NotEngaged
    facts = {"outlet": engagement.outlet.code, "brand": engagement.brand.slug, **({"over": 1} if over else {})}
    timeline.write(engagement.technician.stream(), "network.release", by=by, now=now, facts=facts)
    end_at_employer(technician=engagement.technician, house=engagement.outlet.organisation_id, now=now)


def teach(
    *, technician: Technician, code: str, level: int = 1, certificate: str = "", until_date: date | None = None
) -> Skill:
    """Write down a skill with the certificate that proves it."""
    made, _ = Skill.objects.update_or_create(
        technician=technician,
        code=code,
        defaults={"level": level, "certificate": certificate, "until_date": until_date, "ended_at": None},
    )
    brand_hours.keep(technician=technician)
    return made


def set_week(*, technician: Technician, week: Week) -> None:
    """Set the week a technician works, off on days it doesn't name; single days and absences stay as they are."""
    Shift.objects.filter(technician=technician, date=None).delete()
    Shift.objects.bulk_create(
        Shift(technician=technician, weeks=weeks, weekday=weekday, from_min=from_min, to_min=to_min)
        for weeks, weekday, spans in week.days()
        for from_min, to_min in spans
    )
    brand_hours.keep(technician=technician)


def set_day(*, technician: Technician, day: date, hours: Spans) -> None:
    """Set the hours of one date, which win over the week's; none are a day off."""
    Shift.objects.filter(technician=technician, date=day, absence=None).delete()
    Shift.objects.bulk_create(
        Shift(technician=technician, date=day, from_min=from_min, to_min=to_min)
        for from_min, to_min in hours or ((0, 0),)
    )
    brand_hours.keep(technician=technician)


def pause(*, technician: Technician, why: str, by: Actor, now: datetime) -> None:
    """Stop offering jobs to a technician for now."""
    Technician.objects.filter(pk=technician.pk, paused_at=None).update(paused_at=now)
    timeline.write(technician.stream(), "network.pause", by=by, now=now, private={"why": why})


def set_grade(*, technician: Technician, stars: int) -> None:
    """Write a technician's current stars down; `quality.grade` works them out and tells why."""
    Technician.objects.filter(pk=technician.pk).update(grade=stars)
    technician.grade = stars


def unpause(*, technician: Technician, by: Actor, now: datetime) -> None:
    """Offer jobs to a technician again."""
    Technician.objects.filter(pk=technician.pk).exclude(paused_at=None).update(paused_at=None)
    brand_hours.keep(technician=technician)
    timeline.write(technician.stream(), "network.unpause", by=by, now=now)


def shut_out(*, account: Account, by: Actor, now: datetime) -> None:
    """Have a technician whose account was shut in no window and offered nothing; what he holds goes to another."""
    for technician in Technician.objects.filter(account=account, shut_out_at=None):
        paused_at = technician.paused_at or now
        Technician.objects.filter(pk=technician.pk).update(paused_at=paused_at, shut_out_at=now)
        timeline.write(technician.stream(), "network.shut_out", by=by, now=now)


def let_back(*, account: Account, by: Actor, now: datetime) -> None:
    """Count a technician again whose account was opened again; who was paused before stays paused."""
    for technician in Technician.objects.filter(account=account):
        paused_at = None if technician.paused_at == technician.shut_out_at else technician.paused_at
        Technician.objects.filter(pk=technician.pk).update(paused_at=paused_at, shut_out_at=None)
        brand_hours.keep(technician=technician)
        timeline.write(technician.stream(), "network.let_back", by=by, now=now)
