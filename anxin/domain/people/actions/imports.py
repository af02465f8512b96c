"""Organisations from an imported file, and what a file says anew about a person or an account."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.tables import Values
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.actions.corrections import named
from anxin.domain.people.models import Account, Organisation, Person
from anxin.domain.people.queries import access
from anxin.domain.people.queries.imports import plainly


class HouseAddress(Invalid):
    """The pages of the whole installation are served under this name."""

    code = "people.house_address"


class AddressTaken(Invalid):
    """A brand's pages are served under this name."""

    code = "people.address_taken"


class AccountUsed(WrongState):
    """Somebody has signed in with the account: it stays."""

    code = "people.account_used"


def refuse_taken(address: str, *, field: str, slug: str, now: datetime) -> None:
    """Raise `HouseAddress` or `AddressTaken` where another than this organisation is served under an address's name."""
    holder = queries.holder_of(address, now=now)
    if holder is None or holder.slug == slug:
        return
    if holder.kind == Organisation.Kind.OPERATOR:
        raise HouseAddress(field, expected="another than the public address", got=address)
    raise AddressTaken(field, expected="a name no brand has", got=address)


def import_organisation(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of organisations; what kind one is never changes.

    Raises `HouseAddress` and `AddressTaken` for a brand's pages under a name that isn't free.
    """
    refuse_taken(str(values["pages_at"] or ""), field="pages_at", slug=str(values["slug"]), now=now)
    told = {"name": values["name"], **{one: values[one] or "" for one in ("licence", "site", "pages_at")}}
    made = {"kind": values["kind"], "created_at": now}
    Organisation.objects.update_or_create(slug=values["slug"], defaults=told, create_defaults={**told, **made})


def remove_organisation(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported organisation away; refused while anything names it."""
    Organisation.objects.filter(slug=key["slug"]).delete()


def keep_role(role: str, *, account: Account, houses: Iterable[str], now: datetime) -> None:
    """Leave an account a role at these houses, by their names in addresses, and at no others; other roles stay."""
    wanted = dict.fromkeys(houses)
    for held in account.roles.filter(to_at=None, role=role).select_related("organisation"):
        if held.organisation.slug in wanted:
            del wanted[held.organisation.slug]
        else:
            people.withdraw_role(role=held, now=now)
    for house in wanted:
        people.grant(account=account, organisation=queries.organisation(house), role=role, now=now)


def close_unused(*, account: Account) -> None:
    """Delete an account nobody has used yet, and its person where nobody names him; raises `AccountUsed`."""
    if account.last_login is not None:
        raise AccountUsed({"username": account.username})
    person = account.person
    account.delete()
    if person is not None:
        forget_unused(person=person)


def corrected(*, person: Person, account: Account | None, name: str, phone: str, by: Actor, now: datetime) -> Person:
    """Write the name and phone of somebody who works here anew, and give him; nothing happens where they are the same.

    Whoever is a customer too keeps as such what he gave, and so does whoever signs in by another account than this:
    another row tells who works here. Else whoever writes the file would write who reads that customer's cases, and
    where the codes of that account go.
    """
    name = named(name)
    if plainly(person) == (name, phone or None):
        return person
    if access.is_customer(person) or access.signs_in_otherwise(person, account):
        return people.enrolled_anew(name=name, phone=phone, now=now)
    person.name_masked = vault.mask_name(name)
    person.name_sealed = vault.seal("people.person.name", person.id, name.strip())
    person.phone_masked = vault.mask_phone(phone) if phone else ""
    person.phone_sealed = vault.seal("people.person.phone", person.id, phone.strip()) if phone else ""
    person.phone_index = vault.blind_index(phone) if phone else ""
    person.save(update_fields=["name_masked", "name_sealed", "phone_masked", "phone_sealed", "phone_index"])
    timeline.write(personal_data.stream_of(person.id), "people.correct", by=by, now=now)
    return person


def forget_unused(*, person: Person) -> None:
    """Delete a person nobody and nothing names any more, and where he lives likewise."""
    for row in (person, person.place):
        try:
            with transaction.atomic():
                if row is not None:
                    row.delete()
        except ProtectedError:
            return
