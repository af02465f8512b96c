"""Both sides on one line of time, never out of order; stretches in which nothing happened are drawn short."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core.zone import SHANGHAI
from anxin.domain.claims.queries import AxisMark
from anxin.domain.claims.wording import AXIS
from anxin.faces.ground.evidence.case import EvidenceCase, EvidenceTile
from anxin.faces.words import hour, short_day

LEFT, LEAST, PICTURE, GAP, WIDE = 64, 744, 45, 12, 11.0
LONG = timedelta(days=2)
NARROW = 6.2
DAY_WIDE = 52
LANES = {"buyer": (16, 30, 12, 20), "merchant": (68, 82, 108, 78), "expert": (120, 134, 160, 130)}
"""For each side: where pictures hang, where dots lie, where pictures' names stand, where dots' names stand."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A picture or a dot on one lane."""

    x: float
    y: int
    lx: float
    ly: int
    name: str
    url: str = ""
    look: str = ""
    chosen: bool = False
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """The beginning of a day; `broken` where days were left out before it."""

    x: float
    lx: float
    name: str
    broken: bool = False


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The time somebody still has."""

    x: float
    width: float
    name: str


@dataclass(frozen=True, kw_only=True)
class TimeAxis:
    """The axis as its part draws it."""

    width: int
    said: str
    ticks: tuple[Tick, ...]
    events: tuple[Event, ...]
    wait: Wait | None
    now: float
    now_label: float
    height: int
    expert: bool


def line_of(marks: Sequence[AxisMark], case: EvidenceCase) -> TimeAxis:
    """Lay a claim's marks out."""
    drawing = _Drawing(case)
    for mark in sorted(marks, key=lambda one: (one.at, one.what == "now")):
        drawing.put(mark)
    return drawing.line()


class _Drawing:
    """Walks through time; each lane says from where on it is free."""

    def __init__(self, case: EvidenceCase) -> None:
        self.case = case
        self.free = dict.fromkeys(LANES, float(LEFT))
        self.x, self.at = float(LEFT), datetime.min.replace(tzinfo=SHANGHAI)
        self.ticks: list[Tick] = []
        self.events: list[Event] = []
        self.said: list[str] = []
        self.wait: Wait | None = None
        self.now = 0.0
        self.expert = False

    def put(self, mark: AxisMark) -> None:
        """Put one mark down, right of everything earlier; what the desk brought lies with the merchant's."""
        mark = replace(mark, side="merchant") if mark.side == "desk" else mark
        self._walk(mark)
        if mark.what == "now":
            named = self.ticks[-1].lx + DAY_WIDE if self.ticks else 0
            self.x = max(self.x + 6, self.free["merchant"], named)  # it stands between that lane and the days' names
            self.now = self.x
            self.free = {lane: max(x, self.x + 2) for lane, x in self.free.items()}
            return
        tile = self.case.of(mark.label) if mark.label else None
        self._add_words(mark, tile)
        if mark.what == "answer_due":
            self._due(mark)
        elif mark.side in LANES:
            self.expert = self.expert or mark.side == "expert"
            self._event(mark, tile)

    def _walk(self, mark: AxisMark) -> None:
        """Go on in time: a little for an hour, not much more for a week; a new day gets its name."""
        first = not self.ticks
        gap = timedelta(0) if first else mark.at - self.at
        self.x += 0 if first else min(7 * math.log2(1 + gap / timedelta(hours=1)), 58)
        lane = mark.side if mark.side in LANES else ""
        if lane:
            self.x = max(self.x, self.free[lane])
        day = mark.at.astimezone(SHANGHAI).date()
        if first or day != self.at.astimezone(SHANGHAI).date():
            room = not self.ticks or self.x - self.ticks[-1].x > 56
            name = short_day(mark.at) if room else ""
            self.ticks.append(Tick(x=self.x, lx=self.x + 3, name=name, broken=gap > LONG))
            if not room:
                self.ticks.pop()
        self.at = mark.at

    def _event(self, mark: AxisMark, tile: EvidenceTile | None) -> None:
        picture_y, dot_y, below, beside = LANES[mark.side]
        when = hour(mark.at)
        if tile is None:
            what = str(AXIS.get(mark.what, mark.what))
            name = what if mark.day else f"{what} {when}"
            self.events.append(Event(x=self.x + 4, y=dot_y, lx=self.x + 12, ly=beside, name=name))
            self.free[mark.side] = self.x + 14 + _wide(name) + GAP
            return
        name = tile.label if self._together(mark) else f"{tile.label} {tile.role} {when}"
        self.events.append(
            Event(
                x=self.x,
                y=picture_y,
                lx=self.x,
                ly=below,
                name=name,
                url=tile.picture,
                look=tile.look,
                chosen=tile.chosen,
                said=tile.said,
            )
        )
        self.free[mark.side] = self.x + max(PICTURE, _wide(name) + 4)

    def _together(self, mark: AxisMark) -> bool:
        """Return whether the picture before came with this one: then only its label is written."""
        before = [one for one in self.events if one.look and one.y == LANES[mark.side][0]]
        return bool(before) and before[-1].name.endswith(hour(mark.at))

    def _due(self, mark: AxisMark) -> None:
        begin = self.now or self.x - 40
        name = _("answer due {day} {at}").format(day=short_day(mark.at), at=hour(mark.at))
        self.x = max(self.x, begin + 60)
        self.wait = Wait(x=begin, width=self.x - begin, name=name)

    def _add_words(self, mark: AxisMark, tile: EvidenceTile | None) -> None:
        what = tile.name if tile else str(AXIS.get(mark.what, mark.what))
        self.said.append(f"{short_day(mark.at)} {what}")

    def line(self) -> TimeAxis:
        """Return what was drawn: at least as wide as the page has room, wider where more lies on it."""
        right = max([self.x + 30, *self.free.values()])
        stretch = max(1.0, (LEAST - LEFT) / (right - LEFT))

        def at(x: float) -> float:
            return LEFT + (x - LEFT) * stretch

        said = pgettext("reads an axis aloud", "Time axis: {marks}").format(marks=_("; ").join(self.said))
        wait = self.wait and replace(self.wait, x=at(self.wait.x), width=self.wait.width * stretch)
        return TimeAxis(
            width=math.ceil(max(right, LEAST)),
            said=said,
            ticks=tuple(replace(one, x=at(one.x), lx=at(one.x) + one.lx - one.x) for one in self.ticks),
            events=tuple(replace(one, x=at(one.x), lx=at(one.x) + one.lx - one.x) for one in self.events),
            wait=wait,
            now=at(self.now) if self.now else 0.0,
            now_label=at(self.now) + 4,
            height=164 if self.expert else 112,
            expert=self.expert,
        )


def _wide(text: str) -> float:
    """Guess how wide a small text is drawn."""
    return sum(WIDE if ord(one) > 0x2E7F else NARROW for one in text)
