"""Technicians as whoever keeps the network sees them: the list, one of them, what happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.gathered_rows import EachAsked, Gathered
from anxin.core.sessions import lifecycle
from anxin.core.states import lock as lock
from anxin.core.timeline import EntryView
from anxin.domain.network.models import Absence, Authorisation, Engagement, Outlet, Skill, Technician
from anxin.domain.network.queries import badges, starts
from anxin.domain.network.queries.attestations import SIGNATURE_COUNTS
from anxin.domain.network.queries.engagements import hours_of, may_portray
from anxin.domain.network.queries.lookup import NoSuchTechnician, living_now
from anxin.domain.network.queries.outlet_names import called_apart
from anxin.domain.network.queries.outlets import SEE
from anxin.domain.network.rules import working_hours
from anxin.domain.network.rules.rosters import TechnicianSituation, absence_for
from anxin.domain.network.states import KEEPERS
from anxin.domain.network.wording.absences import absence_said
from anxin.domain.people.models import Consent, Organisation
from anxin.domain.people.queries import factors

LEAD = frozenset({"outlet_manager"})
COLLEAGUES = LEAD | {"outlet_dispatcher"}
"""Who sees the people of his own outlet."""
STANDS = ("there", "absent", "paused", "unplaced", "unvouched", "unhoured", "unentered")
ENDS_SOON = timedelta(days=30)
"""A certificate that ends by then, or has ended, is to be renewed."""
COUNTED = ("away", "ill", "able", "employed", "last_days")


@dataclass(frozen=True, kw_only=True)
class TechnicianFilter:
    """Which technicians are asked for."""

    text: str = ""
    brand: str = ""
    outlet: str = ""
    stands: str = ""
    versions: tuple[str, ...] = ()
    """Of texts: who is `unread` hasn't said yes to each of them."""


@dataclass(frozen=True, kw_only=True)
class TechnicianRow:
    """One technician of the list: where he works, what he can do, and how he stands today."""

    number: str
    called: str
    outlets: tuple[str, ...]
    skills: tuple[str, ...]
    hours: working_hours.Spans
    stands: str
    absent_until: date | None
    last_date: date | None
    """The first last day with an employer that was said."""


def visible_to(actor: Actor) -> QuerySet[Technician]:
    """Return all technicians to who keeps the network or works at the desk, to an outlet its own, to one himself."""
    rows = Technician.objects.select_related("person", "account")
    if actor.roles & SEE:
        return rows
    if actor.kind == "technician":
        return rows.filter(account_id=actor.id)
    theirs = Engagement.objects.filter(outlet__organisation=actor.house, to_at=None).values("technician")
    return rows.filter(pk__in=theirs) if actor.roles & COLLEAGUES else rows.none()


def technician(number: str, *, actor: Actor) -> Technician:
    """Return a technician by his number; raises `network.no_such_technician`."""
    found = visible_to(actor).filter(number=number).first()
    if found is None:
        raise NoSuchTechnician({"number": number[:32]})
    return found


def own(actor: Actor, *, now: datetime) -> Technician:
    """Return the technician behind an actor, with what his commands' rules ask about him (one query)."""
    rows = Technician.objects.filter(account_id=actor.id) if actor.kind == "technician" else Technician.objects.none()
    found: Technician | None = _counted(rows, now).first()
    if found is None:
        raise NoSuchTechnician
    return found


def situation(row: Technician, *, by: Actor, now: datetime, under_lock: bool = False) -> TechnicianSituation:
    """Return the situation of a technician for the rules of its commands; `under_lock` locks him first."""
    if under_lock:
        lock(row)
    counted = vars(row)
    if under_lock or not counted.keys() >= set(COUNTED):
        counted = _counted(Technician.objects.filter(pk=row.pk), now, reader_of(by)).values(*COUNTED).get()
    led = is_led(row, by=by, now=now)
    away, ill, able, employed, ending = (counted[one] or 0 for one in COUNTED)
    return TechnicianSituation(
        paused=row.paused_at is not None,
        shut=row.shut_out_at is not None,
        own=is_own(row, by),
        led=led,
        absences=away,
        ill=ill,
        skills=able,
        employments=employed,
        last_days=ending,
        portrayed=may_portray(row, actor=by, now=now),
        badge=badges.current(row) if led else "",
        badgeable=led and badges.may_have(row, now=now),
        signed_in=led and row.account_id is not None and lifecycle.is_in(str(row.account_id), now=now),
    )


