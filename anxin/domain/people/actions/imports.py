"""Organisations and accounts from an imported file, and what a file says anew about a person."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.tables import Values, pair
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.models import Account, Organisation, Person
from anxin.domain.people.queries.imports import plainly


class AccountUsed(WrongState):
    """Somebody has signed in with the account: it stays."""

    code = "people.account_used"


def import_organisation(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of organisations; what kind one is never changes."""
    told = {"name": values["name"], "licence": values["licence"] or "", "site": values["site"] or ""}
    made = {"kind": values["kind"], "created_at": now}
    Organisation.objects.update_or_create(slug=values["slug"], defaults=told, create_defaults={**told, **made})


def remove_organisation(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported organisation away; refused while anything names it."""
    Organisation.objects.filter(slug=key["slug"]).delete()


def import_account(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of staff: an account without a password, its roles, and whose it is."""
    row = Account.objects.select_related("person").filter(username=values["username"]).first()
    called = str(values["called"])
    if row is None:
        row = people.open_account(username=str(values["username"]), password="", called=called, now=now)
    elif row.called != called:
        Account.objects.filter(pk=row.pk).update(called=called)
    _person(row, values, by=by, now=now)
    keep_roles(account=row, roles=[pair(one) for one in str(values["roles"]).split(", ")], now=now)


def _person(row: Account, values: Values, *, by: Actor, now: datetime) -> None:
    name, phone = str(values["name"] or ""), str(values["phone"] or "")
    person = row.person
    if not name and person is not None:
        row.person = None
        row.save(update_fields=["person"])
        forget_unused(person=person)
    elif name:
        row.person = person or people.enrol(name=name, phone=phone, now=now)
        row.save(update_fields=["person"])
        correct(person=row.person, name=name, phone=phone, by=by, now=now)


def keep_roles(*, account: Account, roles: Iterable[tuple[str, str]], now: datetime) -> None:
    """Leave an account these roles, each an organisation's name in addresses and a role, and no others."""
    wanted = dict.fromkeys(roles)
    for held in account.roles.filter(to_at=None).select_related("organisation"):
        if (held.organisation.slug, held.role) in wanted:
            del wanted[(held.organisation.slug, held.role)]
        else:
            people.withdraw_role(role=held, now=now)
    for house, role in wanted:
        people.grant(account=account, organisation=queries.organisation(house), role=role, now=now)


def remove_account(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported account away; raises `AccountUsed` once somebody has signed in with it."""
    row = Account.objects.select_related("person").filter(username=key["username"]).first()
    if row is not None:
        close_unused(account=row)


def close_unused(*, account: Account) -> None:
    """Delete an account nobody has used yet, and its person where nobody names him; raises `AccountUsed`."""
    if account.last_login is not None:
        raise AccountUsed({"username": account.username})
    person = account.person
    account.delete()
    if person is not None:
        forget_unused(person=person)


def correct(*, person: Person, name: str, phone: str, by: Actor, now: datetime) -> None:
    """Write a person's name and phone anew; nothing happens where they are the same."""
    if plainly(person) == (name, phone or None):
        return
    person.name_masked = vault.mask_name(name)
    person.name_sealed = vault.seal("people.person.name", person.id, name.strip())
    person.phone_masked = vault.mask_phone(phone) if phone else ""
    person.phone_sealed = vault.seal("people.person.phone", person.id, phone.strip()) if phone else ""
    person.phone_index = vault.blind_index(phone) if phone else ""
    person.save(update_fields=["name_masked", "name_sealed", "phone_masked", "phone_sealed", "phone_index"])
    timeline.write(people.stream_of(person.id), "people.correct", by=by, now=now)


def forget_unused(*, person: Person) -> None:
    """Delete a person nobody and nothing names any more, and where he lives likewise."""
    for row in (person, person.place):
        try:
            with transaction.atomic():
                if row is not None:
                    row.delete()
        except ProtectedError:
            return
