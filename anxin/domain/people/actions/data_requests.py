"""A person's request about his own data, worked at the desk: asked, identified, then done like his own on his page."""

import re
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.core import clocks, numbers, outbox, phones, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import sms
from anxin.core.clocks import Clock
from anxin.core.commands import ChangedMeanwhile
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.people import choices, queries
from anxin.domain.people.actions import corrections, endings, personal_data, reveals, waiting_erasures
from anxin.domain.people.actions.corrections import named
from anxin.domain.people.actions.reveals import NotSecond
from anxin.domain.people.models import DataRequest, Person
from anxin.domain.people.queries import data_requests, proposals, selves, tellings
from anxin.domain.people.queries.data_requests import CLOCK, OBJECTION

HANDED, WANTED = "people.copy_handed", "people.phone_wanted"


class NoCustomer(WrongState):
    """Somebody erased, or who works here, is nobody's customer."""

    code = "people.no_customer"


class WantedAlready(WrongState):
    """The same is asked for already."""

    code = "people.wanted_already"


class NotEnough(Invalid):
    """Who is known only so far isn't given this."""

    code = "people.not_enough"


class OtherRings(WrongState):
    """Who wrote a request down, or identified him, doesn't say that his number was told."""

    code = "people.other_rings"


class NoConsent(Invalid):
    """No consent to this stands."""

    code = "people.no_consent"


def note_wish(
    *, person: Person, wish: str, name: str = "", phone: str = "", purpose: str = "", by: Actor, now: datetime
) -> DataRequest:
    """Write down what somebody who is locked wants of his own data; the days for it run from now on.

    Raises `WantedAlready`, `NameNeeded`, `NoConsent`, and `Invalid` for a phone that is none.
    """
    if wish not in choices.WISHES:
        raise Invalid("wish", expected=", ".join(choices.WISHES), got=wish)
    told = {"name": name, "phone": phone}.get(wish, "").strip()
    _refuse(person, wish, told, purpose)
    if DataRequest.objects.filter(person=person, wish=wish, state__in=data_requests.OPEN).exists():
        raise WantedAlready
    row = DataRequest(id=uuid7(), number=numbers.issue("P", now=now), person=person, wish=wish, asked_by=by.id)
    row.purpose = purpose if wish == "withdraw" else ""
    row.told_sealed = vault.seal(proposals.TOLD, row.id, told) if told else ""
    begin(row, by=by, now=now, facts={"number": row.number, "wanted": wish, "person": str(person.pk)})
    clocks.start(CLOCK, row.stream(), whose=by.organisation, now=now)
    return row


def _refuse(person: Person, wish: str, told: str, purpose: str) -> None:
    if wish == "name":
        named(told)
    if wish == "phone":
        phones.of_a_person(told)
        if person.phone_index and person.phone_index in vault.blind_indexes(told):
            raise corrections.SamePhone("phone", expected="another number", got="")
    if wish == "withdraw" and purpose not in selves.standing(person):
        raise NoConsent("purpose", expected="a consent that stands", got=purpose)


def identify(*, request: DataRequest, how: str, signs: str = "", by: Actor, now: datetime) -> None:
    """Write down how the desk knows that it is he; what can't be taken back waits for a second person then.

    Of a paper the last four signs are kept, sealed. Raises `NotEnough` where that won't do for what he wants.
    """
    way = choices.WAYS.get(how)
    if way is None:
        raise Invalid("how", expected=", ".join(choices.WAYS), got=how)
    if request.wish in way.unfit:
        raise NotEnough("how", expected="a paper, or a call to the number we keep", got=how)
    if way.paper and not re.fullmatch(r"[0-9A-Za-z]{4}", signs.strip()):
        raise Invalid("signs", expected=_("the last four signs"), got=f"{len(signs.strip())} signs")
    if not way.paper and signs.strip():
        raise Invalid("signs", expected=_("nothing where no paper was seen"), got="")
    lock(request)
    step = "put_forward" if choices.WISHES[request.wish].second else "identify"
    sets, private = {"how": how, "identified_by": by.id}, {"signs": signs.strip()} if way.paper else {}
    transition(request, step, by=by, now=now, facts={"known_by": how}, private=private, sets=sets)


def carry_out(*, request: DataRequest, by: Actor, now: datetime) -> None:
    """Do what one person may do: keep another name, end a consent."""
    persons, told = _held(request), _told(request)
    endings.end(request, "carry_out", by, now)
    for person in persons:
        if request.wish == "name":
            corrections.write_name(person=person, name=told, by=by, now=now)
        else:
            personal_data.take_back(person=person, purpose=request.purpose, by=by, now=now)


def agree(*, request: DataRequest, shown: str, by: Actor, now: datetime) -> None:
    """Agree, as somebody else than who identified him, to what `shown` says was on the page.

    An erasure is done at once, or waits for what needs his details still. A copy may be handed over from then on, and
    another phone counts once the days in which the number of before may object are over. Raises `NotSecond`, and
    `ChangedMeanwhile` where it shows otherwise now.
    """
    persons = _held(request)
    if by.id in (request.identified_by, request.asked_by):
        raise NotSecond
    if shown != (proposal := proposals.proposal(request, actor=by)).mark:
        raise ChangedMeanwhile({"changed": proposal.told or request.number})
    if request.wish == "copy":
        transition(request, "allow", by=by, now=now, sets={"seconded_by": by.id})
        return
    if request.wish == "phone":
        _announce(request, by, now)
        return
    if proposals.in_the_way(request):
        waiting_erasures.wait(request=request, by=by, now=now, second=by.id)
        return
    endings.end(request, "agree", by, now, sets={"seconded_by": by.id})
    phone = queries.dialled(request.person)
    for person in persons:
        personal_data.wipe(person=person, by=by, now=now)
    waiting_erasures.tell_erased(request, phone, now=now)


