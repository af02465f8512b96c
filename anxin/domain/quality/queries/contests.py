"""What technicians contest: found for who judges it and for himself, with who may judge it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.network.models import Engagement
from anxin.domain.people import queries as people
from anxin.domain.people.queries import parts
from anxin.domain.quality.models import Contest, ContestPicture
from anxin.domain.quality.queries.views import ReviewView, reads_reviews, review_view
from anxin.domain.quality.rules.contests import ContestSituation

CLOCK = "quality.contest"
JUDGES = ("quality", "operator")
HERE = frozenset({"outlet_manager", "outlet_dispatcher"})
"""Who leads or plans an outlet: he may be the one whom its technicians contest, and reads none of their words."""
LISTED = 50


class NoSuchContest(Missing):
    """Nothing is contested here, or not for this actor."""

    code = "quality.no_such_contest"


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when something is to be answered, and whether that is over."""

    due_at: datetime | None = None
    late: bool = False


NOT_DUE = Due()


@dataclass(frozen=True, kw_only=True)
class ContestRow:
    """What is contested: by whom, what of which case, why, and what was answered; `number` only who may know it."""

    id: UUID
    about: str
    ground: str
    technician: str
    number: str
    state: str
    at: datetime
    due_at: datetime | None
    late: bool
    why: str
    pictures: tuple[str, ...]
    judged_why: str
    alone: bool
    review: ReviewView | None
    situation: ContestSituation


@dataclass(frozen=True, kw_only=True)
class ContestHere:
    """That something of an outlet's case, or a review of its technician, is contested, without a word of it.

    `technician` only of a review, which no outlet wrote; `number` only of its own cases, where the customer lets it be
    known.
    """

    about: str
    technician: str
    number: str
    state: str
    at: datetime
    due_at: datetime | None
    late: bool


def _whole(rows: QuerySet[Contest]) -> QuerySet[Contest]:
    found = rows.select_related("technician", "repair", "review__technician", "review__repair")
    return found.prefetch_related("pictures")


def _seen(actor: Actor, now: datetime) -> QuerySet[Contest]:
    rows = Contest.objects.filter(people.sees(actor, "repair", now=now, key="repair"))
    return rows.exclude(state="withdrawn").order_by("-created_at")


def _waiting_first(rows: QuerySet[Contest], limit: int) -> Iterator[Contest]:
    """Give what waits, however many were judged since, and the newest of those that were (two queries)."""
    waiting = list(rows.filter(state="opened")[:limit])
    yield from waiting
    yield from rows.exclude(state="opened")[: limit - len(waiting)]


def contests(actor: Actor, *, now: datetime, limit: int = 100) -> tuple[ContestRow, ...]:
    """List what technicians contest, what waits first, for who judges it."""
    if not reads_reviews(actor):
        return ()
    found = list(_waiting_first(_whole(_seen(actor, now)), limit))
    return _rows(found, situations(found, by=actor, now=now))


def contests_here(actor: Actor, *, now: datetime, limit: int = LISTED) -> tuple[ContestHere, ...]:
    """List that its technicians contest something, what waits first, for who leads or plans an outlet.

    Reviews, and what else is of cases the outlet had, however long ago it let them go. Who got a job and what is paid
    for it is decided by the outlet's own people: words and pictures are the operator's.
    """
    if actor.kind != "staff" or actor.house is None or actor.roles.isdisjoint(HERE):
        return ()
    works = Engagement.objects.filter(technician=OuterRef("technician"), outlet__organisation=actor.house, to_at=None)
    had = parts.ever_of(actor.house, "repair", key=OuterRef("repair"))
    rows = Contest.objects.exclude(state="withdrawn").annotate(had=Exists(had)).filter(Exists(works))
    rows = rows.filter(Q(had=True) | Q(review__isnull=False)).select_related("technician", "repair", "review")
    found: list[Any] = list(_waiting_first(rows.order_by("-created_at"), limit))
    due = due_of(found)
    return tuple(
        ContestHere(
            about=one.about,
            technician=one.technician.called if one.review else "",
            number=one.repair.number if one.had and not (one.review and one.review.apart) else "",
            state=one.state,
            at=one.created_at,
            due_at=due.get(one.id, NOT_DUE).due_at,
            late=due.get(one.id, NOT_DUE).late,
        )
        for one in found
    )


