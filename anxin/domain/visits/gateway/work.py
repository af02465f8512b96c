"""What technicians hold and did: read at once for a visit's day, or for the windows of several days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.visits import choices, rules
from anxin.domain.visits.models import Offer, OutletOrder, Visit, Window
from anxin.domain.visits.states import OPEN, ORDERED, OUTLET_ORDER, VISIT

AHEAD = ("assigned", "booked")
BUSY = ("on_the_way", "on_site")
OVER = ("finished", "unfinished")
WEEK_DAYS = 7
NOBODY = UUID(int=0)

type Pair = tuple[Technician, Outlet]
type Stop = tuple[datetime, float | None, float | None]
"""When somebody was where, as longitude and latitude; None where nobody knows."""
CASES = ("repair", "claim")
WHERE = {"lng": "place__lng", "lat": "place__lat"}


@dataclass(frozen=True, kw_only=True)
class Held:
    """A visit somebody holds, and where it is."""

    id: UUID
    state: str
    minutes: int
    wanted_from_at: datetime
    wanted_to_at: datetime
    lng: float | None
    lat: float | None


@dataclass(frozen=True, kw_only=True)
class No:
    """What an outlet that said no to a case doesn't do: the case in a window, or at all."""

    outlet: UUID
    no_from_at: datetime | None
    no_to_at: datetime | None

    def is_for(self, day: date) -> bool:
        """Return whether it doesn't go on a day."""
        if self.no_from_at is None or self.no_to_at is None:
            return True
        midnight = rules.local_midnight(day)
        return self.no_from_at < midnight + timedelta(days=1) and self.no_to_at > midnight


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one technician holds and lately did, whether he declined or is full for a visit, what he takes no more."""

    held: Sequence[Held]
    did: int = 0
    full: bool = False
    said_no: bool = False
    taken: frozenset[datetime] = frozenset()
    """The beginnings of windows in which he takes no more."""
    done_min: Mapping[date, int] = field(default_factory=dict)
    """The minutes of the jobs that were done, or tried, by their day."""
    done_at: Mapping[date, Sequence[Stop]] = field(default_factory=dict)
    """Where and when these were, by their day."""
    offered: Sequence[Held] = ()
    """What is offered to him and waits for his answer."""
    noes: Sequence[No] = ()
    """Which outlets, his or others, said no to the case that asks."""

    def filled(self, *, most: int, width: timedelta) -> set[datetime]:
        """Return the beginnings of windows in which he holds as many jobs as he takes, agreed on with them or not."""
        return {at for at, n in _beginnings(self.held, width).items() if n >= most}

    def asked(self, *, most: int, width: timedelta) -> set[datetime]:
        """Return the beginnings of windows in which he would have as many, did he take what he is asked."""
        asked = _beginnings(self.offered, width)
        return {at for at, n in (asked + _beginnings(self.held, width)).items() if at in asked and n >= most}

    def minutes_on(self, day: date, *, now: datetime) -> int:
        """Return how many minutes of jobs he holds, did, or is offered, on a day; what is overdue counts today."""
        return self.done_min.get(day, 0) + sum(one.minutes for one in self._on(day, now))

    def stops_on(self, day: date, *, now: datetime) -> list[tuple[float, float]]:
        """Return where he has to be and was on a day, in order of time, as far as points are known."""
        theirs = [(one.wanted_from_at, one.lng, one.lat) for one in self._on(day, now)]
        several = sorted([*self.done_at.get(day, ()), *theirs], key=lambda one: one[0])
        return [(lng, lat) for _at, lng, lat in several if lng is not None and lat is not None]

    def _on(self, day: date, now: datetime) -> list[Held]:
        several = (*self.held, *self.offered)
        return [one for one in several if rules.day_left(one.wanted_from_at, one.wanted_to_at, now=now) == day]


def _beginnings(several: Iterable[Held], width: timedelta) -> Counter[datetime]:
    filling = (one for one in several if rules.takes_window(one.wanted_from_at, one.wanted_to_at, width=width))
    return Counter(one.wanted_from_at for one in filling)


def week_until(day: date) -> tuple[datetime, datetime]:
    """Return when the seven days that end with a day begin and end."""
    midnight = rules.local_midnight(day)
    return midnight - timedelta(days=WEEK_DAYS - 1), midnight + timedelta(days=1)


def unwilling(several: Mapping[str, Work], day: date) -> set[UUID]:
    """Return the outlets that said no to the case that asks, for a day: nobody is sent there for them."""
    return {no.outlet for one in several.values() for no in one.noes if no.is_for(day)}


def of_visit(pool: Iterable[Pair], visit: Visit, *, day: date) -> dict[str, Work]:
    """Return what technicians hold and did as it counts for a visit on a day, but for the visit itself (one query)."""
    begin, end = week_until(day)
    asked = _keys(pool)
    rows = (
        _for_visit(
            technicians=asked,
            visit=visit.pk,
            but=visit.stream_key,
            window_at=visit.wanted_from_at,
            begin=begin,
            end=end,
        )
        if asked
        else []
    )
    return {
        str(one["id"]): Work(held=_held(one), did=one["did"], full=one["full"], said_no=one["said_no"], **_day(one))
        for one in rows
    }


def of_days(pool: Iterable[Pair], days: Sequence[date], *, but: UUID | None) -> dict[str, Work]:
    """Return what technicians hold, but for a case, and which windows of some days they take no more (one query).

    How many jobs they did lately isn't asked: it orders who could come, and doesn't say how many.
    """
    begins, ends = rules.local_midnight(days[0]), rules.local_midnight(days[-1]) + timedelta(days=1)
    asked = _keys(pool)
    rows = _for_days(technicians=asked, but=but or NOBODY, begins=begins, ends=ends) if asked else []
    return {
        str(one["id"]): Work(held=_held(one), taken=frozenset(row["from_at"] for row in one["taken"]), **_day(one))
        for one in rows
    }


def _keys(pool: Iterable[Pair]) -> tuple[UUID, ...]:
    return tuple({technician.id for technician, _ in pool})


def _held(one: dict[str, Any]) -> list[Held]:
    return [Held(**row) for row in one["held"]]


def _day(one: dict[str, Any]) -> dict[str, Any]:
    """Return what was done by its day, where, and what is offered."""
    minutes, places = Counter[date](), defaultdict[date, list[Stop]](list)
    for row in one["over"]:
        day = rules.local_day(row["wanted_from_at"])
        minutes[day] += row["minutes"]
        places[day].append((row["wanted_from_at"], row["lng"], row["lat"]))
    offered = [Held(**row) for row in one["offered"]]
    noes = [No(**row) for row in one["noes"]]
    return {"done_min": minutes, "done_at": places, "offered": offered, "noes": noes}


@compiled
def _for_visit(
    *, technicians: tuple[UUID, ...], visit: UUID, but: UUID, window_at: datetime, begin: datetime, end: datetime
) -> QuerySet[Technician, dict[str, Any]]:
    theirs = Visit.objects.filter(technician=OuterRef("pk"))
    done = theirs.filter(state="finished", wanted_from_at__gte=begin, wanted_from_at__lt=end).order_by()
    no = Offer.objects.filter(technician=OuterRef("pk"), visit=visit, state__in=["declined", "expired", "withdrawn"])
    rows: Any = Technician.objects.filter(pk__in=technicians)
    told: QuerySet[Technician, dict[str, Any]] = rows.values(
        "id",
        full=Exists(_full().filter(from_at=window_at)),
        said_no=Exists(no.exclude(state="withdrawn", why__in=choices.NO_WORD_OF_HIS)),
        did=Coalesce(Subquery(done.values("technician").annotate(n=Count("pk")).values("n")), 0),
        held=_holding(but),
        over=_over(end - timedelta(days=1), end),
        offered=_offered(but),
        noes=_noes(Q(visit=visit)),
    )
    return told


@compiled
def _for_days(
    *, technicians: tuple[UUID, ...], but: UUID, begins: datetime, ends: datetime
) -> QuerySet[Technician, dict[str, Any]]:
    taken = _full().filter(from_at__gte=begins, from_at__lt=ends).order_by()
    rows: Any = Technician.objects.filter(pk__in=technicians)
    told: QuerySet[Technician, dict[str, Any]] = rows.values(
        "id",
        held=_holding(but),
        taken=Gathered(taken, "from_at"),
        over=_over(begins, ends),
        offered=_offered(but),
        noes=_noes(Q(visit__stream_kind__in=CASES, visit__stream_key=but)),
    )
    return told


def _full() -> QuerySet[Window]:
    return Window.objects.filter(technician=OuterRef("pk"), taken__gte=F("most"))


def _over(begins: datetime, ends: datetime) -> Gathered:
    done = Visit.objects.filter(technician=OuterRef("pk"), state__in=OVER).exclude(mode__in=rules.BENCH)
    return Gathered(
        done.filter(wanted_from_at__gte=begins, wanted_from_at__lt=ends).order_by(),
        *("wanted_from_at", "minutes"),
        paths=WHERE,
    )


def _offered(but: UUID) -> Gathered:
    """Gather what is offered to somebody and waits for his answer, but of a case."""
    waits = Offer.objects.filter(technician=OuterRef("pk"), state__in=OPEN).exclude(visit__mode__in=rules.BENCH)
    visit = {name: f"visit__{name}" for name in ("id", "state", "minutes", "wanted_from_at", "wanted_to_at")}
    where = {name: f"visit__{path}" for name, path in WHERE.items()}
    return Gathered(waits.exclude(visit__stream_key=but).order_by(), paths={**visit, **where})


def _noes(case: Q) -> Gathered:
    """Gather which outlets said no to a case, but who is asked again or has it: the same for all (one look)."""
    asked = OutletOrder.objects.filter(visit=OuterRef("visit"), outlet=OuterRef("outlet"), state__in=ORDERED)
    noes = OutletOrder.objects.filter(case, state__in=OUTLET_ORDER.capabilities["no"], why__in=choices.REFUSED)
    theirs = noes.exclude(visit__state__in=VISIT.ends).exclude(Exists(asked))
    return Gathered(theirs.order_by(), "outlet", "no_from_at", "no_to_at")


def _holding(but: UUID) -> Gathered:
    held = Visit.objects.filter(technician=OuterRef("pk"), state__in=(*AHEAD, *BUSY)).exclude(mode__in=rules.BENCH)
    return Gathered(
        held.exclude(stream_key=but).order_by("wanted_from_at", "id"),
        *("id", "state", "minutes", "wanted_from_at", "wanted_to_at"),
        paths=WHERE,
    )
