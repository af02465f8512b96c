"""Technicians from day to day: absent, other hours, another employment, a skill; each told in their history."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.actions import engagements, starts
from anxin.domain.network.actions.day_spans import LONGEST, Overlaps, RosterRowEnded, check_days, span_facts, today
from anxin.domain.network.models import Absence, Engagement, Outlet, Shift, Skill, Technician
from anxin.domain.network.queries import technicians
from anxin.domain.network.queries.starts import outlets_of
from anxin.domain.network.rules import rosters as rules
from anxin.domain.network.rules import written_hours
from anxin.domain.network.rules.working_hours import Spans, Week
from anxin.domain.people.actions import imports as persons
from anxin.domain.people.models import Organisation


def employ(*, technician: Technician, outlet: Outlet, brand: Organisation, by: Actor, now: datetime) -> Engagement:
    """Let a technician work for one more outlet, or brand; his account comes along."""
    before = outlets_of(technician)
    made = engagements.engage(technician=technician, outlet=outlet, brand=brand, by=by, now=now)
    starts.follow_work(technician=technician, before=before, by=by, now=now)
    _roles(technician, now)
    return made


def dismiss(*, engagement: Engagement, by: Actor, now: datetime, over: bool = False) -> None:
    """End one employment, perhaps because its last day is `over`; the others stay."""
    before = outlets_of(engagement.technician)
    engagements.release(engagement=engagement, by=by, now=now, over=over)
    starts.follow_work(technician=engagement.technician, before=before, by=by, now=now)
    _roles(engagement.technician, now)


def _roles(technician: Technician, now: datetime) -> None:
    if technician.account is not None:
        living = technician.engagements.filter(to_at=None).order_by("outlet__code")
        houses = dict.fromkeys(living.values_list("outlet__organisation__slug", flat=True))
        persons.keep_role("technician", account=technician.account, houses=houses, now=now)


def keep_week(*, technician: Technician, week: Week, by: Actor, now: datetime) -> None:
    """Set the week a technician works, off on days it doesn't name; single days and absences stay as they are."""
    lock(technician)
    engagements.set_week(technician=technician, week=week)
    facts, told = span_facts(today(now), today(now) + LONGEST, technician.pk), written_hours.written_week(week)
    timeline.write(technician.stream(), "network.week_kept", by=by, now=now, facts=facts, private={"why": told})


def keep_day(*, technician: Technician, day: date, hours: Spans, by: Actor, now: datetime) -> None:
    """Set the hours of one day, whatever the week says; none are a day off."""
    lock(technician)
    check_days(day, day, now)
    engagements.set_day(technician=technician, day=day, hours=hours)
    facts, code = span_facts(day, day, technician.pk), "network.day_kept" if hours else "network.day_off"
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
    employer: Organisation | None = None,
) -> Absence:
    """Write down that a technician is on leave or ill; what he holds on these days goes to another at once.

    Leave may be from one `employer` alone: for the others he works as before. Leave that he `wished` for he is told of
    as the answer to that.
    """
    lock(technician)
    check_days(from_date, to_date, now)
    same = Absence.objects.filter(technician=technician, ended_at=None, from_date__lte=to_date, to_date__gte=from_date)
    if same.exclude(kind="left").filter(Q(employer=None) | Q(employer=employer)).exists():
        raise Overlaps
    house = None if employer else _reader(technician, kind, by)
    days = {"from_date": from_date, "to_date": to_date}
    made = Absence.objects.create(technician=technician, kind=kind, house_id=house, employer=employer, **days)
    off = {"technician": technician, "absence": made, "employer": employer, "from_min": 0, "to_min": 0}
    several = range((to_date - from_date).days + 1)
    Shift.objects.bulk_create(Shift(id=uuid7(), date=from_date + timedelta(n), **off) for n in several)
    told = {"off": house is not None, "given_apart" if employer else "given": kind == "leave" and not wished}
    told |= {"ill": kind == "sick" and house is None, "leave": kind == "leave" and house is None}
    span = span_facts(from_date, to_date, made.pk, employer)
    facts = {**span, "absence": kind, **{name: True for name, so in told.items() if so}}
    timeline.write(technician.stream(), "network.absent", by=by, now=now, facts=facts)
    return made


def _reader(technician: Technician, kind: str, by: Actor) -> UUID | None:
    works = technician.engagements.filter(to_at=None).order_by("from_at", "id")
    houses = list(works.values_list("outlet__organisation", flat=True))
    return rules.told_to(kind, houses=houses, by=by.house)


def end_absence(*, absence: Absence, by: Actor, now: datetime) -> None:
    """Say that a technician is there again: from today on his days count as before."""
    lock(absence.technician)
    if not Absence.objects.filter(pk=absence.pk, ended_at=None).update(ended_at=now):
        raise RosterRowEnded
    Shift.objects.filter(absence=absence, date__gte=today(now)).delete()
    span = span_facts(absence.from_date, absence.to_date, absence.pk, absence.employer)
    facts = {**span, "absence": absence.kind}
    timeline.write(absence.technician.stream(), "network.absence_ended", by=by, now=now, facts=facts)


def report_sick(*, technician: Technician, to_date: date, by: Actor, now: datetime) -> Absence:
    """A technician says himself that he is ill, for a few days at once; longer is for whoever leads him to say."""
    first = today(now)
    most = settings.get("network.own_sick_days", at=now)
    if to_date > first + timedelta(days=most - 1):
        raise Invalid("to_date", expected=_("at most {n} days").format(n=most), got=to_date.isoformat())
    return absent(technician=technician, kind="sick", from_date=first, to_date=to_date, by=by, now=now)


def report_well(*, technician: Technician, by: Actor, now: datetime) -> None:
    """A technician says himself that he is ill no more: from today on he is asked again."""
    lock(technician)
    absence = technicians.illness(technician, now=now)
    if absence is None:
        raise RosterRowEnded
    end_absence(absence=absence, by=by, now=now)


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
    before = technician.skills.filter(code=code, ended_at=None).values_list("level", flat=True).first() or level
    made = engagements.teach(
        technician=technician, code=code, level=level, certificate=certificate, until_date=until_date
    )
    facts, ends = {"skill": code, "level": level}, until_date.isoformat() if until_date else ""
    told = {"why": f"{certificate} {ends}".strip()} if certificate or ends else None
    timeline.write(technician.stream(), "network.qualified", by=by, now=now, facts=facts, private=told)
    if level < before:
        lowered = {"skill": code, "before": before, "level": level}
        timeline.write(technician.stream(), "network.level_lowered", by=by, now=now, facts=lowered)
    return made


def end_skill(*, skill: Skill, why: str, by: Actor, now: datetime) -> None:
    """Let a skill count no more from today on, also one whose certificate ran out; it stays in the record."""
    lock(skill.technician)
    yesterday = today(now) - timedelta(days=1)
    until_date = min(skill.until_date or yesterday, yesterday)
    if not Skill.objects.filter(pk=skill.pk, ended_at=None).update(until_date=until_date, ended_at=now):
        raise RosterRowEnded
    facts, stream = {"skill": skill.code}, skill.technician.stream()
    timeline.write(stream, "network.skill_ended", by=by, now=now, facts=facts, private={"why": why})
