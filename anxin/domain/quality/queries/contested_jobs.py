"""Jobs of which a technician may contest something: who got them, or what was paid for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.domain.network.models import Technician
from anxin.domain.quality.models import Contest
from anxin.domain.quality.queries.contests import LISTED, NoSuchContest
from anxin.domain.quality.rules.contests import JobContestSituation
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.states import VISIT

WAITS = ("sent", "seen")


@dataclass(frozen=True, kw_only=True)
class ContestableJob:
    """A job that was offered to a technician, or his: how that went, and what of it he may contest.

    `number` is the job's in addresses, `case` the one people know its case by.
    """

    number: str
    case: str
    kind: str
    category: str
    at: datetime
    offer: str
    why: str
    held: bool
    situation: JobContestSituation


def jobs(actor: Actor, *, limit: int = LISTED) -> tuple[ContestableJob, ...]:
    """List a technician's jobs and those offered to him, newest first, with what he may contest (three queries)."""
    if actor.kind != "technician":
        return ()
    himself = Technician.objects.filter(account_id=actor.id).values("pk")[:1]  # one, so that his newest are found first
    offers = Offer.objects.filter(technician=himself, visit__stream_kind="repair")
    asked: QuerySet[Any, Any] = offers.exclude(state__in=WAITS).select_related("visit").order_by("-created_at")
    asked = asked.annotate(case=_case("visit__stream_key"))[:limit]
    held = _held(actor).annotate(case=_case("stream_key")).order_by("-updated_at")[:limit]
    last: dict[UUID, Any] = {}
    for one in asked:
        last.setdefault(one.visit_id, one)
    visits = {one.id: one for one in [*held, *(offer.visit for offer in last.values())]}
    known = _contested(actor, visits)
    his = {one.id for one in held}
    cases = {offer.visit_id: offer.case for offer in last.values()} | {one.id: one.case for one in held}
    rows = (_job(one, last.get(one.id), one.id in his, known[one.id], cases) for one in visits.values())
    return tuple(sorted(rows, key=lambda one: one.at, reverse=True)[:limit])


def _held(actor: Actor) -> QuerySet[Visit]:
    return Visit.objects.filter(technician__account_id=actor.id, stream_kind="repair", state__in=VISIT.ends)


def _contested(actor: Actor, visits: Iterable[UUID]) -> defaultdict[UUID, set[str]]:
    rows = Contest.objects.filter(technician__account_id=actor.id, visit__in=list(visits)).exclude(state="withdrawn")
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for visit, about in rows.values_list("visit_id", "about"):
        if visit is not None:
            found[visit].add(about)
    return found


def _case(key: str) -> Subquery:
    """Return the number of the repair that a job belongs to."""
    return Subquery(Repair.objects.filter(pk=OuterRef(key)).values("number")[:1])


def case_number(visit: Visit) -> str:
    """Return the number people know a job's case by."""
    return str(Repair.objects.values_list("number", flat=True).get(pk=visit.stream_key))


def _job(
    visit: Visit, offer: Offer | None, held: bool, contested: set[str], cases: Mapping[UUID, str]
) -> ContestableJob:
    return ContestableJob(
        number=visit.number,
        case=cases[visit.id],
        kind=visit.kind,
        category=visit.category,
        at=offer.created_at if offer else visit.updated_at,
        offer=offer.state if offer else "",
        why=offer.why if offer else "",
        held=held,
        situation=JobContestSituation(asked=offer is not None or held, held=held, contested=frozenset(contested)),
    )


def job(number: str, *, actor: Actor) -> Visit:
    """Return the last job under a number that was offered to a technician, or his, for himself."""
    his = Q(offers__technician__account_id=actor.id) & ~Q(offers__state__in=WAITS)
    mine = Q(technician__account_id=actor.id, state__in=VISIT.ends)
    rows = Visit.objects.filter(number=number.strip().upper(), stream_kind="repair").filter(his | mine)
    found = rows.order_by("-created_at", "-id").first() if actor.kind == "technician" else None
    if found is None:
        raise NoSuchContest({"number": number[:40]})
    return found


def job_situation(row: Visit, *, by: Actor, now: datetime, under_lock: bool = False) -> JobContestSituation:
    """Return how a job stands for a technician who would contest something of it; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    if by.kind != "technician":
        return JobContestSituation(asked=False, held=False)
    asked = row.offers.filter(technician__account_id=by.id).exclude(state__in=WAITS).exists()
    held = _held(by).filter(pk=row.pk).exists()
    contested = frozenset(_contested(by, [row.pk])[row.pk])
    return JobContestSituation(asked=asked or held, held=held, contested=contested)
