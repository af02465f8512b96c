"""What can be done with organisations, accounts and persons."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from anxin.core import acting, timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.inserts import insert, insert_new
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.actions.corrections import named
from anxin.domain.people.actions.personal_data import stream_of
from anxin.domain.people.actions.reveals import (
    NotRevealed,
    carry_over,
    is_over,
    note_account,
    note_caller,
    reveal,
    reveal_contact,
    reveal_own,
)
from anxin.domain.people.models import (
    Account,
    CaseLink,
    Organisation,
    Party,
    Person,
    Role,
)
from anxin.domain.people.queries import actors, sign_in_names
from anxin.domain.people.queries.witnesses import parties_told
from anxin.domain.places import actions as places
from anxin.domain.places.models import Place

LINK_LIVES = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Side:
    """Who is party to a stream, in which role: an organisation or a person."""

    role: str
    organisation: Organisation | None = None
    person: Person | None = None


class NoRole(Invalid):
    """An organisation of this kind gives out no such role."""

    code = "people.no_role"


class NameInUse(Invalid):
    """Somebody signs in with this name, or with one that differs in capital letters alone."""

    code = "people.name_in_use"


class Retired(WrongState):
    """The house is retired: nobody works there."""

    code = "people.retired"


class LastOperator(WrongState):
    """Somebody has to be left who administers this installation."""

    code = "people.last_operator"


def found_organisation(
    *, kind: str, slug: str, name: str, now: datetime, licence: str = "", site: str = "", pages_at: str = ""
) -> Organisation:
    """Found an organisation."""
    told = {"name": name, "licence": licence, "site": site, "pages_at": pages_at}
    return Organisation.objects.create(kind=kind, slug=slug, created_at=now, **told)


def open_account(
    *, username: str, password: str, called: str, now: datetime, kind: str = "staff", person: Person | None = None
) -> Account:
    """Open an account to sign in with; an empty password makes one that can't be used yet. Raises `NameInUse`."""
    if sign_in_names.holders(username):
        raise NameInUse("username", expected="a name nobody has, in whatever letters", got=username)
    account = Account(username=username, kind=kind, called=called, person=person, created_at=now)
    if password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save()
    return account


def set_password(*, account: Account, password: str) -> None:
    """Set a password for somebody who could not sign in before."""
    account.set_password(password)
    account.save(update_fields=["password"])


def grant(
    *, account: Account, organisation: Organisation, role: str, now: datetime, to_at: datetime | None = None
) -> Role:
    """Give an account a role in an organisation from now on, or until a moment: then instead of an earlier term."""
    if not rules.role_fits(organisation.kind, role):
        raise NoRole("role", expected=", ".join(rules.ROLES.get(organisation.kind, ())), got=role)
    if organisation.retired_at or organisation.left_at:
        raise Retired({"house": organisation.name})
    here = {"account": account, "organisation": organisation, "role": role}
    if to_at is not None:
        Role.objects.filter(**here, to_at__gt=now).update(to_at=now)
    made, _ = Role.objects.get_or_create(**here, to_at=to_at, defaults={"from_at": now})
    return made


def withdraw_role(*, role: Role, now: datetime) -> None:
    """End a role; raises `LastOperator` where nobody would be left to administer this installation.

    Two who administer are asked one after the other, or each would leave the other as the one who stays.
    """
    if role.role == "operator":
        acting.alone("people.operators")
    if queries.is_last_operator(role):
        raise LastOperator({"username": role.account.username})
    Role.objects.filter(pk=role.pk).filter(Q(to_at=None) | Q(to_at__gt=now)).update(to_at=now)


def enrol(*, name: str, phone: str, now: datetime, place: Place | None = None) -> Person:
    """Take a customer into the vault, or find the one with this phone, name and place again.

    Who works here and who is a customer are two, be it one human: who works here is always `enrolled_anew`, so that
    nobody who knows a name and a phone writes what another signs in by.

    A place that is not kept yet is kept with a new person.
    Who comes without a place is never somebody whose place another case knows.
    """
    name = named(name)
    for known in queries.known_by_phone(phone) if phone else ():
        if _same(known, name=name, place=place):
            return known
    return enrolled_anew(name=name, phone=phone, now=now, place=place)


