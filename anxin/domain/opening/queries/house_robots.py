"""The robot of a group that a house keeps, and its situation for the rules of its commands."""

from datetime import datetime

from anxin.core import providers
from anxin.core.actors import Actor
from anxin.core.carriers import robots
from anxin.core.providers import ProviderHealth
from anxin.core.states import lock
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people.models import Organisation


def robot_of(house: Organisation) -> ProviderHealth | None:
    """Return how the robot of a house goes; None where none is kept (one query)."""
    return providers.health().get(robots.name_of(house.pk))


def robot_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> CompanySituation:
    """Return the situation of a house and its robot; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return CompanySituation(own=by.house == row.pk, kept=robot_of(row) is not None)
