"""A false number is taken down: who is asked, with which letter, what came of it, and what is followed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from anxin.core import clocks, numbers, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries
from anxin.domain.network.choices import RECIPIENTS
from anxin.domain.network.models import ReportedNumber, Takedown
from anxin.domain.network.queries.witnesses import takedown_told
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries

FOLLOW_UP = "network.takedown"


class NotFalse(WrongState):
    """The number isn't confirmed as false, today: nobody is asked to take it down."""

    code = "network.not_false"


@dataclass(frozen=True, kw_only=True)
class TakedownAsked:
    """Whom one asks, by name, and where the number was seen."""

    recipient: str
    addressee: str
    place: str


def ask_takedown(*, number: ReportedNumber, asked: TakedownAsked, by: Actor, now: datetime) -> Takedown:
    """Write down whom to ask for what; the letter is ready from then on, and sent by a person."""
    if asked.recipient not in RECIPIENTS:
        raise Invalid("recipient", expected=" | ".join(RECIPIENTS), got=asked.recipient)
    for name, longest in (("addressee", 80), ("place", 500)):
        given = getattr(asked, name)
        if not given.strip() or len(given) > longest:
            raise Invalid(name, expected=f"1 to {longest} characters", got=given[:40])
    lock(number)
    _is_false(number)
    row = Takedown(
        id=uuid7(),
        number=numbers.issue("T", now=now),
        about=number,
        recipient=asked.recipient,
        addressee=asked.addressee.strip(),
        place=asked.place.strip(),
    )
    people.join(stream=row.stream(), role="operator", organisation=people_queries.operator(), now=now)
    facts = {"number": row.number, "recipient": row.recipient, "of": number.number, "drawn": takedown_told(row)}
    begin(row, by=by, now=now, facts=facts)
    timeline.write(number.stream(), "network.takedown_written", by=by, now=now, facts={"takedown": row.number})
    return row


def send_takedown(*, row: Takedown, reference: str, by: Actor, now: datetime) -> None:
    """Note that the letter went out, under its number there if one is known; it is followed up."""
    _asks(row, "send", reference, by, now)


def remind(*, row: Takedown, reference: str, by: Actor, now: datetime) -> None:
    """Note that they were asked again; the days begin anew."""
    _asks(row, "remind", reference, by, now)


def enclose(*, row: Takedown, count: int, by: Actor, now: datetime) -> None:
    """Write down that somebody takes the originals along that the letter names: they are built by then."""
    timeline.write(row.stream(), "network.originals_enclosed", by=by, now=now, facts={"count": count})


def take_back(*, row: Takedown, why: str, by: Actor, now: datetime) -> None:
    """Take a note back: it was mistaken, or the number is shown again. It is followed up as before."""
    _held(row)
    _is_false(row.about)
    transition(row, "take_back", by=by, now=now, why=why, sets={"ended_at": None})
    _followed_up(row, now)


def take_up(*, row: Takedown, why: str, by: Actor, now: datetime) -> None:
    """Ask after all, beginning with the letter."""
    _held(row)
    _is_false(row.about)
    transition(row, "take_up", by=by, now=now, why=why, sets={"ended_at": None})


def note_taken_down(*, row: Takedown, why: str, by: Actor, now: datetime) -> None:
    """Note that it is shown no more; who reported the number is told."""
    _ends(row, "note_taken_down", why, by, now)
    facts = {"takedown": row.number}
    timeline.write(row.about.stream(), "network.number_taken_down", by=by, now=now, facts=facts)


def note_refused(*, row: Takedown, why: str, by: Actor, now: datetime) -> None:
    """Note that they refused; it can be asked again with more, or given up."""
    _held(row)
    transition(row, "note_refused", by=by, now=now, why=why)
    clocks.stop(row.stream(), FOLLOW_UP, now=now)


def give_up(*, row: Takedown, why: str, by: Actor, now: datetime) -> None:
    """Ask no longer."""
    _ends(row, "give_up", why, by, now)


def give_up_all(*, number: ReportedNumber, why: str, by: Actor, now: datetime) -> None:
    """Ask no longer for a number that is none: whoever was written to is to be told by a person."""
    for row in number.takedowns.exclude(state__in=Takedown.MACHINE.ends).order_by("pk"):
        _ends(row, "give_up", why, by, now)


def unanswered(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody answered within the days: it stands at the desk to be followed up."""
    row = queries.takedown_by_key(stream.key)
    lock(row)
    if row.state == "sent":
        transition(row, "fall_due", by=SYSTEM, now=now, facts={"number": row.number, "clock": clock.kind})


def _asks(row: Takedown, step: str, reference: str, by: Actor, now: datetime) -> None:
    _held(row)
    _is_false(row.about)
    sets: Mapping[str, object] = {"reference": reference.strip() or row.reference, "sent_at": now}
    transition(row, step, by=by, now=now, facts={"reference": sets["reference"]}, sets=sets)
    _followed_up(row, now)


def _followed_up(row: Takedown, now: datetime) -> None:
    clocks.stop(row.stream(), FOLLOW_UP, now=now)
    clocks.start(FOLLOW_UP, row.stream(), whose=row.recipient, now=now)


def _ends(row: Takedown, step: str, why: str, by: Actor, now: datetime) -> None:
    _held(row)
    transition(row, step, by=by, now=now, why=why, sets={"ended_at": now})
    clocks.stop(row.stream(), FOLLOW_UP, now=now)


def _held(row: Takedown) -> None:
    lock(row.about, row)


def _is_false(number: ReportedNumber) -> None:
    if number.state != "confirmed":
        raise NotFalse({"number": number.number})
