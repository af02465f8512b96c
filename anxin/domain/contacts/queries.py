"""What can be asked about contacts: what waits for a person, whom to call back by when, what was said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock, open_clocks
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries as claims
from anxin.domain.contacts.models import Contact
from anxin.domain.contacts.rules import CallsSituation, ContactSituation
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs import queries as repairs

TEXT, ANSWER = "contacts.text", "contacts.said"
OPEN = ("received", "taken", "promised")
MEASURED_H, MEASURED = 24, 5_000
"""So many hours back it is measured how long answers took, of so many messages at most."""


class NoSuchContact(Missing):
    """There is no such contact, or not for this actor."""

    code = "contacts.no_such_contact"


class NoSuchCase(Missing):
    """There is no such case, or not for this actor."""

    code = "contacts.no_such_case"


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """One contact in a list, with the time that is left to answer or to call back."""

    number: str
    state: str
    channel: str
    direction: str
    topic: str
    person: PersonView
    about: str
    about_kind: str
    taker: str
    created_at: datetime
    due_at: datetime | None
    began_at: datetime | None
    late: bool

    @property
    def taken(self) -> bool:
        """Return whether somebody has it."""
        return self.state == "taken"

    @property
    def answered(self) -> bool:
        """Return whether it was answered."""
        return self.state == "answered"

    @property
    def promised(self) -> bool:
        """Return whether a call back is promised."""
        return self.state == "promised"

    @property
    def dropped(self) -> bool:
        """Return whether it was closed without an answer."""
        return self.state == "dropped"


@dataclass(frozen=True, kw_only=True)
class SaidView:
    """What was said, by whom; `at` is when it ended."""

    way: str
    direction: str
    result: str
    seconds: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactView:
    """A contact with all a page needs."""

    row: ContactRow
    text: str
    said: tuple[SaidView, ...]
    promised_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ContactCase:
    """A case somebody may write about."""

    stream: StreamKey
    number: str


@dataclass(frozen=True, kw_only=True)
class ContactDesk:
    """What waits at the desk: calls to make by time left, messages nobody has answered, and what is over."""

    calls: tuple[ContactRow, ...]
    waiting: tuple[ContactRow, ...]
    over: tuple[ContactRow, ...]
    late: int


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Contact]:
    """Return the contacts of an actor's streams; a case link shows those about its case."""
    rows = Contact.objects.select_related("person__place", "operator")
    if actor.kind != "customer_link":
        return rows.filter(people.sees(actor, "contact", now=now))
    kind, _, key = next(iter(actor.areas), ":").partition(":")
    about = Contact.objects.filter(person_id=actor.id, about_kind=kind, about_key=key or None).values("pk")
    return rows.filter(pk__in=people.streams_of(actor, "contact", now=now).union(about, all=True))


def contact(number: str, *, actor: Actor, now: datetime) -> Contact:
    """Return a contact by its number, for who may see it."""
    found = visible_to(actor, now=now).filter(number=number.strip().upper()).first()
    if found is None:
        raise NoSuchContact({"number": number[:40]})
    return found


def situation(row: Contact, *, by: Actor, now: datetime, under_lock: bool = False) -> ContactSituation:
    """Return the situation of a contact for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    promised = row.promised_at is not None and is_call_promised(row)
    return ContactSituation(state=row.state, mine=bool(row.taker) and row.taker == by.key, promised=promised)


def is_call_promised(row: Contact) -> bool:
    """Return whether somebody promised to call back and hasn't yet (one query)."""
    return open_clocks(row.stream()).filter(kind="contacts.call_back").exists()


def calls_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> CallsSituation:
    """Return the desk for the command that logs a call; a call makes a row of its own, so nothing is locked."""
    return CallsSituation()


def contact_by_key(key: str) -> Contact:
    """Return a contact by its id, for handlers and clocks."""
    found = Contact.objects.select_related("person", "operator").filter(id=key).first()
    if found is None:
        raise NoSuchContact({"contact": key[:40]})
    return found


def case_of(number: str, *, actor: Actor, now: datetime) -> ContactCase:
    """Return the repair or claim somebody means by its number."""
    plain = number.strip().upper()
    try:
        row = (claims.claim if plain.startswith("C") else repairs.repair)(plain, actor=actor, now=now)
    except Missing:
        raise NoSuchCase({"number": number[:40]}) from None
    return ContactCase(stream=row.stream(), number=row.number)


def cases_of(actor: Actor, *, now: datetime) -> tuple[ContactCase, ...]:
    """Return what a customer may write about, newest first."""
    found = [
        ContactCase(stream=StreamKey("claim", str(one.id)), number=one.number) for one in claims.mine(actor, now=now)
    ]
    rows = repairs.visible_to(actor, now=now).order_by("-created_at").values_list("id", "number")[:50]
    return (*found, *(ContactCase(stream=StreamKey("repair", str(key)), number=number) for key, number in rows))


def case_by_stream(stream: StreamKey) -> ContactCase:
    """Return a case's number, for handlers."""
    row = claims.claim_by_key(stream.key) if stream.kind == "claim" else repairs.repair_by_key(stream.key)
    return ContactCase(stream=stream, number=row.number)


def desk(actor: Actor, *, now: datetime, over: int = 30) -> ContactDesk:
    """Show what waits at the desk, the most urgent first (five queries)."""
    rows = visible_to(actor, now=now)
    open_ones = list(rows.filter(state__in=OPEN).order_by(F("promised_at").asc(nulls_last=True), "created_at")[:300])
    ended = list(rows.filter(ended_at__isnull=False).order_by("-ended_at")[:over])
    shown = _rows([*open_ones, *ended], now)
    live = sorted(shown[: len(open_ones)], key=lambda one: (one.due_at is None, one.due_at or now))
    return ContactDesk(
        calls=tuple(one for one in live if one.state == "promised"),
        waiting=tuple(one for one in live if one.state != "promised"),
        over=tuple(shown[len(open_ones) :]),
        late=sum(one.late for one in live),
    )


