"""Who may see another's plain details, and who did: shared cases, holds, a second person's yes, and the kept looks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anxin.core import settings, timeline, vault
from anxin.core.actors import CUSTOMERS, HOUSES, OFFICES, Actor
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people import queries, rules, wording
from anxin.domain.people.models import Account, Consent, Hold, Party, Person, Reveal, RevealRequest
from anxin.domain.people.queries import kept
from anxin.domain.people.wording.privacy import SEES


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A case both belong to, and when it ended; nothing while it is open."""

    stream: StreamKey
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RevealView:
    """One line of "who saw my data"; without a case where it was before looks named theirs."""

    at: datetime
    who: str
    organisation: str
    field: str
    reason: str
    granted: bool
    case: str


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """One request to see plain details after the end."""

    id: UUID
    state: str
    case: str
    person: str
    phone: str
    asker: str
    reason: str
    at: datetime
    until_at: datetime | None
    answered_by: str
    situation: rules.RequestSituation


_COVERS: list[Callable[[StreamKey, Actor, datetime], bool]] = []


def declare_cover(covers: Callable[[StreamKey, Actor, datetime], bool]) -> None:
    """Say how it is known that a phone number stays shut to somebody in a case, because another is rung instead."""
    _COVERS.append(covers)


_SHUTS: list[Callable[[StreamKey, Actor], bool]] = []


def declare_shut(shuts: Callable[[StreamKey, Actor], bool]) -> None:
    """Say how it is known that a case is shut to who went there, because nobody vouches for him any more."""
    _SHUTS.append(shuts)


def is_unvouched(stream: StreamKey, actor: Actor) -> bool:
    """Return whether somebody is at a case's place for whom nobody vouches any more."""
    return any(shuts(stream, actor) for shuts in _SHUTS)


def is_rung_otherwise(stream: StreamKey, actor: Actor, *, now: datetime) -> bool:
    """Return whether somebody rings another number than a person's own in a case."""
    return any(covers(stream, actor, now) for covers in _COVERS)


def shared_cases(person: Person, actor: Actor, *, field: str, now: datetime) -> list[Shared]:
    """Return the cases that link a person and an actor and are a reason to see a field, newest first; not orders."""
    theirs = Party.objects.filter(person=person, role__in=["customer", "helper", "witness"]).values("stream_key")
    mine = queries.parties_of(actor, now=now).filter(stream_kind__in=rules.CASES, stream_key__in=theirs)
    rows = mine.order_by("-from_at", "-id").values_list("stream_kind", "stream_key", "role")
    kept = {StreamKey(kind, str(key)): None for kind, key, role in rows if rules.may_ask(kind, role, actor.roles)}
    contacts = [one for one in kept if one.kind == "contact"]
    for one in set(contacts) - _opening(contacts, person, field):
        del kept[one]
    ended = timeline.ended(kept)
    return [Shared(stream=one, ended_at=ended.get(one)) for one in kept]


def _opening(contacts: Sequence[StreamKey], person: Person, field: str) -> set[StreamKey]:
    """Return those contacts that are a reason to see a field (two queries; none without a contact)."""
    if not contacts:
        return set()
    elsewhere = Party.objects.filter(person=person).exclude(stream_kind="contact").exists()
    first = Entry.objects.filter(stream__kind="contact", stream__key__in=[one.key for one in contacts], position=1)
    written = dict(first.values_list("stream__key", "actor_kind"))
    return {
        one
        for one in contacts
        if rules.contact_opens(field, by_customer=written.get(one.key) not in OFFICES, known_elsewhere=elsewhere)
    }


def reason_giving(person: Person, stream: StreamKey, actor: Actor, *, field: str, now: datetime) -> list[Shared] | None:
    """Return the cases whose ends decide whether a field opens in the stated one; None where the two don't share it.

    Usually the stated case alone. A field that was carried over into it unseen opens as long as the cases it came
    from do: a new case opens nothing of a closed one. For who goes to the customer the stated case decides always.
    """
    shared = shared_cases(person, actor, field=field, now=now)
    stated = [one for one in shared if one.stream == stream]
    if not stated:
        return None
    if rules.goes_there(actor.roles):
        return stated
    rows = Reveal.objects.filter(person=person, field=field, carried=True).values_list("stream_kind", "stream_key")
    carried = {StreamKey(kind, str(key)) for kind, key in rows}
    return [one for one in shared if one.stream not in carried] if stream in carried else stated


