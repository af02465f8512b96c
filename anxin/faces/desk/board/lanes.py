"""Lanes: one technician's day a row, 08:00 to 22:00 in quarters of an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.zone import SHANGHAI
from anxin.domain.network.queries import Hand
from anxin.domain.visits.queries import FieldDay, FieldStop
from anxin.faces.goods_words import class_name
from anxin.faces.ground import gantt
from anxin.faces.words import short, told_apart

TIGHT_MIN = 10
MOST, WHOLE = 7, 100
"""So many lanes are shown at first, and at most: more than that is read by area."""


@dataclass(frozen=True, kw_only=True)
class LaneBar:
    """One visit on the day: which quarter of an hour it begins in and how many it takes."""

    start: int
    length: int
    name: str
    handle: str
    window: str
    url: str
    kind: str
    agreed: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class BoardLane:
    """One technician's day: what he is at now, what lies ahead."""

    name: str
    done: int
    held: int
    note: str
    now: str
    where: str
    bars: tuple[LaneBar, ...]


@dataclass(frozen=True, kw_only=True)
class LaneDay:
    """The day of an area."""

    lanes: tuple[BoardLane, ...]
    axis: gantt.Axis
    mark: int
    hidden: int
    works: int


def day_of(found: FieldDay, *, chosen: str, on: date, now: datetime, url: str, whole: bool) -> LaneDay:
    """Draw the lanes of a day, those with work first; `chosen` is the number of the open repair."""
    theirs: dict[UUID, list[FieldStop]] = {one.id: [] for one in found.hands}
    for stop in found.stops:
        theirs[stop.technician_id].append(stop)
    order = sorted(found.hands, key=lambda one: (not theirs[one.id], not one.works, one.number))
    shown = order[: WHOLE if whole else MOST]
    axis = gantt.axis(
        on,
        shifts=[span for one in shown for span in one.hours],
        visits=[(stop.from_at, stop.to_at) for one in shown for stop in theirs[one.id]],
        now=now,
    )
    called = dict(told_apart([(one.number, one.called) for one in shown]))
    asked = _Asked(chosen=chosen, now=now, url=url, axis=axis)
    return LaneDay(
        lanes=tuple(_lane(one, str(called[one.number]), theirs[one.id], asked) for one in shown),
        axis=axis,
        mark=axis.mark(now),
        hidden=found.total - len(shown),
        works=found.works,
    )


@dataclass(frozen=True, kw_only=True)
class _Asked:
    chosen: str
    now: datetime
    url: str
    axis: gantt.Axis


def _lane(one: Hand, called: str, stops: Sequence[FieldStop], asked: _Asked) -> BoardLane:
    doing, where = _doing(one, stops, asked)
    return BoardLane(
        name=called,
        done=sum(stop.over for stop in stops),
        held=len(stops),
        note=_("takes no jobs now") if one.paused else _("day off") if not one.hours else "",
        now=doing,
        where=where,
        bars=tuple(_bar(stop, asked) for stop in stops),
    )


def _doing(one: Hand, stops: Sequence[FieldStop], asked: _Asked) -> tuple[str, str]:
    for stop in stops:
        place = stop.division.split(" ")[-1]
        if stop.at_work:
            return _("at work"), _("at work in {place}").format(place=place)
        if stop.coming:
            return _("on the way"), _("on the way to {place}").format(place=place)
    return ("" if stops or not one.works else _idle(one, asked)), ""


def _idle(one: Hand, asked: _Asked) -> str:
    """Say of who holds nothing that he is free, or from when he works: before his day, and in a break of it."""
    at = asked.now.astimezone(SHANGHAI)
    minute = at.hour * 60 + at.minute if at.date() == asked.axis.day else -1
    if any(begins <= minute < ends for begins, ends in one.spans):
        return _("free")
    begins = min((begins for begins, _ends in one.spans if begins > minute), default=None)
    return _("works from {at}").format(at="{:02}:{:02}".format(*divmod(begins, 60))) if begins is not None else ""


def _bar(stop: FieldStop, asked: _Asked) -> LaneBar:
    start, length, outside = asked.axis.place(stop.from_at, stop.to_at)
    left_min = (stop.to_at - asked.now).total_seconds() / 60
    kinds = []
    if stop.over:
        kinds.append("done")
    elif stop.before_the_door and left_min < TIGHT_MIN:
        kinds.append("late")
    if stop.number and stop.number == asked.chosen:
        kinds.append("sel")
    window = f"{stop.from_at.astimezone(SHANGHAI):%H:%M}–{stop.to_at.astimezone(SHANGHAI):%H:%M}"
    known = _("the customer knows the time") if stop.agreed else _("not agreed with the customer yet")
    place = stop.division.split(" ")[-1]
    return LaneBar(
        start=start,
        length=length,
        name=f"{outside}{class_name(stop.category)}",
        handle=short(stop.number),
        window=window,
        url=f"{asked.url}{stop.number}" if stop.number else "",
        kind=" ".join(kinds),
        agreed=stop.agreed,
        said=" · ".join((window, place, wording.state("visit", stop.state), known)),
    )
