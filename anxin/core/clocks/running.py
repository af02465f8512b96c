"""Start, meet and stop clocks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from anxin.core import acting, later, settings
from anxin.core.calendars import forward
from anxin.core.clocks.declaring import ClockKind, declared
from anxin.core.clocks.models import OPEN, Clock, Pause
from anxin.core.errors import Invalid
from anxin.core.streams.models import Stream
from anxin.core.timeline import Entry, StreamKey

TASK = "anxin.core.clocks.sweeping.ring"
UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class NoCallRecord(Invalid):
    """A call clock is met by a call that was recorded, not by saying so."""

    code = "clocks.no_call_record"


def start(
    kind: str, stream: StreamKey, *, whose: str, now: datetime, due_at: datetime | None = None, organisation: str = ""
) -> Clock:
    """Start a clock, due at a given moment or after the length its setting says for the organisation.

    One that runs already for the stream is given back as it is.
    """
    acting.current()
    known = declared(kind)
    running = open_clocks(stream).filter(kind=kind).select_for_update().first()
    if running:
        return running
    if due_at is None:
        amount = settings.get(known.setting, organisation=organisation, at=now)
        due_at = forward(known.calendar, now, UNITS[known.unit] * amount)
    clock = Clock.objects.create(
        kind=kind, stream_kind=stream.kind, stream_key=stream.key, whose=whose, started_at=now, due_at=due_at
    )
    ring_at(clock, now=now)
    return clock


def meet(stream: StreamKey, kind: str, *, now: datetime, record: UUID | None = None) -> Clock | None:
    """Say that what the clock waits for has happened, in time or after it was missed; None where none waits.

    Raises NoCallRecord where the kind needs a record and none of this stream since the start is given.
    """
    acting.current()
    known = declared(kind)
    clock = (
        _waiting(stream).filter(kind=kind).order_by(F("missed_at").asc(nulls_first=True)).select_for_update().first()
    )
    if clock is None:
        return None
    if known.met_by and not _is_record(clock, known, record):
        raise NoCallRecord("record", expected=" or ".join(known.met_by), got=str(record or ""))
    _end_pause(clock, now=now)
    clock.met_at, clock.met_record = now, str(record or "")
    clock.save(update_fields=["met_at", "met_record", "paused_since", "left_s", "resumes_at"])
    return clock


def stop(stream: StreamKey, *kinds: str, now: datetime) -> int:
    """Stop clocks whose matter has ended (all of the stream where none is named); give how many."""
    acting.current()
    running = _waiting(stream).filter(kind__in=kinds) if kinds else _waiting(stream)
    Pause.objects.filter(clock__in=running, until_at=None).update(until_at=now)
    return running.update(stopped_at=now)


def _waiting(stream: StreamKey) -> QuerySet[Clock]:
    """Give the clocks whose matter is open: running, paused, or missed and not made up for."""
    rows = Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    return rows.filter(met_at=None, stopped_at=None)


def open_clocks(stream: StreamKey) -> QuerySet[Clock]:
    """Give the clocks of a stream that run or are paused, the most urgent first."""
    return still_open(Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key)).order_by("due_at")


def still_open(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Keep the clocks that are neither met nor missed nor stopped."""
    return clocks.filter(OPEN)


def telling_of(kind: str) -> QuerySet[Clock]:
    """Give the clocks of a kind of case that say something of it today: not met, not stopped, of a case under way.

    A promise that was broken stays broken for ever, so clocks alone would be more every day.
    """
    under_way = Stream.objects.filter(kind=kind, ended_at=None).values("key")
    return Clock.objects.filter(stream_kind=kind, stream_key__in=under_way, met_at=None, stopped_at=None)


def ring_at(clock: Clock, *, now: datetime) -> None:
    """Put a task for the exact moment; the sweep finds the clock without it, only later."""
    key = f"clock:{clock.id}:{clock.due_at.timestamp():.0f}"
    later.put(TASK, arguments={"clock": str(clock.id)}, key=key, now=now, run_at=clock.due_at)


def _is_record(clock: Clock, kind: ClockKind, record: UUID | None) -> bool:
    if record is None:
        return False
    of_stream = Entry.objects.filter(stream__kind=clock.stream_kind, stream__key=clock.stream_key)
    return of_stream.filter(id=record, code__in=kind.met_by, at__gte=clock.started_at).exists()


def _end_pause(clock: Clock, *, now: datetime) -> None:
    clock.pauses.filter(until_at=None).update(until_at=now)
    clock.paused_since = clock.left_s = clock.resumes_at = None
