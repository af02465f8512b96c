"""What can be done with contacts: receive, log a call, take, promise a call, answer, let go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from anxin.core import case_contents, clocks, numbers, outbox, phones, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import sms
from anxin.core.clocks import Clock
from anxin.core.errors import Forbidden, Invalid, Missing
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock
from anxin.core.states import transition as step
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims.models import Claim
from anxin.domain.contacts import queries, rules, states
from anxin.domain.contacts.models import Contact, Said
from anxin.domain.contacts.queries import ANSWER, TEXT, ContactCase
from anxin.domain.contacts.states import CONTACT
from anxin.domain.contacts.wording import NOW_SERVED, TAKEN_BACK, WAITS_NO_MORE, WAITS_STILL
from anxin.domain.network.models import Waiting
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Person
from anxin.domain.people.queries.listeners import listeners_of
from anxin.domain.people.wording.consents import PURPOSES
from anxin.domain.repairs.models import Repair
from anxin.domain.threads import actions as threads
from anxin.domain.threads import queries as told

NAMELESS = "来电人"
DESK = frozenset(states.DESK.split())
STAYS = "stays"
"""That a call back stays promised beside an answer in writing."""


class NotForYou(Forbidden):
    """Calls are logged and answered at the desk."""

    code = "contacts.not_for_you"


class BadPromise(Invalid):
    """A call is promised for a moment ahead, within two weeks."""

    code = "contacts.bad_promise"


@dataclass(frozen=True, kw_only=True)
class WrittenMessage:
    """What somebody writes: a stranger says who he is and where to reach him, a customer is known already."""

    text: str
    topic: str = "other"
    name: str = ""
    phone: str = ""
    about: ContactCase | None = None
    consent_version: str = ""


@dataclass(frozen=True, kw_only=True)
class LoggedCall:
    """A call as the desk logs it: with whom, about which case, how long, and what became of it."""

    phone: str
    name: str = ""
    about: ContactCase | None = None
    direction: str = "in"
    topic: str = "other"
    seconds: int = 0
    result: str = "answered"
    text: str = ""
    promised_at: datetime | None = None


def receive(*, message: WrittenMessage, by: Actor, now: datetime, channel: str = "form") -> Contact:
    """Take a message in and number it; a person answers before its clock ends."""
    if not 0 < len(message.text.strip()) <= rules.LONGEST_TEXT:
        raise Invalid("text", expected=f"1 to {rules.LONGEST_TEXT} characters", got=len(message.text))
    row = _made(_who(message, by, now), message.about, channel, "in", message.topic, message.text, by, now)
    if message.consent_version:
        told: dict[str, Any] = {"version": message.consent_version, "channel": channel, "basis": "contract"}
        personal_data.consent(person=row.person, purpose="contact", stream=row.stream(), by=by, now=now, **told)
    clocks.start("contacts.answered", row.stream(), whose=str(row.operator_id), now=now)
    return row


def write(*, text: str, by: Actor, now: datetime) -> Contact:
    """Take in what a customer writes in a chat: on the talk that is open, else on a new one about his only case."""
    row = queries.open_chat(by, now=now)
    if row is None:
        cases = queries.cases_of(by, now=now)
        about = cases[0] if len(cases) == 1 else None
        message = WrittenMessage(text=text, topic="progress" if about else "other", about=about)
        return receive(message=message, by=by, now=now, channel="chat")
    if not 0 < len(text.strip()) <= rules.LONGEST_TEXT:
        raise Invalid("text", expected=f"1 to {rules.LONGEST_TEXT} characters", got=len(text))
    lock(row)
    _say(row, "written", "in", "answered", 0, text, by, now)
    clocks.stop(row.stream(), "contacts.answered", now=now)
    clocks.start("contacts.answered", row.stream(), whose=str(row.operator_id), now=now)
    return row


def _who(message: WrittenMessage, by: Actor, now: datetime) -> Person:
    if by.roles & {"customer"}:
        return people_queries.visible_to(by, now=now).get(id=by.id)
    return people.enrol(name=message.name, phone=_phone(message.phone), now=now)


def _phone(phone: str) -> str:
    phones.of_a_person(phone)  # refuses what is none, by field
    return phone


def _made(
    person: Person,
    about: ContactCase | None,
    channel: str,
    direction: str,
    topic: str,
    text: str,
    by: Actor,
    now: datetime,
) -> Contact:
    if topic not in rules.TOPICS:
        raise Invalid("topic", expected=", ".join(rules.TOPICS), got=topic)
    operator = people_queries.operator()
    row = Contact(
        id=uuid7(),
        number=numbers.issue("K", now=now),
        operator=operator,
        person=person,
        channel=channel,
        direction=direction,
        topic=topic,
        about_kind=about.stream.kind if about else "",
        about_key=about.stream.key if about else None,
        about_number=about.number if about else "",
    )
    row.text_sealed = vault.seal(TEXT, row.id, text.strip()) if text.strip() else ""
    people.join(stream=row.stream(), role="operator", organisation=operator, now=now)
    people.join(stream=row.stream(), role="customer", person=person, now=now)
    facts = {"number": row.number, "channel": channel, "direction": direction, "topic": topic}
    facts["about"] = row.about_number
    begin(row, by=by, now=now, facts=facts)
    if about:
        told = {"number": row.number, "channel": channel, "direction": direction}
        words = {"text": text.strip()} if rules.is_told_whole(topic, about.stream.kind) and text.strip() else None
        timeline.write(about.stream, "contacts.logged", by=by, now=now, facts=told, private=words)
    return row


def log_call(*, call: LoggedCall, by: Actor, now: datetime) -> Contact:
    """Log a call at the desk: done, or a call back is promised and its clock runs."""
    _desk(by)
    _checked(call, now)
    known = people_queries.known_by_phone(_phone(call.phone))
    person = known[0] if known else people.enrol(name=call.name or NAMELESS, phone=call.phone, now=now)
    row = _made(person, call.about, "call", call.direction, call.topic, "", by, now)
    said = _say(row, "call", call.direction, call.result, call.seconds, call.text, by, now)
    _follow(row, said, call.promised_at, by, now)
    return row


def _checked(call: LoggedCall, now: datetime) -> None:
    known = (("direction", rules.DIRECTIONS), ("result", rules.RESULTS))
    for field, values in known:
        if getattr(call, field) not in values:
            raise Invalid(field, expected=", ".join(values), got=getattr(call, field))
    if not 0 <= call.seconds <= rules.LONGEST_CALL_S:
        raise Invalid("seconds", expected=f"0 to {rules.LONGEST_CALL_S}", got=call.seconds)
    if len(call.text) > rules.LONGEST_TEXT:
        raise Invalid("text", expected=f"at most {rules.LONGEST_TEXT} characters", got=len(call.text))
    if call.result == "promised" and not (call.promised_at and rules.promise_fits(call.promised_at, now=now)):
        raise BadPromise("promised_at", expected="a moment within two weeks", got="")


def _say(
    row: Contact, way: str, direction: str, result: str, seconds: int, text: str, by: Actor, now: datetime
) -> Said:
    said = Said(
        id=uuid7(), contact=row, way=way, direction=direction, result=result, seconds=seconds, by=by.key, at=now
    )
    said.text_sealed = vault.seal(ANSWER, said.id, text.strip()) if text.strip() else ""
    said.save(force_insert=True)
    facts = {"said": str(said.id), "way": way, "direction": direction, "result": result, "seconds": seconds}
    timeline.write(row.stream(), "contacts.said", by=by, now=now, facts=facts)
    return said


def _follow(row: Contact, said: Said, promised_at: datetime | None, by: Actor, now: datetime) -> None:
    """Go on from what became of a call: promised, let go, or done; nobody reached stays open."""
    if said.result == "promised" and promised_at:
        promise(contact=row, at=promised_at, by=by, now=now)
    elif said.result == "wrong_number":
        drop(contact=row, why="wrong_number", by=by, now=now)
    elif said.result == "answered":
        lock(row)
        _end(row, "answer", by, now, called=True)
    elif not clocks.open_clocks(row.stream()).exists():
        clocks.start("contacts.answered", row.stream(), whose=str(row.operator_id), now=now)


def call(*, contact: Contact, call: LoggedCall, by: Actor, now: datetime) -> None:
    """Log a further call about a contact: the call back that was promised, or another try."""
    _desk(by)
    _checked(call, now)
    lock(contact)
    if contact.state in CONTACT.ends:
        step(contact, "answer", by=by, now=now)  # refuses: it is over
    said = _say(contact, "call", call.direction, call.result, call.seconds, call.text, by, now)
    _follow(contact, said, call.promised_at, by, now)


def take(*, contact: Contact, by: Actor, now: datetime) -> None:
    """Take a contact: it is mine to answer."""
    lock(contact)
    step(contact, "take", by=by, now=now)
    Contact.objects.filter(pk=contact.pk).update(taker=by.key)


def hand_over(*, giver: str, taker: Actor | None, by: Actor, now: datetime) -> tuple[int, int]:
    """Hand an absent one's open contacts to a colleague or to the queue; return how many went and how many wait there.

    A colleague who answers nothing here gets none. A call that was promised stays promised: its clock runs on.
    """
    rows = list(Contact.objects.filter(taker=giver).exclude(state__in=CONTACT.ends).order_by("id"))
    fits = taker is not None and answers(taker.roles)
    for row in rows:
        lock(row)
        if taker is None or not fits:
            step(row, "release", by=by, now=now)
            Contact.objects.filter(pk=row.pk).update(taker="")
            continue
        Contact.objects.filter(pk=row.pk).update(taker=taker.key)
        timeline.write(row.stream(), "contacts.handed_over", by=by, now=now, facts={"to": taker.key})
    return (len(rows), 0) if fits else (0, len(rows))


def answers(roles: Collection[str]) -> bool:
    """Return whether who has these roles answers contacts."""
    return not DESK.isdisjoint(roles)


def promise(*, contact: Contact, at: datetime, by: Actor, now: datetime) -> None:
    """Promise to call back by a moment: the clock runs from now on, a second promise takes the first one's place."""
    _desk(by)
    if not rules.promise_fits(at, now=now):
        raise BadPromise("promised_at", expected="a moment within two weeks", got="")
    lock(contact)
    clocks.stop(contact.stream(), "contacts.call_back", "contacts.answered", now=now)
    Contact.objects.filter(pk=contact.pk).update(promised_at=at, taker=by.key)
    contact.promised_at, contact.taker = at, by.key
    step(contact, "promise", by=by, now=now, facts={"until": at.isoformat(timespec="minutes")})
    clocks.start("contacts.call_back", contact.stream(), whose=by.key, now=now, due_at=at)


