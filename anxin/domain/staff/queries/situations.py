"""Accounts and changes of roles as the rules of their commands look at them."""

from datetime import datetime
from uuid import UUID

from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Missing
from anxin.core.sessions import lifecycle
from anxin.core.states import lock as lock
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import factors
from anxin.domain.staff.models import CompanyIdentity, Leave, RoleChange
from anxin.domain.staff.queries import hands, lookup
from anxin.domain.staff.rules import AccountSituation, ChangeSituation, HouseSituation, needs_second
from anxin.domain.staff.states import ADMINISTERS


class NoSuchRoleChange(Missing):
    """There is no such change of a role, or not for you."""

    code = "staff.no_such_change"


def situation(row: Account, *, by: Actor, now: datetime, under_lock: bool = False) -> AccountSituation:
    """Return the situation of an account; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    two = needs_second(lookup.administering(now=now))
    return AccountSituation(
        mine=lookup.visible_to(by).filter(pk=row.pk).exists(),
        active=row.is_active,
        staff=row.kind == Account.Kind.STAFF,
        entered=row.has_usable_password(),
        authenticator=factors.is_enrolled(row.pk),
        own=by.id == str(row.pk),
        away=Leave.objects.filter(account=row, to_at=None).exists(),
        administers=lookup.administers(row, now=now) or lookup.leads(row, now=now),
        helped_until=hands.until(row, by=by, now=now) if two or ADMINISTERS not in by.roles else None,
        may_deputise=two and lookup.works_for_operator(row, now=now),
        linked=is_linked(row),
        came_in=came_in(row),
        signed_in=len(lifecycle.living(str(row.pk), now=now)),
    )


def is_linked(row: Account) -> bool:
    """Return whether somebody comes in by a company as this account."""
    return CompanyIdentity.objects.filter(account=row, parted_at=None).exists()


def came_in(row: Account) -> bool:
    """Return whether somebody came in as this account before: by a password, or as whom a company vouched for."""
    known = row.has_usable_password() or row.last_login is not None
    return known or CompanyIdentity.objects.filter(account=row).exists()


def has_no_second_step(row: Account) -> bool:
    """Return whether somebody came in before who has nothing left to prove himself with: mail alone opens nothing."""
    return came_in(row) and not factors.is_enrolled(row.pk)


def house_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> HouseSituation:
    """Return the situation of a house somebody is invited into."""
    return HouseSituation(mine=lookup.keeps_house(by, row))


def role_change(key: str, *, actor: Actor) -> RoleChange:
    """Return a change of a role; raises `NoSuchChange` for whoever doesn't answer there."""
    try:
        found = RoleChange.objects.filter(pk=UUID(key)).select_related("account", "organisation").first()
    except ValueError:
        found = None
    if found is None or not lookup.answers_for(actor, found.organisation):
        raise NoSuchRoleChange
    return found


def change_situation(row: RoleChange, *, by: Actor, now: datetime, under_lock: bool = False) -> ChangeSituation:
    """Return the situation of a change of a role; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return ChangeSituation(
        state=row.state,
        here=lookup.answers_for(by, row.organisation),
        asked_by_me=row.asked_by == by.key,
        mine=by.id == str(row.account_id),
        by_machine=row.counts_at is not None and row.asked_by == SYSTEM.key,
    )
