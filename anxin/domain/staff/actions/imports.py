"""Accounts from an imported file: without a password, their roles asked for as on the page."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.tables import Values, pair
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.actions.imports import close_unused, corrected, forget_unused
from anxin.domain.people.models import Account
from anxin.domain.staff.actions import role_changes
from anxin.domain.staff.rules import GRANT


def import_account(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of staff; a new account's roles count once a second administrator has agreed.

    An account that exists keeps the roles it has: its row names the same, or is refused.
    """
    row = Account.objects.select_related("person").filter(username=values["username"]).first()
    called = str(values["called"])
    if row is None:
        row = people.open_account(username=str(values["username"]), password="", called=called, now=now)
        for house, role in dict.fromkeys(pair(one) for one in str(values["roles"]).split(", ")):
            home = queries.organisation(house)
            role_changes.ask(account=row, organisation=home, role=role, command=GRANT, by=by, now=now)
    elif row.called != called:
        Account.objects.filter(pk=row.pk).update(called=called)
    _person(row, values, by=by, now=now)


def _person(row: Account, values: Values, *, by: Actor, now: datetime) -> None:
    name, phone = str(values["name"] or ""), str(values["phone"] or "")
    person = row.person
    if not name and person is not None:
        row.person = None
        row.save(update_fields=["person"])
        forget_unused(person=person)
    elif name:
        if person is None:
            row.person = people.enrolled_anew(name=name, phone=phone, now=now)
        else:
            row.person = corrected(person=person, account=row, name=name, phone=phone, by=by, now=now)
        row.save(update_fields=["person"])


def remove_account(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported account away; raises `AccountUsed` once somebody has signed in with it."""
    row = Account.objects.select_related("person").filter(username=key["username"]).first()
    if row is not None:
        close_unused(account=row)