def carried_into(person: Person, stream: StreamKey) -> tuple[str, ...]:
    """Return which details went over into a case unseen (one query)."""
    there = {"stream_kind": stream.kind, "stream_key": stream.key}
    rows = Reveal.objects.filter(**there, person=person, carried=True)
    found = set(rows.values_list("field", flat=True))
    return tuple(one for one in rules.FIELDS if one in found)


def is_unheard(person: Person, stream: StreamKey) -> bool:
    """Return whether a house opened a case for somebody without proof that he is on the line, and he said nothing."""
    if "phone" not in carried_into(person, stream):
        return False
    said = Entry.objects.filter(stream__kind=stream.kind, stream__key=stream.key, actor_kind__in=CUSTOMERS)
    return not said.exists()


def said_right(person: Person, *, name: str = "", phone: str = "", address: bool = False) -> frozenset[str]:
    """Return which of a person's details somebody who opens a case for him said right."""
    known = vault.open_("people.person.name", person.id, person.name_sealed) if person.name_sealed else ""
    told = {
        "name": bool(known) and name.strip() == known,
        "phone": bool(phone and person.phone_index) and person.phone_index in vault.blind_indexes(phone),
        "address": address,
    }
    return frozenset(field for field, said in told.items() if said)


def is_customer(person: Person) -> bool:
    """Return whether somebody is known as a customer: of a case, of an order, or by his own consent."""
    theirs = Party.objects.filter(person=person, role__in=["customer", "helper"])
    return theirs.exists() or person.consents.exists()


def signs_in_otherwise(person: Person, account: Account | None) -> bool:
    """Return whether somebody signs in by another account than this."""
    rows = person.accounts.all()
    return (rows.exclude(pk=account.pk) if account else rows).exists()


def of_two_hats() -> QuerySet[Person, Person]:
    """Return who works here and is known as a customer in one row, as an earlier version kept them."""
    theirs = Party.objects.filter(person=OuterRef("pk"), role__in=["customer", "helper"])
    known = Q(Exists(theirs)) | Q(Exists(Consent.objects.filter(person=OuterRef("pk"))))
    return Person.objects.filter(known, pk__in=kept.workers(), erased_at=None).order_by("pk")


def is_held(person: Person, shared: Sequence[Shared]) -> bool:
    """Return whether one of these cases holds a person's details."""
    holds = Hold.objects.filter(person=person, released_at=None).values_list("stream_kind", "stream_key")
    return bool({(kind, str(key)) for kind, key in holds} & {tuple(one.stream) for one in shared})


def is_agreed(person: Person, stream: StreamKey, actor: Actor, *, now: datetime) -> bool:
    """Return whether a second person's yes to this actor for this case still stands."""
    return _asked(person, stream, actor).filter(state="agreed", until_at__gt=now).exists()


def took_back(person: Person, stream: StreamKey) -> bool:
    """Return whether a consent that was taken back shuts a case (one query).

    It shuts every case of its purpose but those about which the person agreed, or was told for a contract, since then.
    """
    rows = Consent.objects.filter(person=person, purpose=stream.kind)
    given = list(rows.values_list("basis", "stream_key", "given_at", "withdrawn_at"))
    ends = [ended for basis, _key, _at, ended in given if basis == "consent" and ended is not None]
    here = [row for row in given if row[1] is None or str(row[1]) == stream.key]
    since = (at for basis, _key, at, ended in here if ended is None and (basis == "consent" or at > max(ends)))
    return bool(ends) and next(since, None) is None


def is_taken_back(person: Person, stream: StreamKey, actor: Actor) -> bool:
    """Return whether the consent is gone by which an actor was handed a person's details in a case."""
    handed = rules.HANDED.get(stream.kind, frozenset())
    return not handed.isdisjoint(actor.roles) and took_back(person, stream)


def open_request(person: Person, stream: StreamKey, actor: Actor, *, now: datetime) -> RevealRequest | None:
    """Return what an actor has asked about a person in a case and nobody has answered yet."""
    return _asked(person, stream, actor).filter(state="asked", created_at__gt=now - rules.ASKED_FOR).first()


def _asked(person: Person, stream: StreamKey, actor: Actor) -> QuerySet[RevealRequest]:
    there = {"stream_kind": stream.kind, "stream_key": stream.key}
    return RevealRequest.objects.filter(**there, person=person, by_id=actor.id)