def _announce(request: DataRequest, by: Actor, now: datetime) -> None:
    """Tell the number of before by a message where one reaches it; its days to object begin once it was told."""
    transition(request, "announce", by=by, now=now, sets={"seconded_by": by.id})
    phone = queries.dialled(request.person)
    if not phone:  # there is nobody to tell
        _begin_days(request, now)
    elif sms.is_there() and phones.is_mobile(phone):
        due = clocks.due_time(OBJECTION, now=now)
        ids = {"number": request.number, "due": due.isoformat(timespec="minutes")}
        key, to = tellings.key_of(request), f"person:{request.person_id}"
        outbox.put(WANTED, audience=to, ids=ids, key=key, now=now, carrier="sms", expires_at=due)


def note_ring(*, request: DataRequest, heard: str, by: Actor, now: datetime) -> None:
    """Write down that the desk rang the number of before, and what came of it; an objection stops the request."""
    if heard not in choices.RINGS:
        raise Invalid("heard", expected=", ".join(choices.RINGS), got=heard)
    lock(request)
    timeline.write(request.stream(), tellings.RUNG, by=by, now=now, facts={"rung_so": heard})
    if request.state != "announced":
        return
    if choices.RINGS[heard].objects:
        object_to(request=request, by=by, now=now)
    else:
        look_told(request=request, now=now)


def look_told(*, request: DataRequest, now: datetime) -> None:
    """Write down what became of its message, and have the days to object run while the number of before was told."""
    lock(request)
    _note_message(request, now)
    if request.state != "announced":
        return
    if not queries.dialled(request.person) or tellings.telling(request).at is not None:
        _begin_days(request, now)
    else:
        clocks.stop(request.stream(), OBJECTION, now=now)


def _note_message(request: DataRequest, now: datetime) -> None:
    """Write down what became of the message that tells of a request, where its record says otherwise."""
    for message in tellings.news([request]).values():
        code = tellings.TOLD if message.is_told else tellings.LOST
        sent = message.sent_at if message.is_told else None
        facts = {"since": sent.isoformat(timespec="minutes")} if sent else {"receipt": message.receipt}
        timeline.write(request.stream(), code, by=SYSTEM, now=now, facts=facts)


def _begin_days(request: DataRequest, now: datetime) -> None:
    clocks.start(OBJECTION, request.stream(), whose=f"person:{request.person_id}", now=now)


def object_to(*, request: DataRequest, by: Actor, now: datetime) -> None:
    """Stop another phone before it counts: whoever has the number of before says that he didn't ask for it."""
    lock(request)
    transition(request, "object", by=by, now=now)
    clocks.stop(request.stream(), OBJECTION, now=now)


def fulfil(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Keep the other phone: its days are over, unopposed; after a lost message they begin anew, and nothing is kept."""
    request = DataRequest.objects.select_related("person__place").get(pk=UUID(stream.key))
    persons, told = _held(request), _told(request)
    _note_message(request, now)
    known = not queries.dialled(request.person) or tellings.telling(request).at is not None
    if request.state == "announced" and known:
        endings.end(request, "fulfil", SYSTEM, now)
        corrections.write_phone(persons=persons, phone=told, by=SYSTEM, now=now)


def hand_over(*, request: DataRequest, handed: str, sha256: str, by: Actor, now: datetime) -> None:
    """Write down that a copy went out, with its hash: among the looks at him, in his record, and told to his phone."""
    if handed not in choices.HANDED:
        raise Invalid("handed", expected=", ".join(choices.HANDED), got=handed)
    persons = _held(request)
    endings.end(request, "hand_over", by, now, facts={"handed_so": handed, "sha256": sha256})
    for person in persons:
        reason = str(choices.HANDED[handed])
        reveals.note_copy(person=person, stream=request.stream(), reason=reason, by=by, now=now)
        about, facts = personal_data.stream_of(person.pk), {"case": request.number}
        timeline.write(about, "people.copy_handed", by=by, now=now, facts=facts)
    if sms.is_there() and phones.is_mobile(queries.dialled(request.person)):
        key, ids = tellings.key_of(request), {"request": str(request.pk)}
        outbox.put(HANDED, audience=f"person:{request.person_id}", ids=ids, key=key, now=now, carrier="sms")


def refuse(*, request: DataRequest, why: str, by: Actor, now: datetime) -> None:
    """Say no, with a reason that its person reads."""
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    lock(request)
    endings.end(request, "refuse", by, now, why=why.strip()[:500])


def late(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The days are over: say so; it stays open."""
    facts = {"clock": clock.kind, "due": clock.due_at.isoformat(timespec="minutes")}
    timeline.write(stream, "people.request_late", by=SYSTEM, now=now, facts=facts)


def _held(request: DataRequest) -> list[Person]:
    """Lock a request with who it is about; raises `NoCustomer` where he was erased meanwhile."""
    persons = selves.of_person(request.person)
    lock(request, *persons)
    if request.person.erased_at is not None:
        raise NoCustomer
    return persons


def _told(request: DataRequest) -> str:
    return vault.open_(proposals.TOLD, request.pk, request.told_sealed) if request.told_sealed else ""