def _counted(rows: QuerySet[Technician], now: datetime, reader: UUID | None = None) -> QuerySet[Technician, Any]:
    """Count beside each technician the absences, as a house reads them, skills and employments that can be ended."""
    today, own = timezone.localtime(now).date(), {"technician": OuterRef("pk")}
    several: tuple[QuerySet[Any], ...] = (
        Absence.objects.filter(concerns(reader), ended_at=None, to_date__gte=today, **own).exclude(kind="left"),
        _ill(now).filter(**own),
        Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=today), **own),
        Engagement.objects.filter(to_at=None, **own),
        _last_days().filter(concerns(reader), **own),
    )
    counts = [
        Subquery(rows.order_by().values("technician").annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        for rows in several
    ]
    return rows.annotate(**dict(zip(COUNTED, counts, strict=True)))


def absences(row: Technician, *, now: datetime, reader: UUID | None = None) -> list[Absence]:
    """Return the absences that last or lie ahead, and concern a house; not those after a last day."""
    today = timezone.localtime(now).date()
    rows = row.absences.filter(concerns(reader), ended_at=None, to_date__gte=today).exclude(kind="left")
    return list(rows.select_related("employer").order_by("from_date", "id"))


def concerns(reader: UUID | None) -> Q:
    """Keep absences and wishes for leave that are not from another employer than a house; no house reads all."""
    return Q(employer=None) | Q(employer=reader) if reader else Q()


def said(row: Absence, by: Actor) -> str:
    """Return what an absence is called as an actor reads it."""
    employer = row.employer.name if row.employer and reader_of(by) is None else ""
    return f"{absence_said(absence_read(row, by), employer)} {row}"


def absence_read(row: Absence, by: Actor) -> str:
    """Return what an actor reads of an absence: its kind, or that he is away."""
    return absence_for(row.kind, house=row.house_id, reader=reader_of(by))


def reader_of(by: Actor) -> UUID | None:
    """Return as which house an actor reads absences; none where he keeps the network, or is the technician."""
    return None if by.may(frozenset(KEEPERS.split())) or by.kind == "technician" else by.house


def called_by(number: OuterRef) -> QuerySet[Technician, str]:
    """Return how a technician is called, for a statement that has his number."""
    return Technician.objects.filter(number=number).values_list("called", flat=True)[:1]


def illness(row: Technician, *, now: datetime) -> Absence | None:
    """Return the illness of a technician that lasts today."""
    return _ill(now).filter(technician=row).first()


def illness_of(actor: Actor, *, now: datetime) -> Absence | None:
    """Return the illness that lasts today of whoever is signed in (one query)."""
    return _ill(now).filter(technician__account_id=UUID(actor.id)).first()


def _ill(now: datetime) -> QuerySet[Absence]:
    """Return what lasts of illness today."""
    today = timezone.localtime(now).date()
    return Absence.objects.filter(ended_at=None, kind="sick", from_date__lte=today, to_date__gte=today)


def is_own(row: Technician, by: Actor) -> bool:
    """Return whether an actor is this technician."""
    return by.kind == "technician" and str(row.account_id) == by.id


def is_led(row: Technician, *, by: Actor, now: datetime) -> bool:
    """Return whether an actor keeps the network, or leads an outlet that a technician works for."""
    return row.pk in led_of([row.pk], by=by, now=now)


def led_of(keys: Collection[UUID], *, by: Actor, now: datetime) -> set[UUID]:
    """Return whom of these technicians an actor leads: who keeps the network all, else those of his outlet."""
    if by.may(frozenset(KEEPERS.split())):
        return set(keys)
    if not by.roles & LEAD:
        return set()
    works = living_now(Engagement.objects.filter(technician__in=keys, outlet__organisation=by.house), now)
    return set(works.values_list("technician", flat=True))


def employers_of(row: Technician) -> list[Organisation]:
    """Return the houses he works for now."""
    return list(dict.fromkeys(one.outlet.organisation for one in employments(row)))


def skills_of(row: Technician, *, now: datetime) -> list[Skill]:
    """Return the skills that count today."""
    today = timezone.localtime(now).date()
    return list(row.skills.filter(Q(until_date=None) | Q(until_date__gte=today)).order_by("code"))


def skill_written(row: Technician, code: str) -> Skill | None:
    """Return a skill that nobody ended, also one whose certificate ran out."""
    return row.skills.filter(code=code, ended_at=None).first()


def skill_kept(row: Technician, code: str, *, certificate: str, until_date: date | None) -> Skill | None:
    """Return the skill that keeps its certificate and end, as neither is told; nothing where one is, or he has none."""
    return skill_written(row, code) if not certificate and until_date is None else None


def employments(row: Technician) -> list[Engagement]:
    """Return for whom he works now."""
    rows = row.engagements.filter(to_at=None).select_related("outlet__organisation", "brand")
    return list(rows.order_by("outlet__code", "brand__name"))


def colleagues_of(row: Technician, *, now: datetime) -> list[Technician]:
    """Return who works for an outlet of his."""
    homes = living_now(Engagement.objects.filter(technician=row), now).values("outlet")
    theirs = living_now(Engagement.objects.filter(outlet__in=homes), now)
    rows = Technician.objects.filter(pk__in=theirs.values("technician")).exclude(pk=row.pk)
    return list(rows.order_by("number")[:100])


def history(row: Technician) -> list[EntryView]:
    """Return what happened to a technician, with the reasons given."""
    return timeline.read(row.stream(), opened=("why",))


def count(actor: Actor, sought: TechnicianFilter, *, now: datetime) -> int:
    """Count the technicians that are asked for."""
    return found(actor, sought, now=now).count()


def listed(
    actor: Actor, sought: TechnicianFilter, *, now: datetime, offset: int, limit: int
) -> Sequence[TechnicianRow]:
    """Return technicians by their number (three queries); what is told is looked up for those that are shown."""
    keys = found(actor, sought, now=now).order_by("number").values("pk")[offset : offset + limit]
    return rows_of(Technician.objects.filter(pk__in=keys).order_by("number"), now=now)


def found(actor: Actor, sought: TechnicianFilter, *, now: datetime) -> QuerySet[Technician]:
    """Return the technicians that are asked for."""
    rows, today = visible_to(actor), timezone.localtime(now).date()
    if sought.text:
        rows = rows.filter(Q(number__icontains=sought.text) | Q(called__icontains=sought.text))
    works = living_now(Engagement.objects.filter(technician=OuterRef("pk")), now)
    narrow = {"outlet__code": sought.outlet, "brand__slug": sought.brand}
    if any(narrow.values()):
        rows = rows.filter(Exists(works.filter(**{name: value for name, value in narrow.items() if value})))
    absent = _absent(today, works)
    skilled = Skill.objects.filter(technician=OuterRef("pk"), ended_at=None, until_date__isnull=False)
    narrowed = {
        "there": Q(paused_at=None) & Exists(works) & ~absent,
        "absent": absent,
        "paused": Q(paused_at__isnull=False),
        "unplaced": ~Exists(works),
        "unvouched": ~Exists(_vouched(today).filter(code=OuterRef("number"))),
        "unhoured": Q(shifts=None),
        "unentered": Q(paused_at=None) & Exists(works) & ~factors.enrolled("account"),
        "unportrayed": Q(portrait=""),
        "ending": Exists(skilled.filter(until_date__lte=today + ENDS_SOON)),
        "unread": _lacking(sought.versions),
    }
    if sought.stands == "far":
        return rows.filter(pk__in=starts.far_starts(now=now))
    return rows.filter(narrowed[sought.stands]) if sought.stands in narrowed else rows


def _lacking(versions: tuple[str, ...]) -> Q:
    """Return who hasn't said yes to each version; nobody where there is none."""
    given = Consent.objects.filter(person=OuterRef("person"), withdrawn_at=None)
    read = Q()
    for one in versions:
        read &= Q(EachAsked(given.filter(version=one)))
    return ~read if versions else Q(pk__in=())


def _away(day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(ended_at=None, from_date__lte=day, to_date__gte=day)


def _last_days() -> QuerySet[Absence]:
    return Absence.objects.filter(ended_at=None, kind="left")


def _absent(day: date, works: QuerySet[Engagement]) -> Q:
    """Keep technicians who are away on a day from all for whom they work, beside whom these lie."""
    away = _away(day).filter(technician=OuterRef("pk"))
    here = {"technician": OuterRef("technician"), "employer": OuterRef("outlet__organisation")}
    stays = works.exclude(Exists(_away(day).filter(**here)))
    return Q(Exists(away.filter(employer=None))) | Q(Exists(away)) & ~Q(Exists(stays))


def _vouched(day: date) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.filter(SIGNATURE_COUNTS, kind="technician", state="authorised")
    return rows.filter(from_date__lte=day, to_date__gte=day)


def rows_of(several: QuerySet[Technician], *, now: datetime) -> list[TechnicianRow]:
    """Return some technicians as rows of the list (three queries)."""
    today, own = timezone.localtime(now).date(), {"technician": OuterRef("pk")}
    engaged = living_now(Engagement.objects.filter(**own), now)
    skills = Skill.objects.filter(Q(until_date=None) | Q(until_date__gte=today), **own).order_by("code")
    named: QuerySet[Any, Any] = several.annotate(
        homes=Gathered(engaged, "outlet"),
        able=Gathered(skills, "code"),
        absent=ExpressionWrapper(_absent(today, engaged), BooleanField()),
        until=Subquery(_away(today).filter(**own).order_by("-to_date").values("to_date")[:1]),
        vouched=Exists(_vouched(today).filter(code=OuterRef("number"))),
        after=Subquery(_last_days().filter(**own).order_by("from_date").values("from_date")[:1]),
        entered=factors.enrolled("account"),
    )
    rows = list(named.prefetch_related("shifts"))
    at = _outlets({home["outlet"] for one in rows for home in one.homes})
    return [_row(one, sorted({at[home["outlet"]] for home in one.homes}), today) for one in rows]


def _outlets(keys: Collection[UUID]) -> dict[UUID, tuple[str, str, UUID]]:
    """Return the code of some outlets, what they are called, and whose they are (one query)."""
    told = Outlet.objects.filter(pk__in=keys).values_list("pk", "code", called_apart(""), "organisation")
    return {key: (code, name, house) for key, code, name, house in told}


def _row(one: Any, homes: Sequence[tuple[str, str, UUID]], today: date) -> TechnicianRow:
    return TechnicianRow(
        number=one.number,
        called=one.called,
        outlets=tuple(dict.fromkeys(name for _code, name, _house in homes)),
        skills=tuple(dict.fromkeys(skill["code"] for skill in one.able)),
        hours=hours_of(one, day=today, houses={house for _code, _name, house in homes}),
        stands=_stands(one),
        absent_until=one.until if one.absent else None,
        last_date=one.after - timedelta(days=1) if one.after else None,
    )


def _stands(one: Any) -> str:
    if one.paused_at is not None:
        return "paused"
    if one.absent:
        return "absent"
    if not one.homes:
        return "unplaced"
    if not one.vouched:
        return "unvouched"
    if not one.shifts.all():
        return "unhoured"
    return "there" if one.entered else "unentered"
