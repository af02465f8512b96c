"""How a person's request about his own data ends: done, refused, or void because he was erased meanwhile."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, transition
from anxin.domain.people.models import DataRequest, Person
from anxin.domain.people.queries import data_requests
from anxin.domain.people.queries.data_requests import CLOCK, OBJECTION


def end(
    row: DataRequest,
    step: str,
    by: Actor,
    now: datetime,
    *,
    why: str = "",
    facts: Mapping[str, str] | None = None,
    sets: Mapping[str, object] | None = None,
) -> None:
    """Take the last step of a request that is locked; what was told for it is needed no longer."""
    sets = {**(sets or {}), "told_sealed": "", "ended_at": now}
    transition(row, step, by=by, now=now, facts=facts or {}, why=why, sets=sets)
    clocks.meet(row.stream(), CLOCK, now=now)
    clocks.stop(row.stream(), OBJECTION, now=now)


def hold(person: Person) -> list[DataRequest]:
    """Lock somebody with his open requests, in one order; return those."""
    rows = list(DataRequest.objects.filter(person=person, state__in=data_requests.OPEN).order_by("id"))
    lock(person, *rows)
    return [one for one in rows if one.state in data_requests.OPEN]


def lapse(rows: list[DataRequest], now: datetime) -> None:
    """End what is still asked for somebody who is erased: there is nobody left to do it for."""
    for row in rows:
        end(row, "lapse", SYSTEM, now)
