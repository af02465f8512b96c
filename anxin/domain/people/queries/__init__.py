"""What can be asked about persons: who is party to what, and masked views."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from anxin.core import hosts, outbox, settings, timeline, vault
from anxin.core.actors import CUSTOMERS, OFFICES, Actor
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Forbidden, Missing
from anxin.core.gathered_rows import EachAsked
from anxin.domain.people import rules
from anxin.domain.people.models import Account, NewPhone, Organisation, Party, Person, Role
from anxin.domain.people.queries import kept
from anxin.domain.people.queries.current_user import roles_now
from anxin.domain.people.queries.customers import customers_of
from anxin.domain.people.queries.house_operator import UnknownOrganisation, operator
from anxin.domain.people.wording import ERASED

NEW_PHONE, PHONE_REPLACED = "people.new_phone_code", "people.phone_replaced"
ERASURE_DONE, ERASURE_FREED, ERASURE_GOES_ON = "people.erased", "people.erasure_freed", "people.erasure_goes_on"
CARRIED = (PHONE_REPLACED, ERASURE_DONE)
"""What goes to a number that is nobody's here any more: the message itself carries it, sealed."""
MASKED = ("id", "name_masked", "phone_masked", "place__division", "erased_at")


class NotTheCustomer(Forbidden):
    """This word is the customer's of this case, nobody else's."""

    code = "people.not_the_customer"


class NoSuchPerson(Missing):
    """There is no such person, or not for this actor."""

    code = "people.no_such_person"


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """A person as everybody may see them: masked."""

    id: UUID
    name: str
    phone: str
    division: str
    erased: bool


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """Somebody who signs in, as pages show them."""

    id: UUID
    username: str
    called: str
    kind: str
    organisation: str
    organisation_key: str
    organisation_kind: str
    organisation_silent: bool
    roles: frozenset[str]


class Index(TypedDict):
    """The row of a subquery of phones."""

    phone_index: str


class Stream(TypedDict):
    """The row of a subquery of streams."""

    stream_key: UUID


