"""Accounts and changes of roles as the rules of their commands look at them."""

from datetime import datetime
from uuid import UUID

from anxin.core import sessions
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock as lock
from anxin.core.timeline import Entry
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import factors
from anxin.domain.staff.models import Leave, RoleChange
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.rules import HELPED_FOR, AccountSituation, ChangeSituation, HouseSituation, needs_second


class NoSuchChange(Missing):
    """There is no such change of a role, or not for you."""

    code = "staff.no_such_change"


def situation(row: Account, *, by: Actor, now: datetime, hold: bool = False) -> AccountSituation:
    """Look at an account as it is; `hold` locks it first."""
    if hold:
        lock(row)
    return AccountSituation(
        active=row.is_active,
        staff=row.kind == Account.Kind.STAFF,
        entered=row.has_usable_password(),
        authenticator=factors.is_enrolled(row.pk),
        own=by.id == str(row.pk),
        away=Leave.objects.filter(account=row, to_at=None).exists(),
        administers=lookup.administers(row, now=now),
        helped=_helped(row, by, now),
        signed_in=len(sessions.living(str(row.pk), now=now)),
        colleagues=len(lookup.colleagues_of(row, now=now)),
    )


HELPS = ("staff.invited", "staff.forgotten", "staff.mail", "people.second_factor_reset")


def _helped(row: Account, by: Actor, now: datetime) -> bool:
    """Return whether somebody had a hand in how an account is entered lately, and another administrator could."""
    told = Entry.objects.filter(stream__kind="account", stream__key=str(row.pk), code__in=HELPS, actor_id=by.id)
    recent = told.filter(at__gt=now - HELPED_FOR).exists()
    return recent and needs_second(lookup.administering(now=now))


def house_situation(row: Organisation, *, by: Actor, now: datetime, hold: bool = False) -> HouseSituation:
    """Look at a house somebody is invited into."""
    return HouseSituation()


def role_change(key: str, *, actor: Actor) -> RoleChange:
    """Find a change of a role; raises `NoSuchChange` for whoever doesn't administer."""
    try:
        rows = RoleChange.objects.filter(pk=UUID(key)) if "operator" in actor.roles else RoleChange.objects.none()
    except ValueError:
        rows = RoleChange.objects.none()
    found = rows.select_related("account", "organisation").first()
    if found is None:
        raise NoSuchChange
    return found


def change_situation(row: RoleChange, *, by: Actor, now: datetime, hold: bool = False) -> ChangeSituation:
    """Look at a change of a role as it is; `hold` locks it first."""
    if hold:
        lock(row)
    return ChangeSituation(state=row.state, asked_by_me=row.asked_by == by.key, mine=by.id == str(row.account_id))
