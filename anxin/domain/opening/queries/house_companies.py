"""The company sign-in that a house keeps: how it goes, and what its commands look at."""

from datetime import datetime

from anxin.core import providers
from anxin.core.actors import Actor
from anxin.core.carriers import companies
from anxin.core.providers import ProviderHealth
from anxin.core.states import lock
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people.models import Organisation


def company_of(house: Organisation) -> ProviderHealth | None:
    """Return how the company of a house goes; None where none is kept (one query)."""
    return providers.health().get(companies.name_of(house.pk))


def company_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> CompanySituation:
    """Return the situation of a house and its company sign-in; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return CompanySituation(own=by.house == row.pk, kept=company_of(row) is not None)
