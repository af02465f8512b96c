"""Whose request it is: actors of accounts, case links and proved phones."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anxin.core import vault
from anxin.core.actors import Actor, Kind
from anxin.core.errors import Missing
from anxin.domain.people import rules
from anxin.domain.people.models import Account, CaseLink, LoginCode, Person
from anxin.domain.people.queries import AccountView, NoSuchPerson, account_view, kept, phone_index_of, same_person


class CaseLinkOver(Missing):
    """The link is unknown, over or taken back."""

    code = "people.link_over"


def actor_of_account(account: Account, *, now: datetime, via: str = "") -> Actor:
    """Make the actor of somebody signed in: one organisation, its roles of today."""
    return actor_of_view(account_view(account, now=now), via=via)


def actor_of_view(mine: AccountView, *, via: str = "") -> Actor:
    """Make the actor of somebody signed in who was looked at already (no query)."""
    kind: Kind = "technician" if mine.kind == Account.Kind.TECHNICIAN else "staff"
    return Actor(kind=kind, id=str(mine.id), organisation=mine.organisation_key, roles=mine.roles, via=via)


def roles_held(account: str, now: datetime) -> tuple[str, frozenset[str]]:
    """Return the organisation and the roles that somebody who signs in has by now; none once his account is shut."""
    found = Account.objects.filter(pk=account, is_active=True).first()
    mine = account_view(found, now=now) if found else None
    return (mine.organisation_key, mine.roles) if mine else ("", frozenset())


def actor_of_link(token: str, *, now: datetime) -> Actor:
    """Make the actor of a case link: one person, one case."""
    return actor_of_link_hash(hash_of(token), now=now)


def actor_of_link_hash(token_hash: str, *, now: datetime) -> Actor:
    """Make the actor of a case link from the hash that a session keeps."""
    link = CaseLink.objects.filter(token_hash=token_hash, revoked_at=None, expires_at__gt=now).first()
    if link is None:
        raise CaseLinkOver
    area = f"{link.stream_kind}:{link.stream_key}"
    return Actor(
        kind="customer_link", id=str(link.person_id), roles=rules.CUSTOMER, areas=frozenset({area}), via="link"
    )


def actor_of_phone_index(index: str) -> Actor:
    """Make the actor of a proved phone from its blind index: the newest customer behind it."""
    rows = Person.objects.filter(phone_index=index, erased_at=None).exclude(kept.works_here())
    found = rows.order_by("-created_at").first()
    if found is None:
        raise NoSuchPerson
    return actor_of_person(str(found.id))


def actor_of_person(person: str) -> Actor:
    """Make the actor of a person whose phone was proved; raises NoSuchPerson where it was erased meanwhile."""
    if not Person.objects.filter(id=person, erased_at=None).exists():
        raise NoSuchPerson
    return Actor(kind="customer_phone", id=person, roles=rules.CUSTOMER, via="phone")


def actor_of_proved(person: str, index: str) -> Actor:
    """Make the actor of who proved the phone of a blind index, while it is this person's; raises NoSuchPerson."""
    if not Person.objects.filter(id=person, phone_index=index, erased_at=None).exists():
        raise NoSuchPerson
    return Actor(kind="customer_phone", id=person, roles=rules.CUSTOMER, via="phone")


def index_now(person: str, index: str) -> str:
    """Return the blind index that a person's phone has now, where an older one of the very same phone was proved.

    The key of the index is replaced while people are in; empty where the phone is another one by now.
    """
    row = Person.objects.filter(id=person, erased_at=None).exclude(phone_index="").first()
    if row is None or row.phone_index.partition("|")[0] == index.partition("|")[0]:
        return ""
    phone = vault.open_("people.person.phone", row.pk, row.phone_sealed)
    return row.phone_index if vault.is_index_of(index, phone) else ""


def index_of_login(login: UUID) -> str:
    """Return the blind index of the phone that a code went to; empty where there was none."""
    return LoginCode.objects.filter(pk=login).values_list("phone_index", flat=True).first() or ""


def proved_index(person: str) -> str:
    """Return the blind index of the phone by which a person is known now; empty where he left none."""
    return next((one["phone_index"] for one in phone_index_of(person)), "")


def reading_for(persons: Iterable[Person]) -> Actor:
    """Make the actor who reads what these rows of one person may read of themselves, and does nothing."""
    keys = [str(one.pk) for one in persons]
    areas = frozenset(f"person:{key}" for key in keys)
    return Actor(kind="customer_phone", id=keys[0], roles=rules.CUSTOMER, areas=areas, via="desk")


def selves(actor: Actor) -> list[str]:
    """Return the ids of every row that is this customer: one, or all that share the proved phone."""
    if actor.kind == "customer_phone":
        mine = Person.objects.filter(same_person(actor)).exclude(kept.works_here())
        return [str(one) for one in mine.values_list("id", flat=True)]
    return [actor.id] if actor.kind == "customer_link" else []


def proved_selves(actor: Actor) -> list[str]:
    """Return the ids of every row that is a customer who proved his phone; a case's link makes nobody a person."""
    return selves(actor) if actor.proved else []


def hash_of(token: str) -> str:
    """Return the hash under which a link's secret is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
