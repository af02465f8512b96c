"""What can be asked about reputation: how often what was counted, and the rows behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.timeline import BY, Witness
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.reputation.models import Mark
from anxin.domain.reputation.rules import MarkSituation

COUNTING = ("counted", "contested", "upheld")


class NoSuchMark(Missing):
    """There is no such mark, or not for this actor."""

    code = "standing.no_such_mark"


@dataclass(frozen=True, kw_only=True)
class MarkView:
    """One counted event as the one it concerns reads it."""

    id: UUID
    counter: str
    state: str
    case: str
    at: datetime
    expires_at: datetime
    situation: MarkSituation

    @property
    def contested(self) -> bool:
        """Return whether it does not count until somebody has looked."""
        return self.state == "contested"


def visible_to(actor: Actor) -> QuerySet[Mark]:
    """Return the marks an actor may read: his own, or all for who judges and inspects."""
    if actor.roles & {"reviewer", "quality", "auditor"} or actor.kind == "system":
        return Mark.objects.all()
    mine = Q(people.only_opened(actor), subject_kind="person", subject_key__in=actors.selves(actor))
    if actor.organisation and actor.roles & {"merchant_owner", "merchant_agent"}:
        mine |= Q(subject_kind="organisation", subject_key=actor.organisation)
    return Mark.objects.filter(mine)


def mark(key: str, *, actor: Actor) -> Mark:
    """Return a mark, for who may read it."""
    found = visible_to(actor).filter(id=key).first()
    if found is None:
        raise NoSuchMark({"mark": key})
    return found


def mark_situation(row: Mark, *, by: Actor, now: datetime, under_lock: bool = False) -> MarkSituation:
    """Return a mark as the rules of its commands look at it; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return situation_of(row, by)


def situation_of(row: Mark, by: Actor) -> MarkSituation:
    """Return a mark that was read already as its rules look at it."""
    own = actors.selves(by) if row.subject_kind == "person" else [by.organisation]
    return MarkSituation(state=row.state, own=str(row.subject_key) in own)


def tally(*, kind: str, subject: UUID, now: datetime) -> dict[str, int]:
    """Count what counts today on somebody: plain numbers by counter, no score (one query)."""
    return tallies((kind, subject), now=now)[kind, subject]


def tallies(*subjects: tuple[str, UUID], now: datetime) -> dict[tuple[str, UUID], dict[str, int]]:
    """Count what counts today on each of several: plain numbers by counter (one query)."""
    found = {one: Counter[str]() for one in subjects}
    theirs = reduce(or_, (Q(subject_kind=kind, subject_key=key) for kind, key in subjects), Q(pk__in=()))
    rows = Mark.objects.filter(theirs, state__in=COUNTING, expires_at__gt=now)
    for kind, key, counter in rows.values_list("subject_kind", "subject_key", "counter"):
        found[kind, key][counter] += 1
    return {one: dict(counts) for one, counts in found.items()}


def marks(*, kind: str, subject: UUID, actor: Actor) -> tuple[MarkView, ...]:
    """Return the marks on somebody, newest first."""
    rows = visible_to(actor).filter(subject_kind=kind, subject_key=subject).order_by("-created_at")
    return tuple(
        MarkView(
            id=row.id,
            counter=row.counter,
            state=row.state,
            case=f"{row.stream_kind}:{row.stream_key}",
            at=row.created_at,
            expires_at=row.expires_at,
            situation=situation_of(row, actor),
        )
        for row in rows[:200]
    )


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of a mark: what was counted, on whom, in which case, by whom."""
    return (
        Witness(
            model=Mark,
            told={"mark.counted": {"counter": "counter", "case": "case", "counted_by": BY}},
            reads={"case": lambda row: f"{row.stream_kind}:{row.stream_key}", "counted_by": lambda row: row.by},
            kinds=dict.fromkeys(("standing_person", "standing_organisation"), "subject_key"),
        ),
    )