@compiled
def _of_slug(*, slug: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(slug=slug)


def organisation(slug: str) -> Organisation:
    """Return an organisation by its slug."""
    found = organisation_called(slug)
    if found is None:
        raise UnknownOrganisation({"slug": slug})
    return found


def organisation_among(rows: QuerySet[Organisation], slug: str) -> Organisation:
    """Return one of these organisations; raises `people.unknown_organisation` for any other."""
    found = rows.filter(slug=slug).first()
    if found is None:
        raise UnknownOrganisation({"slug": slug[:64]})
    return found


def organisation_called(slug: str) -> Organisation | None:
    """Return the organisation with a short name, as somebody types it who may be wrong."""
    return next(iter(_of_slug(slug=slug)), None)


def organisation_by_key(key: str) -> Organisation:
    """Return an organisation by its id, as an actor carries it."""
    found = Organisation.objects.filter(id=key).first() if key else None
    if found is None:
        raise UnknownOrganisation({"slug": key})
    return found


def house_at(host: str, houses: Iterable[Organisation]) -> Organisation | None:
    """Return the organisation whose pages are served here under a name, where one of them is."""
    return next((one for one in houses if hosts.name_in(one.pages_at) == host.lower()), None)


def holder_of(address: str, *, now: datetime) -> Organisation | None:
    """Return who is served here under the name in an address: a brand, the operator for the whole house, or nobody.

    A name is one whatever scheme and port stand beside it: pages are told apart by it alone.
    """
    host = hosts.name_in(address)
    if host and host == hosts.name_in(str(settings.get("notices.address", at=now))):
        return operator()
    return house_at(host, Organisation.objects.exclude(pages_at="")) if host else None


def parties_of(actor: Actor, *, now: datetime) -> QuerySet[Party]:
    """Return the parties an actor stands in now; a stranger and an unlinked token stand in none."""
    living = Party.objects.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    if actor.kind in OFFICES and actor.organisation:
        return living.filter(organisation_id=actor.organisation)
    if actor.kind == "technician":
        return living.filter(person__accounts__id=actor.id, role="technician")
    own = living.filter(role__in=rules.OWN)
    if actor.kind == "customer_link":
        return own.filter(only_opened(actor), person_id=actor.id)
    if actor.kind == "customer_phone":
        return own.filter(same_person(actor, "person__"))
    return living.none()


def only_opened(actor: Actor) -> Q:
    """Return which rows about cases a customer may read: those of his case where a link brought him, else all.

    The one rule on what a link opens: `stream_kind` and `stream_key` name the case of a row.
    """
    if actor.kind != "customer_link":
        return Q()
    kind, _, key = next(iter(actor.areas), "").partition(":")
    return Q(stream_kind=kind, stream_key=key) if key else Q(pk__in=())


def only_customer(stream: timeline.StreamKey, *, by: Actor, now: datetime) -> None:
    """Refuse whoever isn't a customer of this case, or the one who helps him."""
    if by.kind not in CUSTOMERS or not is_party(stream, by=by, now=now):
        raise NotTheCustomer


def is_party(stream: timeline.StreamKey, *, by: Actor, now: datetime) -> bool:
    """Return whether an actor is a party of a case now."""
    return parties_of(by, now=now).filter(stream_kind=stream.kind, stream_key=stream.key).exists()


def phone_index_of(person: str) -> QuerySet[Person, Index]:
    """Return the blind index of a person's phone, as a subquery; none where he left no phone."""
    return Person.objects.filter(id=person).exclude(phone_index="").values("phone_index")


def same_person(actor: Actor, path: str = "") -> Q:
    """Return which rows are the person of a proved phone: all that share it, or those that the desk named."""
    if actor.areas:
        return Q(**{f"{path}id__in": [one.removeprefix("person:") for one in sorted(actor.areas)]})
    return Q(**{f"{path}phone_index__in": phone_index_of(actor.id)})


def streams_of(actor: Actor, kind: str, *, now: datetime) -> QuerySet[Party, Stream]:
    """Return the keys of the streams of a kind an actor may read, as a subquery: the one rule before every case."""
    mine = parties_of(actor, now=now).filter(stream_kind=kind)
    return (mine if rules.reads(kind, actor.roles) else mine.none()).values("stream_key")


def sees(actor: Actor, kind: str, *, now: datetime, key: str = "pk", seated: tuple[str, ...] = ()) -> Q:
    """Return the same rule as a condition on rows of cases, whose key `key` names.

    Each row is asked for by itself; of a person, an outlet or an inspector the few that are his are looked up first.
    `seated` are the row's own columns of houses that are party from its first fact on: for those the row answers.
    """
    if actor.kind not in OFFICES or actor.roles <= rules.PARTY_TO_FEW or not rules.reads(kind, actor.roles):
        return Q(**{f"{key}__in": streams_of(actor, kind, now=now)})
    own = Q(*((one, actor.organisation) for one in seated if actor.organisation), _connector=Q.OR)
    return own | Q(EachAsked(parties_of(actor, now=now).filter(stream_kind=kind, stream_key=OuterRef(key))))


@compiled
def _of_username(*, username: str) -> QuerySet[Account]:
    return Account.objects.filter(username=username)


def account(username: str) -> Account | None:
    """Return an account by its sign-in name."""
    return next(iter(_of_username(username=username)), None)


def account_by_key(key: UUID) -> Account:
    """Return an account by its id."""
    found = Account.objects.filter(pk=key).first()
    if found is None:
        raise NoSuchPerson
    return found


def role_held(account: Account, *, organisation: Organisation, role: str, now: datetime) -> Role | None:
    """Return a role an account has now."""
    rows = Role.objects.filter(account=account, organisation=organisation, role=role, from_at__lte=now)
    return rows.filter(Q(to_at=None) | Q(to_at__gt=now)).first()


def is_last_operator(role: Role) -> bool:
    """Return whether nobody else would be left who administers this installation."""
    if role.role != "operator" or role.to_at is not None:
        return False
    others = Role.objects.filter(role="operator", organisation=role.organisation_id, to_at=None)
    return not others.filter(account__is_active=True).exclude(account=role.account_id).exists()


def account_view(account: Account, *, now: datetime) -> AccountView:
    """Return who is signed in, for the head of a page (one query; none where `SignedIn` found him)."""
    roles = roles_now(account, now=now)
    home = roles[0] if roles else None
    return AccountView(
        id=account.id,
        username=account.username,
        called=account.called,
        kind=account.kind,
        organisation=home["name"] if home else "",
        organisation_key=str(home["organisation"]) if home else "",
        organisation_kind=home["kind"] if home else "",
        organisation_silent=bool(home and home["silent_at"]),
        roles=frozenset(one["role"] for one in roles if home and one["organisation"] == home["organisation"]),
    )


def known_by_phone(phone: str, *, works: bool = False) -> list[Person]:
    """Return the customers behind a phone number, or who `works` here, newest first."""
    return _indexed(works, indexes=tuple(vault.blind_indexes(phone)))


@compiled
def _indexed(works: bool, *, indexes: tuple[str, ...]) -> QuerySet[Person]:
    rows = Person.objects.filter(kept.works_here() if works else ~kept.works_here())
    rows = rows.filter(phone_index__in=indexes, erased_at=None)
    return rows.select_related("place").order_by("-created_at")


def masked(person: Person) -> PersonView:
    """Show a person as everybody may see them (the caller selects `place` along)."""
    return PersonView(
        id=person.id,
        name=person.name_masked if person.erased_at is None else str(ERASED),
        phone=person.phone_masked,
        division=person.place.division if person.place else "",
        erased=person.erased_at is not None,
    )


def masked_beside(row: Mapping[str, Any], path: str) -> PersonView:
    """Show a person whose `MASKED` fields were read beside a row."""
    found: dict[str, Any] = {name: row[f"{path}__{name}"] for name in MASKED}
    return PersonView(
        id=found["id"],
        name=found["name_masked"] if found["erased_at"] is None else str(ERASED),
        phone=found["phone_masked"],
        division=found["place__division"] or "",
        erased=found["erased_at"] is not None,
    )


def phone_of(message: outbox.Message) -> outbox.MessageAddress:
    """Return the outbox the phone behind a message's audience `person:…`; an erased person has none.

    The code that proves a new number goes to that one, and what tells a number that it was left to the one of before.
    """
    if message.template in CARRIED:
        return outbox.MessageAddress(to=outbox.carried(message))
    if message.template == NEW_PHONE:
        asked = NewPhone.objects.filter(login=UUID(str(message.ids["login"]))).first()
        return outbox.MessageAddress(to=vault.open_("people.new_phone", asked.id, asked.phone_sealed) if asked else "")
    row = Person.objects.filter(id=message.audience.removeprefix("person:")).exclude(phone_sealed="").first()
    return outbox.MessageAddress(to=dialled(row)) if row else outbox.MessageAddress()


def dialled(person: Person) -> str:
    """Return the number a carrier is to ring for somebody; empty where he left none, or was erased."""
    return vault.open_("people.person.phone", person.id, person.phone_sealed) if person.phone_sealed else ""


def new_phone_of(actor: Actor, *, now: datetime) -> str:
    """Return the masked number to which somebody was sent a code to prove it by; empty where none is on its way."""
    mine = (
        NewPhone.objects.filter(person=UUID(actor.id), login__expires_at__gt=now)
        if actor.kind == "customer_phone"
        else ()
    )
    return next((one.phone_masked for one in mine), "")


def is_named(person: Person, name: str) -> bool:
    """Return whether a person is called exactly this; says nothing of who it is."""
    return bool(person.name_sealed) and vault.open_("people.person.name", person.id, person.name_sealed) == name.strip()


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Person]:
    """Return the persons an actor shares a living stream with; a customer sees themselves."""
    if actor.kind == "customer_link":
        return Person.objects.filter(id=actor.id)
    if actor.kind == "customer_phone":
        return Person.objects.filter(same_person(actor)).exclude(kept.works_here())
    mine = parties_of(actor, now=now)
    if actor.kind == "stranger":
        return Person.objects.none()
    theirs = Party.objects.filter(person=OuterRef("pk"), role__in=["customer", "helper", "witness"])
    shared = mine.filter(stream_kind=OuterRef("stream_kind"), stream_key=OuterRef("stream_key"))
    return Person.objects.filter(Exists(theirs.filter(Exists(shared))))


