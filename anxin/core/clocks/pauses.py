"""Pause a clock, with proof from the side that is waited for; let it run again, also where what met it was undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core import acting
from anxin.core.actors import CUSTOMERS, SYSTEM, Actor
from anxin.core.calendars import elapsed, forward
from anxin.core.clocks.lifecycle import ring_at
from anxin.core.clocks.models import Clock, Pause
from anxin.core.clocks.registry import ClockKind, declared
from anxin.core.errors import Forbidden, WrongState
from anxin.core.timeline import Entry, StreamKey, write


class Unproved(Forbidden):
    """Nothing from the named side shows that the clock waits for it."""

    code = "clocks.unproved"


class NotRunning(WrongState):
    """The clock has ended, or stands still already, or runs already."""

    code = "clocks.not_running"


@dataclass(frozen=True, kw_only=True)
class PauseProof:
    """The side that is waited for, and the fact in the clock's stream that shows it."""

    side: str
    fact: Entry


def pause(clock: Clock, *, proof: PauseProof, until: datetime | None, by: Actor, now: datetime) -> Pause:
    """Stop a clock until a moment, or until it is resumed.

    Raises Unproved where the fact is not of this stream, older than the clock, used already, or no proof from
    that side.
    """
    _lock(clock)
    kind = declared(clock.kind)
    if clock.paused_since or clock.due_at <= now or (until is not None and until <= now):
        raise NotRunning({"clock": clock.kind})
    if not _proves(kind, clock, proof, by):
        raise Unproved({"clock": clock.kind, "side": proof.side})
    left = elapsed(kind.calendar, now, clock.due_at)
    clock.paused_since, clock.resumes_at, clock.left_s = now, until, int(left.total_seconds())
    clock.save(update_fields=["paused_since", "resumes_at", "left_s"])
    made = Pause.objects.create(clock=clock, side=proof.side, proof_id=proof.fact.id, from_at=now)
    told = {"clock": clock.kind, "side": proof.side, "proof": proof.fact.id, "left_s": clock.left_s}
    write(clock.stream, "clock.paused", by=by, now=now, facts=told)
    return made


def resume(clock: Clock, *, now: datetime) -> Clock:
    """Let a paused clock run again: it is due when what was left has passed. It runs by itself, in nobody's name."""
    _lock(clock)
    if clock.paused_since is None or clock.left_s is None:
        raise NotRunning({"clock": clock.kind})
    clock.due_at = forward(declared(clock.kind).calendar, now, timedelta(seconds=clock.left_s))
    clock.pauses.filter(until_at=None).update(until_at=now)
    clock.paused_since = clock.resumes_at = clock.left_s = None
    clock.save(update_fields=["due_at", "paused_since", "resumes_at", "left_s"])
    write(clock.stream, "clock.resumed", by=SYSTEM, now=now, facts={"clock": clock.kind})
    ring_at(clock, now=now)
    return clock


def reopen(stream: StreamKey, kind: str, *, now: datetime) -> None:
    """Let the clock of a stream that was met last run on with what was left of it then; what was late stays late.

    Nothing happens where none was met, or one of its kind runs.
    """
    acting.current()
    mine = Clock.objects.select_for_update().filter(stream_kind=stream.kind, stream_key=stream.key, kind=kind)
    clock = mine.exclude(met_at=None).filter(stopped_at=None).order_by("-met_at").first()
    if clock is None or clock.met_at is None or mine.filter(met_at=None, stopped_at=None).exists():
        return
    if clock.met_at < clock.due_at:
        calendar = declared(kind).calendar
        clock.due_at = forward(calendar, now, elapsed(calendar, clock.met_at, clock.due_at))
    clock.met_at, clock.met_record = None, ""
    clock.save(update_fields=["due_at", "met_at", "met_record"])
    write(stream, "clock.resumed", by=SYSTEM, now=now, facts={"clock": kind})
    ring_at(clock, now=now)


def _proves(kind: ClockKind, clock: Clock, proof: PauseProof, by: Actor) -> bool:
    fact = proof.fact
    if fact.stream_key != clock.stream or fact.at < clock.started_at:
        return False
    if Pause.objects.filter(clock=clock, proof_id=fact.id).exists():
        return False
    if clock.whose and clock.whose in (fact.organisation, f"{fact.actor_kind}:{fact.actor_id}"):
        return False
    return _is_of(proof.side, fact) or fact.code in kind.proofs.get(proof.side, ()) or _outsider(kind, clock, fact, by)


def _outsider(kind: ClockKind, clock: Clock, fact: Entry, by: Actor) -> bool:
    """Return whether the fact is the note of the very agent who pauses, and he belongs to another organisation."""
    his_own = (fact.actor_kind, fact.actor_id) == (by.kind, by.id) and by.kind == "staff"
    return his_own and not by.roles.isdisjoint(kind.outsiders) and bool(clock.whose) and by.organisation != clock.whose


def _is_of(side: str, fact: Entry) -> bool:
    if side == "customer":
        return fact.actor_kind in CUSTOMERS
    return side in (fact.organisation, f"{fact.actor_kind}:{fact.actor_id}")


def _lock(clock: Clock) -> None:
    acting.current()
    clock.refresh_from_db(from_queryset=Clock.objects.select_for_update())
    if clock.met_at or clock.missed_at or clock.stopped_at:
        raise NotRunning({"clock": clock.kind})
