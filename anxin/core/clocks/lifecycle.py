"""Start, meet and stop clocks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet

from anxin.core import acting, later, settings
from anxin.core.calendars import forward
from anxin.core.clocks.models import OPEN, Clock, Pause
from anxin.core.clocks.registry import ClockKind, declared
from anxin.core.errors import Invalid
from anxin.core.gathered_rows import Gathered
from anxin.core.inserts import insert, insert_new
from anxin.core.streams import heads
from anxin.core.timeline import Entry, StreamKey

CASES = ("clocks",)
TASK = "anxin.core.clocks.sweeper.ring"
_OPEN_MATTER = Q(met_at=None, stopped_at=None)
_FIELDS = tuple(field.attname for field in Clock._meta.concrete_fields)
UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class NoCallRecord(Invalid):
    """A call clock is met by a call that was recorded, not by saying so."""

    code = "clocks.no_call_record"


def start(
    kind: str, stream: StreamKey, *, whose: str, now: datetime, due_at: datetime | None = None, organisation: str = ""
) -> Clock:
    """Start a clock, due at a given moment or after its own length (`due`).

    One that runs already for the stream is given back as it is.
    """
    acting.current()
    due_at = due_at or due_time(kind, now=now, organisation=organisation)
    clock = Clock(kind=kind, stream_kind=stream.kind, stream_key=stream.key, whose=whose, started_at=now, due_at=due_at)
    if not _begun(clock):
        return open_clocks(stream).get(kind=kind)
    ring_at(clock, now=now)
    return clock


def due_time(
    kind: str, *, now: datetime, since: datetime | None = None, organisation: str = "", setting: str = ""
) -> datetime:
    """Return when a clock of this kind runs out: the length its setting, or another, says, on the kind's calendar."""
    known = declared(kind)
    amount = settings.get(setting or known.setting, organisation=organisation, at=now)
    return forward(known.calendar, since or now, UNITS[known.unit] * amount)


def _begun(clock: Clock) -> bool:
    """Insert a clock unless one of its kind runs: who starts a second one waits for the first one's end.

    Of a case that this block begins nobody else knows yet: its clocks are inserted with it, at the end.
    """
    cases = _cases()
    if heads.is_begun_here(clock.stream):
        begun = all(one.kind != clock.kind for one in cases.setdefault(clock.stream, []))
        if begun:
            acting.current().put_off(_insert, clock, (Clock._meta.db_table,))
    else:
        with acting.current().sparing(CASES):
            begun = insert_new(clock)
    if begun:
        _touch(clock, began=clock.due_at)
        if clock.stream in cases:
            cases[clock.stream].append(clock)
    return begun


def _insert(clocks: list[Clock]) -> None:
    with acting.current().sparing(CASES):
        insert(clocks)


def meet(stream: StreamKey, kind: str, *, now: datetime, record: Entry | None = None) -> Clock | None:
    """Say that what the clock waits for has happened, in time or after it was missed; None where none waits.

    Raises NoCallRecord where the kind needs a fact as its record and none of this stream since the start is given.
    """
    known = declared(kind)
    several = [clock for clock in _known(stream) if clock.kind == kind]
    clock = min(several, key=lambda one: (one.missed_at is not None, one.missed_at or one.started_at), default=None)
    if clock is None:
        return None
    if known.met_by and not _is_record(clock, known, record, now):
        raise NoCallRecord("record", expected=" or ".join(known.met_by), got=record.code if record else "")
    if clock.paused_since:
        clock.pauses.filter(until_at=None).update(until_at=now)
    if not _ended(
        [clock],
        {
            "met_at": now,
            "met_record": str(record.id) if record else "",
            "paused_since": None,
            "left_s": None,
            "resumes_at": None,
        },
    ):
        return meet(stream, kind, now=now, record=record)  # somebody ended it meanwhile: look again
    return clock


def meet_unread(stream: StreamKey, kind: str, *, now: datetime) -> None:
    """Say in one statement that what a clock of a row waits for has happened, if any waits.

    Only for a kind that is `of_case=False`, and that nothing proves and nothing pauses: there is nothing to look at.
    """
    known = declared(kind)
    if known.of_case or known.met_by or known.proofs:
        raise ValueError(f"clock {kind!r}: expected one of a row that is never paused; `meet` looks at others")
    _cases().pop(stream, None)
    with acting.current().sparing(CASES):
        _waiting(stream).filter(kind=kind).update(met_at=now)