def numbers_of(streams: Iterable[StreamKey]) -> dict[StreamKey, str]:
    """Return the numbers under which cases began (one query)."""
    keys = set(streams)
    first = Entry.objects.filter(
        stream__kind__in={one.kind for one in keys}, stream__key__in={one.key for one in keys}, position=1
    )
    told = first.values_list("stream__kind", "stream__key", "facts")
    return {StreamKey(kind, key): str(facts.get("number", "")) for kind, key, facts in told}


def stream_named(text: str) -> StreamKey:
    """Read a case as a refusal names it; raises `NoSuchPerson` where none is named."""
    kind, _, key = text.partition(":")
    try:
        return StreamKey(kind, str(UUID(key)))
    except ValueError:
        raise queries.NoSuchPerson({"case": text}) from None


def stream_of(row: Reveal) -> StreamKey | None:
    """Return the case in which a look was asked for; nothing where it was before looks named theirs."""
    return StreamKey(row.stream_kind, str(row.stream_key)) if row.stream_kind else None


def who_saw(person: Person, *, by: Actor | None = None) -> list[RevealView]:
    """Return who asked for a person's plain data and in which case, newest first, in four queries at most.

    `by` is the customer who reads it: whom a link brought reads of its case alone.
    """
    opened = queries.only_opened(by) if by else Q()
    rows = list(Reveal.objects.filter(opened, person=person).order_by("-at")[:200])
    names = queries.account_names(row.by_id for row in rows)
    homes = queries.house_names(row.organisation for row in rows)
    streams = {row.id: stream for row in rows if (stream := stream_of(row))}
    numbers = numbers_of(streams.values())
    return [
        RevealView(
            at=row.at,
            who=names.get(row.by_id, row.by_kind),
            organisation=homes.get(row.organisation, ""),
            field=row.field,
            reason=wording.reason_said(_reason(row), case),
            granted=row.granted,
            case=case,
        )
        for row in rows
        for case in [numbers.get(streams[row.id], "") if row.id in streams else ""]
    ]


def _reason(row: Reveal) -> str:
    return vault.open_("people.reveal.reason", row.id, row.reason_sealed) if row.reason_sealed else ""


def requests(actor: Actor) -> QuerySet[RevealRequest]:
    """Return the requests of an actor's own house: his own, and for a second person the others'."""
    if actor.kind not in HOUSES or not actor.organisation:
        return RevealRequest.objects.none()
    whose = Q(organisation=actor.organisation) if rules.may_second(actor.roles) else Q(by_id=actor.id)
    return RevealRequest.objects.select_related("person").filter(whose, organisation=actor.organisation)


def request_of(key: UUID, *, actor: Actor) -> RevealRequest:
    """Return a request of one's house."""
    found = requests(actor).filter(id=key).first()
    if found is None:
        raise queries.NoSuchPerson({"request": str(key)})
    return found


def request_situation(
    row: RevealRequest, *, by: Actor, now: datetime, under_lock: bool = False
) -> rules.RequestSituation:
    """Return the situation of a request for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return _situation(row, by)


def _situation(row: RevealRequest, by: Actor) -> rules.RequestSituation:
    second = rules.is_second(by.id, by.organisation, asker=row.by_id, house=row.organisation)
    return rules.RequestSituation(state=row.state, second=second)


def request_views(actor: Actor, *, now: datetime, limit: int = 50) -> list[RequestView]:
    """Return the requests of one's house, those that wait first (four queries)."""
    lately = Q(state="asked", created_at__gt=now - rules.ASKED_FOR) | Q(updated_at__gt=now - rules.ASKED_FOR)
    rows = list(requests(actor).filter(lately).order_by("-created_at")[:limit])
    rows.sort(key=lambda one: one.state != "asked")
    names = queries.account_names([*(one.by_id for one in rows), *(one.answered_by for one in rows)])
    numbers = numbers_of(one.stream() for one in rows)
    return [
        RequestView(
            id=one.id,
            state=one.state,
            case=numbers.get(one.stream(), ""),
            person=one.person.name_masked,
            phone=one.person.phone_masked,
            asker=names.get(one.by_id, ""),
            reason=vault.open_("people.reveal_request.reason", one.id, one.reason_sealed),
            at=one.created_at,
            until_at=one.until_at,
            answered_by=names.get(one.answered_by, ""),
            situation=_situation(one, actor),
        )
        for one in rows
    ]


def who_sees(*, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """Return who sees what of a person and how long, with the times that are set now."""
    found = settings.several("people.reveal_days", "people.reveal_technician_h", at=now)
    told = {"days": found["people.reveal_days"], "hours": found["people.reveal_technician_h"]}
    return tuple((str(who), str(what), str(long).format(**told)) for who, what, long in SEES)
