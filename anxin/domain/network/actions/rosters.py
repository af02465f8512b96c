"""Outlets and technicians from day to day: closed, absent, other hours, a swap, a skill; each told in their history."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from anxin.core import phones, settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network import queries, wording
from anxin.domain.network.actions import engagements, starts
from anxin.domain.network.models import (
    Absence,
    Authorisation,
    Closure,
    Engagement,
    FormerPhone,
    Leave,
    Outlet,
    Shift,
    Skill,
    Swap,
    Technician,
)
from anxin.domain.network.queries import outlets, points, technicians
from anxin.domain.network.queries.starts import outlets_of
from anxin.domain.network.rules import identifiers, written_hours
from anxin.domain.network.rules.working_hours import Spans, Week
from anxin.domain.network.states import SWAP
from anxin.domain.people.actions import imports as persons
from anxin.domain.people.models import Organisation

LONGEST = timedelta(days=366)
SLIP = timedelta(days=1)
POINT = ("division", "street", "lng", "lat", "area_m", "point_asked_at", "point_failed_at", "point_failures")
KEPT = ("phone", "bare_phone", *POINT, "opens", "capacity", "counter", "by_mail")


class RosterRowEnded(WrongState):
    """This closure, absence or skill has ended already."""

    code = "network.ended"


class Overlaps(WrongState):
    """Some of these days are told already."""

    code = "network.overlaps"


class NoSwap(WrongState):
    """One of the two doesn't work that day, or the other works already."""

    code = "network.no_swap"


@dataclass(frozen=True, kw_only=True)
class OutletPlace:
    """Where an outlet is: its county, the street in it, and the point that distances count from."""

    division: str
    street: str
    lng: float
    lat: float