def answer(*, contact: Contact, text: str, by: Actor, now: datetime, call: str = STAYS) -> None:
    """Answer in writing: its writer reads it on his page, and on the case it is about while that can be written on.

    A call back that was promised stays promised, unless the answer says that nobody calls any more (`call`).
    """
    _desk(by)
    if not 0 < len(text.strip()) <= rules.LONGEST_TEXT:
        raise Invalid("text", expected=f"1 to {rules.LONGEST_TEXT} characters", got=len(text))
    lock(contact)
    _say(contact, "written", "out", "answered", 0, text, by, now)
    if call != STAYS or not queries.is_call_promised(contact):
        _end(contact, "answer", by, now, called=False)
    if contact.about_kind == "claim" and contact.about and told.may_write(contact.about, actor=by, now=now):
        threads.post(stream=contact.about, text=text, to=["buyer"], by=by, now=now, told=True)


def drop(*, contact: Contact, why: str, by: Actor, now: datetime) -> None:
    """Let a contact go that needs no answer: a wrong number, nonsense."""
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    lock(contact)
    _end(contact, "drop", by, now, why=why, called=False)


def _end(row: Contact, name: str, by: Actor, now: datetime, *, called: bool, why: str = "") -> None:
    """End a contact; a call back that was promised is kept by a call alone, and else taken back."""
    step(row, name, by=by, now=now, why=why)
    Contact.objects.filter(pk=row.pk).update(ended_at=now)
    Contact.objects.filter(pk=row.pk, taker="").update(taker=by.key)
    clocks.meet(row.stream(), "contacts.answered", now=now)
    if called:
        clocks.meet(row.stream(), "contacts.call_back", now=now)
    else:
        clocks.stop(row.stream(), "contacts.call_back", now=now)


