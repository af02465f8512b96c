"""Who could be the second person for what waits, and whether anybody has come in as him."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core.wording import joined
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import factors
from anxin.domain.staff import rules
from anxin.domain.staff.models import CompanyIdentity
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.states import ADMINISTERS, DEPUTISES
from anxin.domain.staff.wording import NOT_IN, SECONDS


@dataclass(frozen=True, kw_only=True)
class Second:
    """Somebody who may agree: an administrator or a deputy everywhere, a lead (`house`) in his house alone."""

    id: UUID
    called: str
    role: str
    house: UUID | None
    came_in: bool


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """Whom a change waits for; `alone` where nobody administers beside the one who does."""

    several: tuple[Second, ...] = ()
    alone: bool = False

    @property
    def how(self) -> str:
        """Return how it stands: somebody can answer, nobody has come in yet, nobody can, or nobody need."""
        if not self.several:
            return "alone" if self.alone else "nobody"
        return "there" if any(one.came_in for one in self.several) else "not_in"

    @property
    def says(self) -> str:
        """Return in a sentence whom it waits for."""
        names = [one.called if one.came_in else str(NOT_IN).format(name=one.called) for one in self.several]
        return str(SECONDS[self.how]).format(names=joined(names))


def seconds(*, houses: Collection[UUID] = (), now: datetime) -> list[Second]:
    """Return who administers, who deputises, and who leads such houses, by name (one query)."""
    everywhere = Q(role__in=(ADMINISTERS, DEPUTISES), organisation__kind=Organisation.Kind.OPERATOR)
    leads = Q(role__in=rules.LEADING, organisation__in=houses)
    rows = lookup.living_roles(now=now).filter(everywhere | leads, account__is_active=True)
    linked = Exists(CompanyIdentity.objects.filter(account=OuterRef("account")))
    met = {"linked": linked, "enrolled": factors.enrolled("account")}
    found: QuerySet[Any, Any] = (
        rows.select_related("account").annotate(**met).order_by("account__called", "account__username")
    )
    return [
        Second(
            id=one.account.pk,
            called=one.account.called or one.account.username,
            role=one.role,
            house=None if one.role in (ADMINISTERS, DEPUTISES) else one.organisation_id,
            came_in=_came_in(one.account) or one.linked or one.enrolled,
        )
        for one in found
    ]


def _came_in(account: Account) -> bool:
    return account.has_usable_password() or account.last_login is not None


def besides(known: list[Second], *, house: UUID | None, without: Collection[str]) -> Seconds:
    """Return whom of them a change in a house waits for: not who asked, nor whom it is about (`without`), each once."""
    there = {one.id: one for one in known if one.house in (None, house) and str(one.id) not in without}
    administrators = {one.id for one in known if one.role == ADMINISTERS}
    return Seconds(several=tuple(there.values()), alone=not rules.needs_second(len(administrators)))