def keep_outlet(
    *,
    outlet: Outlet,
    phone: str,
    door: OutletPlace,
    opens: str,
    capacity: int | None,
    counter: bool,
    by_mail: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Change where an outlet is, how it is reached, when it is open, what it takes a day, and how goods come to it."""
    phones.of_a_house(phone)  # refuses what is none, by field
    lock(outlet)
    ring_at(outlet, phone, now=now)
    put_at(outlet, door)
    outlet.opens, outlet.capacity = opens, capacity
    outlet.counter, outlet.by_mail = counter, by_mail
    outlet.save(update_fields=KEPT)
    tell_kept(outlet, told(outlet), by=by, now=now)


def put_at(outlet: Outlet, door: OutletPlace) -> None:
    """Set where an outlet is, and how well its point is known; one that stays there is not asked for again."""
    there = (outlet.division, outlet.street, outlet.lng, outlet.lat)
    if there != (door.division, door.street, door.lng, door.lat):
        outlet.division, outlet.street, outlet.lng, outlet.lat = door.division, door.street, door.lng, door.lat
        outlet.area_m, outlet.point_failures = points.area_m(outlet), 0
        outlet.point_asked_at = outlet.point_failed_at = None


def ring_at(outlet: Outlet, phone: str, *, now: datetime) -> None:
    """Set the number an outlet is reached at; the one before stays known as given up.

    Not one that no brand ever vouched for, nor one that is corrected within a day: it was a slip.
    """
    before, bare = outlet.bare_phone, identifiers.number_in(phone)
    if before not in ("", bare) and _is_known(outlet, now):
        FormerPhone.objects.update_or_create(outlet=outlet, bare=before, defaults={"ended_at": now})
    outlet.phone, outlet.bare_phone = phone, bare


def _is_known(outlet: Outlet, now: datetime) -> bool:
    """Return whether the public may know an outlet by its phone of today."""
    vouched = Authorisation.objects.filter(kind="outlet", code=outlet.code).exclude(signature="")
    kept = timeline.facts_of(outlet.stream(), code="network.outlet_kept")
    return vouched.exists() and not any(one.at > now - SLIP for one in kept)


def told(outlet: Outlet) -> str:
    """Return in one line how an outlet is reached, where it is, when it is open and what it takes."""
    there = (("counter", outlet.counter), ("by_mail", outlet.by_mail))
    ways = [str(wording.WAYS[name]) for name, taken in there if taken]
    most = [] if outlet.capacity is None else [gettext("{n} jobs a day").format(n=outlet.capacity)]
    where = (points.address_of(outlet), outlets.point_of(outlet))
    return " · ".join(one for one in (outlet.phone, *where, outlet.opens, *most, *ways) if one)


def tell_kept(outlet: Outlet, why: str, *, by: Actor, now: datetime) -> None:
    """Tell in its history what an outlet is like from now on."""
    timeline.write(outlet.stream(), "network.outlet_kept", by=by, now=now, private={"why": why})


def take_orders(*, outlet: Outlet, takes: bool, why: str, by: Actor, now: datetime) -> None:
    """Let an outlet be asked again, or not until further notice; jobs under way stay with it."""
    lock(outlet)
    outlet.takes_orders = takes
    outlet.save(update_fields=["takes_orders"])
    code = "network.orders_taken" if takes else "network.orders_stopped"
    timeline.write(outlet.stream(), code, by=by, now=now, private={"why": why} if why else None)


def close(*, outlet: Outlet, from_date: date, to_date: date, why: str, by: Actor, now: datetime) -> Closure:
    """Close an outlet for some days: nobody is sent from there, and what was booked goes to another."""
    lock(outlet)
    _days(from_date, to_date, now)
    same = Closure.objects.filter(outlet=outlet, ended_at=None, from_date__lte=to_date, to_date__gte=from_date)
    if same.exists():
        raise Overlaps
    made = Closure.objects.create(outlet=outlet, from_date=from_date, to_date=to_date, why=why)
    timeline.write(outlet.stream(), "network.closed", by=by, now=now, facts=_span(from_date, to_date, made.pk))
    return made


def end_closure(*, closure: Closure, by: Actor, now: datetime) -> None:
    """Open an outlet before the closure's last day."""
    lock(closure.outlet)
    if not Closure.objects.filter(pk=closure.pk, ended_at=None).update(ended_at=now):
        raise RosterRowEnded
    facts = _span(closure.from_date, closure.to_date, closure.pk)
    timeline.write(closure.outlet.stream(), "network.closure_ended", by=by, now=now, facts=facts)


def employ(*, technician: Technician, outlet: Outlet, brand: Organisation, by: Actor, now: datetime) -> Engagement:
    """Let a technician work for one more outlet, or brand; his account comes along."""
    before = outlets_of(technician)
    made = engagements.engage(technician=technician, outlet=outlet, brand=brand, by=by, now=now)
    starts.follow_work(technician=technician, before=before, by=by, now=now)
    _roles(technician, now)
    return made


def dismiss(*, engagement: Engagement, by: Actor, now: datetime) -> None:
    """End one employment; the others stay."""
    before = outlets_of(engagement.technician)
    engagements.release(engagement=engagement, by=by, now=now)
    starts.follow_work(technician=engagement.technician, before=before, by=by, now=now)
    _roles(engagement.technician, now)


def _roles(technician: Technician, now: datetime) -> None:
    if technician.account is not None:
        living = technician.engagements.filter(to_at=None).order_by("outlet__code")
        houses = dict.fromkeys(living.values_list("outlet__organisation__slug", flat=True))
        persons.keep_roles(account=technician.account, roles=[(house, "technician") for house in houses], now=now)


def keep_week(*, technician: Technician, week: Week, by: Actor, now: datetime) -> None:
    """Set the week a technician works, off on days it doesn't name; single days and absences stay as they are."""
    lock(technician)
    engagements.set_week(technician=technician, week=week)
    facts, told = _span(_today(now), _today(now) + LONGEST, technician.pk), written_hours.written_week(week)
    timeline.write(technician.stream(), "network.week_kept", by=by, now=now, facts=facts, private={"why": told})


def keep_day(*, technician: Technician, day: date, hours: Spans, by: Actor, now: datetime) -> None:
    """Set the hours of one day, whatever the week says; none are a day off."""
    lock(technician)
    _days(day, day, now)
    engagements.set_day(technician=technician, day=day, hours=hours)
    facts, code = _span(day, day, technician.pk), "network.day_kept" if hours else "network.day_off"
    told = {"why": written_hours.written_spans(hours)} if hours else None
    timeline.write(technician.stream(), code, by=by, now=now, facts=facts, private=told)


def absent(
    *,
    technician: Technician,
    kind: str,
    from_date: date,
    to_date: date,
    by: Actor,
    now: datetime,
    wished: bool = False,
) -> Absence:
    """Write down that a technician is on leave or ill; what he holds on these days goes to another at once.

    Leave that he `wished` for he is told of as the answer to that.
    """
    lock(technician)
    _days(from_date, to_date, now)
    same = Absence.objects.filter(technician=technician, ended_at=None, from_date__lte=to_date, to_date__gte=from_date)
    if same.exists():
        raise Overlaps
    made = Absence.objects.create(technician=technician, kind=kind, from_date=from_date, to_date=to_date)
    Shift.objects.bulk_create(
        Shift(id=uuid7(), technician=technician, absence=made, date=from_date + timedelta(n), from_min=0, to_min=0)
        for n in range((to_date - from_date).days + 1)
    )
    told = {"ill": kind == "sick", "given": kind == "leave" and not wished}
    facts = {**_span(from_date, to_date, made.pk), "absence": kind, **{name: True for name, so in told.items() if so}}
    timeline.write(technician.stream(), "network.absent", by=by, now=now, facts=facts)
    return made


def end_absence(*, absence: Absence, by: Actor, now: datetime) -> None:
    """Say that a technician is there again: from today on his days count as before."""
    lock(absence.technician)
    if not Absence.objects.filter(pk=absence.pk, ended_at=None).update(ended_at=now):
        raise RosterRowEnded
    Shift.objects.filter(absence=absence, date__gte=_today(now)).delete()
    facts = {**_span(absence.from_date, absence.to_date, absence.pk), "absence": absence.kind}
    timeline.write(absence.technician.stream(), "network.absence_ended", by=by, now=now, facts=facts)


def report_sick(*, technician: Technician, to_date: date, by: Actor, now: datetime) -> Absence:
    """A technician says himself that he is ill, for a few days at once; longer is for whoever leads him to say."""
    today = _today(now)
    most = settings.get("network.own_sick_days", at=now)
    if to_date > today + timedelta(days=most - 1):
        raise Invalid("to_date", expected=_("at most {n} days").format(n=most), got=to_date.isoformat())
    return absent(technician=technician, kind="sick", from_date=today, to_date=to_date, by=by, now=now)


def report_well(*, technician: Technician, by: Actor, now: datetime) -> None:
    """A technician says himself that he is ill no more: from today on he is asked again."""
    lock(technician)
    absence = technicians.illness(technician, now=now)
    if absence is None:
        raise RosterRowEnded
    end_absence(absence=absence, by=by, now=now)


def ask_leave(*, technician: Technician, from_date: date, to_date: date, by: Actor, now: datetime) -> Leave:
    """Wish for days of leave; nothing changes until it is agreed to."""
    lock(technician)
    _days(from_date, to_date, now)
    same = {"technician": technician, "from_date__lte": to_date, "to_date__gte": from_date}
    told = (
        Absence.objects.filter(ended_at=None, **same).exists() or Leave.objects.filter(state="asked", **same).exists()
    )
    if told:
        raise Overlaps
    made = Leave(technician=technician, from_date=from_date, to_date=to_date)
    begin(made, by=by, now=now, facts=_span(from_date, to_date, made.pk))
    return made


def agree_leave(*, leave: Leave, by: Actor, now: datetime) -> None:
    """Give the leave that was wished for: what he holds on these days goes to another at once."""
    lock(leave)
    transition(leave, "agree", by=by, now=now, facts=_span(leave.from_date, leave.to_date, leave.pk))
    days = {"from_date": leave.from_date, "to_date": leave.to_date}
    absent(technician=leave.technician, kind="leave", **days, by=by, now=now, wished=True)


def end_leave(*, leave: Leave, step: str, by: Actor, now: datetime) -> None:
    """Refuse a wish for leave, or take it back."""
    lock(leave)
    transition(leave, step, by=by, now=now, facts=_span(leave.from_date, leave.to_date, leave.pk))


def ask_swap(
    *, technician: Technician, colleague: Technician, day: date, back: date | None, by: Actor, now: datetime
) -> Swap:
    """Ask that a colleague takes a technician's day, perhaps for one of his own; nothing changes until it is agreed."""
    lock(technician)
    _days(day, back or day, now) if back and back >= day else _days(day, day, now)
    made = Swap(technician=technician, colleague=colleague, date=day, back_date=back)
    _swapped(made)
    waiting = Swap.objects.filter(technician=technician, colleague=colleague, date=day)
    if waiting.exclude(state__in=SWAP.ends).exists():
        raise Overlaps
    begin(made, by=by, now=now, facts=_swap_facts(made))
    return made


def agree_swap(*, swap: Swap, by: Actor, now: datetime) -> None:
    """Change the hours of both as they were asked; refused where one of the days is another by now."""
    lock(swap)
    changed = _swapped(swap)
    transition(swap, "agree", by=by, now=now, facts=_swap_facts(swap))
    for whose, day, hours in changed:
        keep_day(technician=whose, day=day, hours=hours, by=by, now=now)


def end_swap(*, swap: Swap, step: str, by: Actor, now: datetime) -> None:
    """Consent to a swap as the colleague, refuse it, or take it back before anybody agreed."""
    lock(swap)
    transition(swap, step, by=by, now=now, facts=_swap_facts(swap))


def _swapped(swap: Swap) -> list[tuple[Technician, date, Spans]]:
    one, other, day, back = swap.technician, swap.colleague, swap.date, swap.back_date
    given, theirs = queries.hours_of(one, day=day), queries.hours_of(other, day=day)
    if not given or one.pk == other.pk:
        raise NoSwap({"called": one.called, "day": day.isoformat()})
    if back == day:
        return [(one, day, theirs), (other, day, given)]
    if theirs:
        raise NoSwap({"called": other.called, "day": day.isoformat()})
    changed: list[tuple[Technician, date, Spans]] = [(one, day, ()), (other, day, given)]
    if back is not None:
        taken = queries.hours_of(other, day=back)
        if not taken or queries.hours_of(one, day=back):
            raise NoSwap({"called": other.called, "day": back.isoformat()})
        changed += [(one, back, taken), (other, back, ())]
    return changed


def _swap_facts(swap: Swap) -> dict[str, str]:
    back = {"back": swap.back_date.isoformat()} if swap.back_date else {}
    return {"colleague": swap.colleague.number, "day": swap.date.isoformat(), **back}


def qualify(
    *,
    technician: Technician,
    code: str,
    level: int,
    certificate: str,
    until_date: date | None,
    by: Actor,
    now: datetime,
) -> Skill:
    """Write down what a technician can do, with its certificate; once more, with another end, renews it."""
    lock(technician)
    if code not in SKILLS:
        raise Invalid("code", expected=", ".join(SKILLS), got=code)
    made = engagements.teach(
        technician=technician, code=code, level=level, certificate=certificate, until_date=until_date
    )
    facts, ends = {"skill": code, "level": level}, until_date.isoformat() if until_date else ""
    told = {"why": f"{certificate} {ends}".strip()} if certificate or ends else None
    timeline.write(technician.stream(), "network.qualified", by=by, now=now, facts=facts, private=told)
    return made


def end_skill(*, skill: Skill, why: str, by: Actor, now: datetime) -> None:
    """Let a skill count no more from today on, also one whose certificate ran out; it stays in the record."""
    lock(skill.technician)
    yesterday = _today(now) - timedelta(days=1)
    until_date = min(skill.until_date or yesterday, yesterday)
    if not Skill.objects.filter(pk=skill.pk, ended_at=None).update(until_date=until_date, ended_at=now):
        raise RosterRowEnded
    facts, stream = {"skill": skill.code}, skill.technician.stream()
    timeline.write(stream, "network.skill_ended", by=by, now=now, facts=facts, private={"why": why})


def _today(now: datetime) -> date:
    return timezone.localtime(now).date()


def _days(from_date: date, to_date: date, now: datetime) -> None:
    if to_date < max(from_date, _today(now)):
        expected = _("a last day not before the first, nor before today")
        raise Invalid("to_date", expected=expected, got=to_date.isoformat())
    if to_date - from_date > LONGEST:
        raise Invalid("to_date", expected=_("at most {n} days").format(n=LONGEST.days), got=to_date.isoformat())


def _span(from_date: date, to_date: date, row: object) -> dict[str, object]:
    return {"from": from_date.isoformat(), "to": to_date.isoformat(), "row": str(row)}