def handed_over(*, fact: Entry, now: datetime) -> None:
    """A conversation on a case was handed to a person: it waits at the desk, with its clock."""
    case = queries.case_by_stream(fact.stream_key)
    customers = people_queries.customers_of(case.stream, now=now)
    person = next((one for one in customers if str(one.id) == fact.actor_id), customers[0] if customers else None)
    if person is None:
        raise Missing({"stream": case.stream.kind})
    row = _made(person, case, "chat", "in", "claim" if case.stream.kind == "claim" else "progress", "", SYSTEM, now)
    clocks.start("contacts.answered", row.stream(), whose=str(row.operator_id), now=now)


def consent_taken_back(*, fact: Entry, now: datetime) -> None:
    """Have a person ask who took a consent back while a case of that kind is open: how does it go on?"""
    purpose, person = str(fact.facts["purpose"]), Person.objects.get(pk=fact.stream_key.key)
    for case in _under_way(person, purpose):
        with translation.override(settings.LANGUAGE_CODE):
            text = str(TAKEN_BACK).format(purpose=PURPOSES.get(purpose, purpose), number=case.number)
        topic = "claim" if purpose == "claim" else "progress"
        row = _made(person, case, "form", "in", topic, text, SYSTEM, now)
        clocks.start("contacts.answered", row.stream(), whose=str(row.operator_id), now=now)