def enrolled_anew(*, name: str, phone: str, now: datetime, place: Place | None = None) -> Person:
    """Take a person into the vault, whoever is known already; raises `NameNeeded`."""
    name = named(name)
    if place is not None and place._state.adding:
        place.save(force_insert=True)
    person = Person(id=uuid7(), name_masked=vault.mask_name(name), place=place, created_at=now)
    person.name_sealed = vault.seal("people.person.name", person.id, name.strip())
    if phone:
        person.phone_masked = vault.mask_phone(phone)
        person.phone_sealed = vault.seal("people.person.phone", person.id, phone.strip())
        person.phone_index = vault.blind_index(phone)
    person.save(force_insert=True)
    return person


def note_address(*, person: Person, address: str, by: Actor, now: datetime) -> Place:
    """Keep where a person lives of whom it wasn't known; raises `places.not_found`, `places.too_coarse`."""
    person.place = places.locate(address=address, now=now)
    person.save(update_fields=["place"])
    timeline.write(stream_of(person.id), "people.address", by=by, now=now)
    return person.place


def move(*, person: Person, place: Place, by: Actor, now: datetime) -> None:
    """Keep where a person lives from now on; the address of before stays sealed beside the fact."""
    before = places.full_address(place=person.place) if person.place else ""
    Person.objects.filter(pk=person.pk).update(place=place)
    person.place = place
    private = {"before": before}
    timeline.write(stream_of(person.id), "people.address_corrected", by=by, now=now, private=private)


def _same(person: Person, *, name: str, place: Place | None) -> bool:
    if not queries.is_named(person, name):
        return False
    if place is None or person.place is None:
        return place is person.place
    return places.same(person.place, place)


def join(
    *,
    stream: StreamKey,
    role: str,
    now: datetime,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> None:
    """Make an organisation or a person party to a stream from now on; a second time changes nothing."""
    made = _party(stream, Side(role=role, organisation=organisation, person=person), now)
    same = Party.objects.filter(
        stream_kind=stream.kind, stream_key=stream.key, organisation=organisation, person=person, role=role
    )
    if insert_new(made):  # an earlier stay that was to end later ends now, so that one row tells it
        same.exclude(pk=made.pk).filter(to_at__gt=now).update(to_at=now)


def seat(*, stream: StreamKey, sides: Sequence[Side], now: datetime) -> dict[str, str]:
    """Make the first parties of a stream that nobody was party to yet, in one statement; give them as facts tell."""
    parties = [_party(stream, side, now) for side in sides]
    insert(parties)
    return parties_told(parties)


def _party(stream: StreamKey, side: Side, now: datetime) -> Party:
    return Party(
        stream_kind=stream.kind,
        stream_key=UUID(stream.key),
        organisation=side.organisation,
        person=side.person,
        role=side.role,
        from_at=now,
    )


def leave(*sides: Side, stream: StreamKey, at: datetime) -> None:
    """End the stay of one or several parties at a moment, which may lie ahead."""
    if not sides:
        return
    rows = Party.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    named = (Q(role=one.role, organisation=one.organisation, person=one.person) for one in sides)
    block = acting.current()
    known: list[Any] = [*block.keys("listeners", stream), *block.keys("customers", stream)]
    before = [key for key in known if key[-1] < at]
    with block.sparing(*before):  # who was there at an earlier moment, still was
        rows.filter(reduce(or_, named), Q(to_at=None) | Q(to_at__gt=at)).update(to_at=at)


def link(*, stream: StreamKey, person: Person, now: datetime) -> str:
    """Make a secret link to one case for one person and give its token, which is kept nowhere."""
    token = secrets.token_urlsafe(24)
    CaseLink.objects.create(
        stream_kind=stream.kind,
        stream_key=stream.key,
        person=person,
        token_hash=actors.hash_of(token),
        created_at=now,
        expires_at=now + LINK_LIVES,
    )
    return token
