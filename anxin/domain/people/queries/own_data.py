"""What can be asked about one's own data by who proved his phone."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.carriers import sms
from anxin.core.states import lock
from anxin.domain.people import queries
from anxin.domain.people.models import Person
from anxin.domain.people.queries import data_requests, erasures
from anxin.domain.people.rules.own_data import OwnSituation


def rows(by: Actor, *, now: datetime) -> list[Person]:
    """Return the rows that an actor is, where he proved his phone: a link alone changes nothing."""
    return list(queries.visible_to(by, now=now).order_by("id")) if by.kind == "customer_phone" else []


def situation(row: Person, *, by: Actor, now: datetime, under_lock: bool = False) -> OwnSituation:
    """Return the situation of one's own row; `under_lock` locks all rows that are he first."""
    own = rows(by, now=now)
    if under_lock:
        lock(*own)
    kept = any(one.pk == row.pk and one.erased_at is None for one in own)
    needed, lawful = bool(erasures.needed(own)), erasures.is_lawful(own)
    asked = data_requests.erasures_of(own)
    state = asked.state if asked else ""
    return OwnSituation(kept=kept, texts=sms.is_there(), needed=needed, lawful=lawful, asked=state)


def own_requests(by: Actor, *, now: datetime) -> list[data_requests.DataRequestView]:
    """Return one's own requests, newest first; none to whom a link brought: they are of the person, not of its case."""
    if not by.proved:
        return []
    return data_requests.of_persons(queries.visible_to(by, now=now), now=now)
