"""What can be done on a thread: say something to some sides, or have a note written that says it is automatic."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from anxin.core import timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people import queries as people
from anxin.domain.threads import queries, rules
from anxin.domain.threads.models import Message

TEXT = "threads.text"
LONGEST = 2000


class NotOnThis(Forbidden):
    """Only the sides of a case speak on it."""

    code = "threads.not_on_this"


class ThreadOver(WrongState):
    """The case is over, and this side writes on it no more."""

    code = "threads.over"


def post(
    *, stream: StreamKey, text: str, to: Iterable[str], by: Actor, now: datetime, told: bool = False, over: bool = True
) -> Message:
    """Say something to one or more sides; the desk and an inspector always read along.

    A buyer is told of what somebody else says to him, but for what he is `told` of otherwise. `over`: a case
    that has ended is over for this side, as for all but who answers what was said of it since.

    Raises `NotOnThis` for who is no party to the stream, `ThreadOver` where the case ended for this side.
    """
    side = rules.side_of(kind=by.kind, roles=by.roles)
    wanted = frozenset(to)
    if not wanted or not wanted <= set(rules.SPEAKING):
        raise Invalid("to", expected=", ".join(rules.SPEAKING), got=" ".join(sorted(wanted)))
    if not 0 < len(text.strip()) <= LONGEST:
        raise Invalid("text", expected=f"1 to {LONGEST} characters", got=len(text))
    if side not in rules.SPEAKING or not _party(stream, by, now):
        raise NotOnThis({"stream": stream.kind})
    if by.kind != "system" and over and not queries.may_write(stream, actor=by, now=now):
        raise ThreadOver({"stream": stream.kind})
    heard = sorted(rules.heard_by(side=side, to=wanted))
    row = Message(id=uuid7(), stream_kind=stream.kind, stream_key=stream.key, side=side, audience=heard, at=now)
    row.by_kind, row.by_id = by.kind, by.id
    row.text_sealed = vault.seal(TEXT, row.id, text.strip())
    facts: dict[str, object] = {"message": str(row.id), "side": side, "to": sorted(wanted), "heard": heard}
    if "buyer" in wanted - {side} and not told:
        facts["tells_buyer"] = True
    facts |= {"as": role} if (role := rules.speaks_as(by.roles)) and side == "desk" else {}
    facts |= {f"tells_{one}": True for one in ("merchant", "desk") if one in wanted - {side}}
    private = {rules.WORDS: text.strip()}
    row.fact = timeline.write(stream, "threads.said", by=by, now=now, facts=facts, private=private).id
    row.save(force_insert=True)
    return row


def tell(
    *, stream: StreamKey, automatic: str, to: Iterable[str], now: datetime, facts: Mapping[str, object] | None = None
) -> Message:
    """Put an automatic note, shown as such, in the words of a declared message."""
    key, heard = uuid7(), sorted(rules.heard_by(side="system", to=frozenset(to)))
    said = {"note": automatic, "message": str(key), "side": "system", "heard": heard, **(facts or {})}
    told = timeline.write(stream, "threads.told", by=SYSTEM, now=now, facts=said)
    return Message.objects.create(
        id=key,
        stream_kind=stream.kind,
        stream_key=stream.key,
        side="system",
        by_kind=SYSTEM.kind,
        by_id=SYSTEM.id,
        audience=heard,
        automatic=automatic,
        facts=told.facts,
        fact=told.id,
        at=now,
    )


def hand_over(*, stream: StreamKey, by: Actor, now: datetime) -> Entry:
    """Ask for a person: from here on somebody of the desk answers, and the record says since when.

    Raises `NotOnThis` for who is no party to the stream, `ThreadOver` where the case ended for this side.
    """
    if not _party(stream, by, now):
        raise NotOnThis({"stream": stream.kind})
    if by.kind != "system" and not queries.may_write(stream, actor=by, now=now):
        raise ThreadOver({"stream": stream.kind})
    return timeline.write(stream, "threads.handed_over", by=by, now=now)


def _party(stream: StreamKey, by: Actor, now: datetime) -> bool:
    mine = people.streams_of(by, stream.kind, now=now).filter(stream_key=stream.key)
    return by.kind == "system" or mine.exists()
