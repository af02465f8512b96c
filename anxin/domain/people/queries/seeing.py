"""What stands between somebody and another's plain details: the cases they share, holds, a second person's yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core import settings, timeline, vault
from anxin.core.actors import Actor
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people import queries, rules, wording
from anxin.domain.people.models import Hold, Party, Person, RevealRequest


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A case both belong to, and when it ended; nothing while it is open."""

    stream: StreamKey
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """One request to see plain details after the end."""

    id: UUID
    state: str
    person: str
    phone: str
    asker: str
    reason: str
    at: datetime
    until_at: datetime | None
    answered_by: str
    mine: bool


def shared_cases(person: Person, actor: Actor, *, field: str, now: datetime) -> list[Shared]:
    """Give the cases that link a person and an actor and are a reason to see a field, newest first; no order alone."""
    theirs = Party.objects.filter(person=person, role__in=["customer", "helper"]).values("stream_key")
    mine = queries.parties_of(actor, now=now).filter(stream_kind__in=rules.CASES, stream_key__in=theirs)
    rows = mine.order_by("-from_at", "-id").values_list("stream_kind", "stream_key", "role")
    kept = {StreamKey(kind, str(key)): None for kind, key, role in rows if rules.may_ask(kind, role, actor.roles)}
    contacts = [one for one in kept if one.kind == "contact"]
    for one in set(contacts) - _opening(contacts, person, field):
        del kept[one]
    ended = timeline.ended(kept)
    return [Shared(stream=one, ended_at=ended.get(one)) for one in kept]


def _opening(contacts: Sequence[StreamKey], person: Person, field: str) -> set[StreamKey]:
    """Give those contacts that are a reason to see a field (two queries; none without a contact)."""
    if not contacts:
        return set()
    elsewhere = Party.objects.filter(person=person).exclude(stream_kind="contact").exists()
    first = Entry.objects.filter(stream__kind="contact", stream__key__in=[one.key for one in contacts], position=1)
    written = dict(first.values_list("stream__key", "actor_kind"))
    return {
        one
        for one in contacts
        if rules.contact_opens(
            field, by_customer=written.get(one.key) not in ("staff", "token"), known_elsewhere=elsewhere
        )
    }


def is_held(person: Person, shared: Sequence[Shared]) -> bool:
    """Say whether one of these cases holds a person's details."""
    holds = Hold.objects.filter(person=person, released_at=None).values_list("stream_kind", "stream_key")
    return bool({(kind, str(key)) for kind, key in holds} & {tuple(one.stream) for one in shared})


def is_agreed(person: Person, actor: Actor, *, now: datetime) -> bool:
    """Say whether a second person's yes to this actor still stands."""
    rows = RevealRequest.objects.filter(person=person, by_id=actor.id, state="agreed", until_at__gt=now)
    return rows.exists()


def open_request(person: Person, actor: Actor, *, now: datetime) -> RevealRequest | None:
    """Give what an actor has asked about a person and nobody has answered yet."""
    rows = RevealRequest.objects.filter(person=person, by_id=actor.id, state="asked")
    return rows.filter(created_at__gt=now - rules.ASKED_FOR).first()


def requests(actor: Actor) -> QuerySet[RevealRequest]:
    """Give the requests of an actor's own house: his own, and for a second person the others'."""
    if actor.kind not in rules.HOUSES or not actor.organisation:
        return RevealRequest.objects.none()
    whose = Q(organisation=actor.organisation) if rules.may_second(actor.roles) else Q(by_id=actor.id)
    return RevealRequest.objects.select_related("person").filter(whose, organisation=actor.organisation)


def request_of(key: UUID, *, actor: Actor) -> RevealRequest:
    """Find a request of one's house."""
    found = requests(actor).filter(id=key).first()
    if found is None:
        raise queries.NoSuchPerson({"request": str(key)})
    return found


def request_views(actor: Actor, *, now: datetime, limit: int = 50) -> list[RequestView]:
    """List the requests of one's house, those that wait first (three queries)."""
    lately = Q(state="asked", created_at__gt=now - rules.ASKED_FOR) | Q(updated_at__gt=now - rules.ASKED_FOR)
    rows = list(requests(actor).filter(lately).order_by("-created_at")[:limit])
    rows.sort(key=lambda one: one.state != "asked")
    names = queries.called([*(one.by_id for one in rows), *(one.answered_by for one in rows)])
    return [
        RequestView(
            id=one.id,
            state=one.state,
            person=one.person.name_masked,
            phone=one.person.phone_masked,
            asker=names.get(one.by_id, ""),
            reason=vault.open_("people.reveal_request.reason", one.id, one.reason_sealed),
            at=one.created_at,
            until_at=one.until_at,
            answered_by=names.get(one.answered_by, ""),
            mine=one.by_id == actor.id,
        )
        for one in rows
    ]


def who_sees(*, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """Say who sees what of a person and how long, with the times that are set now."""
    told = {
        "days": settings.get("people.reveal_days", at=now),
        "hours": settings.get("people.reveal_technician_h", at=now),
    }
    return tuple((str(who), str(what), str(long).format(**told)) for who, what, long in wording.SEES)
