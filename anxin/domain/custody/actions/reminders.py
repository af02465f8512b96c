"""Reminders of what is kept, or on its way, too long: to the customer, the outlet and the desk."""

from datetime import datetime

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.custody import queries
from anxin.domain.custody.actions.moves import DECIDE, kept_until
from anxin.domain.custody.actions.parcels import TRANSIT, receive
from anxin.domain.custody.actions.uncollected import last_day, remind, term_over


def not_brought(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nothing came in the days that were named: the customer is asked whether it still comes."""
    row = queries.open_of(stream)
    if row is not None and row.state == "expected":
        timeline.write(stream, "custody.not_brought", by=SYSTEM, now=now, facts={"outlet": row.outlet.code})


def overdue(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Somebody here is late: the parcel isn't unpacked, or the claim not with the carrier."""
    facts = {"clock": clock.kind, "due": clock.due_at.isoformat(timespec="minutes")}
    timeline.write(stream, "custody.late", by=SYSTEM, now=now, facts=facts)


def in_transit(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """A parcel is long on its way: asked for once; one on its way back counts as come when nobody says otherwise."""
    row = queries.open_of(stream)
    if row is None or row.state not in ("sent_in", "sent_back"):
        return
    if row.state == "sent_back" and row.reminded:
        receive(row=row, by=SYSTEM, now=now, how="silence")
        return
    lock(row)
    change(row, {"reminded": row.reminded + 1})
    timeline.write(stream, "custody.long_way", by=SYSTEM, now=now, facts={"waybill": row.with_whom})
    if row.state == "sent_back":
        clocks.start(TRANSIT, stream, whose="customer", now=now)


def not_collected(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """A thing lies here ready: its customer is reminded, the longer the plainer; at the end of its term a person asks.

    Where it is sent to him, its outlet is reminded that it hasn't sent it yet: he has nothing to come for. One that was
    ready before things had a term gets a whole one, and its customer reads until when.
    """
    row = queries.open_of(stream)
    if row is None or row.state != "ready":
        return
    lock(row)
    if row.decide_at is not None and row.decide_at <= now:
        term_over(row, now=now)
        return
    again = {**kept_until(now), "reminded": row.reminded} if row.decide_at is None else {}
    change(row, {**again, "reminded": row.reminded + 1})
    every: int = settings.get("custody.collect_d", at=now)
    days = every * row.reminded
    too_long = days >= settings.get("custody.kept_d", at=now)
    facts = {"times": row.reminded, "days": days, "outlet": row.outlet.code, "day": last_day(row)}
    code = "custody.reminded" if clock.whose == "customer" else "custody.not_sent"
    timeline.write(stream, code, by=SYSTEM, now=now, facts={**facts, "too_long": too_long or None})
    remind(row, whose=clock.whose, now=now)


def undecided(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody said what becomes of a thing that nobody collects: who has to say so is asked again, for ever."""
    row = queries.open_of(stream)
    if row is None or row.state != "ready":
        return
    timeline.write(stream, "custody.undecided", by=SYSTEM, now=now, facts={"outlet": row.outlet.code})
    clocks.start(DECIDE, stream, whose=clock.whose, now=now)