def visible_person(key: str, *, actor: Actor, now: datetime) -> Person:
    """Return a person an actor shares a living stream with."""
    try:
        found = visible_to(actor, now=now).select_related("place").filter(pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchPerson
    return found


def _keys(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if text}


def account_names(ids: Iterable[str]) -> dict[str, str]:
    """Return the names by which accounts are called, by their ids as text (one query)."""
    keys = set()
    for one in ids:
        try:
            keys.add(UUID(one))
        except ValueError:
            continue
    return {str(key): name for key, name in _account_names(keys=tuple(keys))} if keys else {}


@compiled
def _account_names(*, keys: tuple[UUID, ...]) -> QuerySet[Account, tuple[UUID, str]]:
    return Account.objects.filter(id__in=keys).values_list("id", "called")


def house_names(ids: Iterable[str]) -> dict[str, str]:
    """Return the names of organisations, by their ids as text (one query)."""
    keys = _keys(ids)
    return {str(one.id): one.name for one in Organisation.objects.filter(id__in=keys)} if keys else {}


def authorities_among(ids: Iterable[str]) -> frozenset[str]:
    """Return which of these organisations, by their ids as text, are authorities (one query, none without an id)."""
    keys = _keys(ids)
    rows = Organisation.objects.filter(id__in=keys, kind=Organisation.Kind.AUTHORITY) if keys else ()
    return frozenset(str(one.id) for one in rows)


def brands_counted() -> Subquery:
    """Return beside a row how many brands there are here."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.BRAND).order_by().values("kind")
    return Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def organisations_of(kind: str) -> list[Organisation]:
    """Return the organisations of a kind that aren't retired, by name."""
    return list(Organisation.objects.filter(kind=kind, retired_at=None).order_by("name"))