def leave_to(stream: StreamKey, kind: str, *, whose: str) -> None:
    """Say whose turn a clock is from now on, if one runs."""
    with acting.current().sparing(CASES):
        _waiting(stream).filter(kind=kind).update(whose=whose)
    for clock in _cases().get(stream, []):
        clock.whose = whose if clock.kind == kind else clock.whose


def stop(stream: StreamKey, *kinds: str, now: datetime) -> int:
    """Stop clocks whose matter has ended (where none is named all that don't outlast it); give how many."""
    ends = {clock.kind for clock in _known(stream) if not declared(clock.kind).outlasts}
    running = [clock for clock in _known(stream) if clock.kind in (kinds or ends)]
    if paused := [clock for clock in running if clock.paused_since]:
        Pause.objects.filter(clock__in=paused, until_at=None).update(until_at=now)
    return _ended(running, {"stopped_at": now})


def _ended(clocks: list[Clock], told: Mapping[str, datetime | str | None]) -> int:
    """End clocks that nobody else ended, in one statement; what is known of the case's clocks moves along."""
    if not clocks:
        return 0
    cases, stream = _cases(), clocks[0].stream
    with acting.current().sparing(CASES):
        ended = Clock.objects.filter(pk__in=[clock.pk for clock in clocks], met_at=None, stopped_at=None).update(**told)
    _touch(*clocks)
    if ended != len(clocks):
        cases.pop(stream, None)
        return ended
    for clock in clocks:
        for name, value in told.items():
            setattr(clock, name, value)
    if stream in cases:
        cases[stream] = [clock for clock in cases[stream] if clock not in clocks]
    return ended


def _touch(*clocks: Clock, began: datetime | None = None) -> None:
    if any(declared(clock.kind).of_case for clock in clocks):
        heads.touch(clocks[0].stream, began=began)


def _known(stream: StreamKey) -> list[Clock]:
    """Return the clocks of a case whose matter is open, read once a block: whoever ends one looks at it again."""
    cases = _cases()
    if stream not in cases:
        cases[stream] = list(_waiting(stream))
    return cases[stream]


def beside(kind: str, _row: UUID | None, _now: datetime) -> Gathered:
    """Return the clocks of a stream whose matter is open, to be read along with its head."""
    rows = Clock.objects.filter(_OPEN_MATTER, stream_kind=kind, stream_key=OuterRef("key"))
    return Gathered(rows, *_FIELDS)


def keep(stream: StreamKey, _now: datetime, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember the clocks read along with a head, unless this block knows them already."""
    cases = _cases()
    if stream not in cases:
        cases[stream] = [Clock.from_db(connection.alias, _FIELDS, [one[name] for name in _FIELDS]) for one in rows]


def _cases() -> dict[StreamKey, list[Clock]]:
    """Return the open clocks of the cases this block has looked at; who begins or ends one keeps them up."""
    block = acting.current()
    known: dict[StreamKey, list[Clock]] | None = block.recall(CASES)
    if known is None:
        known = {}
        block.keep(CASES, known, Clock._meta.db_table)
    return known


def _waiting(stream: StreamKey) -> QuerySet[Clock]:
    """Return the clocks whose matter is open: running, paused, or missed and not made up for."""
    return Clock.objects.filter(_OPEN_MATTER, stream_kind=stream.kind, stream_key=stream.key)


def open_clocks(stream: StreamKey) -> QuerySet[Clock]:
    """Return the clocks of a stream that run or are paused, the most urgent first."""
    return still_open(Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key)).order_by("due_at")


def still_open(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Keep the clocks that are neither met nor missed nor stopped."""
    return clocks.filter(OPEN)


def ring_at(clock: Clock, *, now: datetime) -> None:
    """Put a task for the exact moment; the sweep finds the clock without it, only later."""
    key = f"clock:{clock.id}:{clock.due_at.timestamp():.0f}"
    later.put_last(TASK, arguments={"clock": str(clock.id)}, key=key, now=now, run_at=clock.due_at)


def _is_record(clock: Clock, kind: ClockKind, record: Entry | None, now: datetime) -> bool:
    """Return whether a fact is of this kind and since the start: what is written now is, though the clock went back."""
    if record is None or record.stream_key != clock.stream:
        return False
    return record.code in kind.met_by and record.at >= min(clock.started_at, now)