def own_contests(actor: Actor, *, limit: int = LISTED) -> tuple[ContestRow, ...]:
    """List what a technician contests himself, newest first (three queries)."""
    if actor.kind != "technician":
        return ()
    found = list(_whole(Contest.objects.filter(technician__account_id=actor.id)).order_by("-created_at")[:limit])
    return _rows(found, {one.id: own_situation(one) for one in found}, own=True)


def _rows(
    found: Iterable[Contest], stands: dict[UUID, ContestSituation], *, own: bool = False
) -> tuple[ContestRow, ...]:
    due = due_of(found)
    return tuple(
        ContestRow(
            id=one.id,
            about=one.about,
            ground=one.ground,
            technician=one.technician.called,
            number="" if own and one.review and one.review.apart else one.repair.number,
            state=one.state,
            at=one.created_at,
            due_at=due.get(one.id, NOT_DUE).due_at,
            late=due.get(one.id, NOT_DUE).late,
            why=_opened("why", one.id, one.why_sealed),
            pictures=tuple(picture.file for picture in one.pictures.all()),
            judged_why=_opened("judged_why", one.id, one.judged_why_sealed),
            alone=one.alone,
            review=review_view(one.review, reader="desk") if one.review and not own else None,
            situation=stands[one.id],
        )
        for one in found
    )


def due_of(found: Iterable[Contest]) -> dict[UUID, Due]:
    """Return by when each that is open is to be answered (one query)."""
    keys = [str(one.id) for one in found if one.state == "opened"]
    clocks = Clock.objects.filter(kind=CLOCK, stream_kind="contest", stream_key__in=keys)
    rows = clocks.values_list("stream_key", "due_at", "missed_at") if keys else ()
    return {UUID(key): Due(due_at=at, late=missed_at is not None) for key, at, missed_at in rows}


def _opened(name: str, key: UUID, sealed: str) -> str:
    return vault.open_(f"quality.contest.{name}", key, sealed) if sealed else ""


def situations(found: Iterable[Contest], *, by: Actor, now: datetime) -> dict[UUID, ContestSituation]:
    """Return how several stand for one who would judge them: whether he, or everybody, had a part (two queries)."""
    rows = list(found)
    judges = parts.at_work(JUDGES, now=now) if rows else set()
    took = parts.parts_in("repair", {str(one.repair_id) for one in rows}, judges | {by.id}) if rows else {}
    return {
        one.id: ContestSituation(
            state=one.state,
            own=is_own(one, by),
            takes_part=by.id in took[str(one.repair_id)],
            others=bool(judges - {by.id} - took[str(one.repair_id)]),
        )
        for one in rows
    }


def is_own(row: Contest, by: Actor) -> bool:
    """Return whether a technician contests it himself (no query where he is loaded)."""
    return by.kind == "technician" and str(row.technician.account_id) == by.id


def own_situation(row: Contest) -> ContestSituation:
    """Return how it stands for the technician himself (no query)."""
    return ContestSituation(state=row.state, own=True)


def contest_situation(row: Contest, *, by: Actor, now: datetime, under_lock: bool = False) -> ContestSituation:
    """Return how it stands for an actor; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    if by.kind == "technician":
        return ContestSituation(state=row.state, own=is_own(row, by))
    return situations([row], by=by, now=now)[row.id]


def contest(key: str, *, actor: Actor, now: datetime) -> Contest:
    """Return what is contested, for who judges it."""
    found = None
    if actor.kind == "staff" and actor.roles & {*JUDGES, "auditor"}:
        rows = Contest.objects.select_related("technician", "review__technician", "review__repair", "repair")
        found = rows.filter(people.sees(actor, "repair", now=now, key="repair"), id=key).first()
    if found is None:
        raise NoSuchContest({"contest": key})
    return found


def contest_by_key(key: str) -> Contest:
    """Return what is contested by its id, for clocks."""
    found = Contest.objects.select_related("technician").filter(id=key).first()
    if found is None:
        raise NoSuchContest({"contest": key})
    return found


def own_contest(key: str, *, actor: Actor) -> Contest:
    """Return what a technician contests himself."""
    rows = Contest.objects.select_related("technician", "review").filter(id=key)
    found = rows.filter(technician__account_id=actor.id).first() if actor.kind == "technician" else None
    if found is None:
        raise NoSuchContest({"contest": key})
    return found


def shows(row: Contest, *, sha256: str) -> bool:
    """Return whether a picture was given with it."""
    return ContestPicture.objects.filter(contest=row, file=sha256).exists()