def waiting_served(*, fact: Entry, now: datetime) -> None:
    """Have a person ring who waited and whom no text reaches, a landline say: somebody can come to him by now."""
    _ring_who_waited(fact, NOW_SERVED, now)


def waiting_over(*, fact: Entry, now: datetime) -> None:
    """Have a person ring who waited for a brand that left, and whom no text reaches."""
    if fact.facts.get("left"):
        _ring_who_waited(fact, WAITS_NO_MORE, now)


def waiting_asked(*, fact: Entry, now: datetime) -> None:
    """Have a person ring who is asked whether he still waits, and whom no text reaches."""
    _ring_who_waited(fact, WAITS_STILL, now)


def _ring_who_waited(fact: Entry, words: object, now: datetime) -> None:
    row = Waiting.objects.select_related("person", "brand").get(pk=fact.stream_key.key)
    if sms.is_there() and phones.is_mobile(people_queries.dialled(row.person)):
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = str(words).format(number=row.number, place=row.division_name, brand=row.brand.name)
    made = _made(row.person, None, "form", "in", "other", text, SYSTEM, now)
    clocks.start("contacts.answered", made.stream(), whose=str(made.operator_id), now=now)


def erased(*, fact: Entry, now: datetime) -> None:
    """Forget what somebody erased wrote and was told; that he wrote, and when, stays."""
    rows = [one.stream() for one in Contact.objects.filter(person=UUID(fact.stream_key.key)).order_by("id")]
    gone = case_contents.is_emptied(rows)
    for stream in rows:
        if stream not in gone:
            case_contents.empty(stream, reason="people.erase", by=SYSTEM, now=now)


def _under_way(person: Person, kind: str) -> list[ContactCase]:
    rows: dict[str, QuerySet[Any, Any]] = {
        "repair": Repair.objects.filter(customer=person).exclude(state__in=Repair.MACHINE.ends),
        "claim": Claim.objects.filter(buyer=person).exclude(state__in=Claim.MACHINE.ends),
    }
    found = rows[kind].order_by("-created_at").values_list("id", "number") if kind in rows else ()
    return [ContactCase(stream=StreamKey(kind, str(key)), number=number) for key, number in found]


def refresh_pages(*, fact: Entry, now: datetime) -> None:
    """Tell the open pages of everybody concerned that something changed: ids only."""
    stream = fact.stream_key
    if stream.kind != "contact":
        return
    ids = {"contact": stream.key, "fact": str(fact.id), "code": fact.code}
    told = listeners_of(stream, now=now).audiences
    outbox.tell("contact.changed", audiences=told, ids=ids, key=f"contact.changed:{fact.id}", now=now)


def late(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody answered or called back in time: say so; it stays open."""
    facts = {"clock": clock.kind, "due": clock.due_at.isoformat(timespec="minutes")}
    timeline.write(stream, "contacts.late", by=SYSTEM, now=now, facts=facts)


def _desk(by: Actor) -> None:
    if by.kind != "system" and not by.roles & DESK:
        raise NotForYou