def open_chat(actor: Actor, *, now: datetime) -> Contact | None:
    """Return the chat of a customer that waits for an answer."""
    rows = visible_to(actor, now=now).filter(channel="chat", state__in=OPEN)
    return rows.order_by("-created_at").first()


def mine(actor: Actor, *, now: datetime) -> tuple[ContactRow, ...]:
    """Return a customer's own messages, newest first."""
    return tuple(_rows(list(visible_to(actor, now=now).order_by("-created_at")[:50]), now))


def all_of(actor: Actor, *, now: datetime) -> list[Contact]:
    """Return a customer's own contacts, oldest first."""
    return list(visible_to(actor, now=now).order_by("created_at", "id"))


def about(stream: StreamKey, *, now: datetime) -> tuple[ContactRow, ...]:
    """Return the contacts about a case, newest first, for its page at the desk."""
    rows = Contact.objects.select_related("person__place").filter(about_kind=stream.kind, about_key=stream.key)
    return tuple(_rows(list(rows.order_by("-created_at")[:50]), now))


def view(row: Contact, *, actor: Actor, now: datetime) -> ContactView:
    """Show a contact whole; a customer reads what was written to him, not what the desk noted of a call."""
    said = list(row.said.order_by("at", "id"))
    if actor.roles & {"customer"}:
        said = [one for one in said if one.way == "written"]
    names = people.account_names(one.by.partition(":")[2] for one in said)
    return ContactView(
        row=_rows([row], now)[0],
        text=vault.open_(TEXT, row.id, row.text_sealed) if row.text_sealed else "",
        said=tuple(
            SaidView(
                way=one.way,
                direction=one.direction,
                result=one.result,
                seconds=one.seconds,
                text=vault.open_(ANSWER, one.id, one.text_sealed) if one.text_sealed else "",
                by=names.get(one.by.partition(":")[2], ""),
                at=one.at,
            )
            for one in said
        ),
        promised_at=row.promised_at,
        ended_at=row.ended_at,
    )


@dataclass(frozen=True, kw_only=True)
class PublicWaits:
    """What the public reads of messages here: how many wait, how many were answered lately, half of them within what.

    They are those of the one desk that answers here, `house`; `brands` is for how many. `half_s` is None where nothing
    was answered.
    """

    waiting: int
    answered: int
    half_s: int | None
    hours: int
    house: str
    brands: int


def waits(*, now: datetime) -> PublicWaits | None:
    """Return how many messages wait, and how fast those of the last day were answered (one query); None for nothing.

    A message names no brand: it goes to the desk that answers for all of them, and the answer says so. Calls aren't in
    it: who was on the line before somebody took it up, nobody measured.
    """
    since = now - timedelta(hours=MEASURED_H)
    written = Contact.objects.filter(direction="in", channel__in=["form", "chat"])
    lately = Q(state="answered", created_at__gte=since, created_at__lte=now, ended_at__isnull=False)
    rows = written.filter(Q(state__in=OPEN) | lately).order_by().annotate(brands=people.brands_counted())
    told = list(rows.values_list("created_at", "ended_at", "operator__name", "brands")[:MEASURED])
    took = sorted((ended - began).total_seconds() for began, ended, *_ in told if ended)
    if not told:
        return None
    half = int(took[(len(took) - 1) // 2]) if took else None
    *_, house, brands = told[0]
    return PublicWaits(
        waiting=len(told) - len(took),
        answered=len(took),
        half_s=half,
        hours=MEASURED_H,
        house=house,
        brands=brands or 0,
    )


def waiting(actor: Actor, *, now: datetime) -> int:
    """Count what nobody has answered yet (one query)."""
    return visible_to(actor, now=now).filter(state__in=OPEN).count()


def _rows(found: list[Contact], now: datetime) -> list[ContactRow]:
    keys = [str(one.id) for one in found]
    clocks: dict[str, Clock] = {}
    for one in Clock.objects.filter(stream_kind="contact", stream_key__in=keys, met_at=None, stopped_at=None):
        if one.stream_key not in clocks or one.due_at < clocks[one.stream_key].due_at:
            clocks[one.stream_key] = one
    names = people.account_names(one.taker.partition(":")[2] for one in found if one.taker)
    return [_row(one, clocks.get(str(one.id)), names, now) for one in found]


def _row(one: Contact, clock: Clock | None, names: dict[str, str], now: datetime) -> ContactRow:
    return ContactRow(
        number=one.number,
        state=one.state,
        channel=one.channel,
        direction=one.direction,
        topic=one.topic,
        person=people.masked(one.person),
        about=one.about_number,
        about_kind=one.about_kind,
        taker=names.get(one.taker.partition(":")[2], ""),
        created_at=one.created_at,
        due_at=clock.due_at if clock else None,
        began_at=clock.started_at if clock else None,
        late=clock is not None and clock.due_at < now,
    )


def takers() -> set[str]:
    """Return who has open contacts (one query)."""
    return set(Contact.objects.filter(state__in=OPEN).exclude(taker="").values_list("taker", flat=True).distinct())


def taken_by(takers: Iterable[str]) -> dict[str, int]:
    """Count the open contacts of each of them (one query)."""
    rows = Contact.objects.filter(state__in=OPEN, taker__in=list(takers)).values_list("taker", flat=True)
    return dict(Counter(rows))
