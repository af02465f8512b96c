"""Turn a clock into what its chip shows: a state, words and a bar that can be read without colour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from anxin.faces.spans import left, over, span, took
from anxin.faces.words import lately

MINUTE = timedelta(minutes=1)
SOON = 0.7  # share of the time used up from which a clock is amber
ICONS = {"run": "timer", "soon": "alarm-clock", "paused": "pause", "met": "check", "missed": "alarm-clock-off"}


class Clock(Protocol):
    """What a chip needs to know; read models of clocks have these names."""

    @property
    def label(self) -> str:
        """What is promised, in two or three syllables."""

    @property
    def started_at(self) -> datetime:
        """When it began."""

    @property
    def due_at(self) -> datetime:
        """When the promise is broken."""

    @property
    def met_at(self) -> datetime | None:
        """When it was kept."""

    @property
    def paused_since(self) -> datetime | None:
        """Since when it stands still."""

    @property
    def waits_for(self) -> str:
        """Whom or what a paused clock waits for."""


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A clock ready for its chip."""

    label: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None = None
    paused_since: datetime | None = None
    waits_for: str = ""
    brief: str = ""
    """The label in one short word, for a narrow chip; the label itself where it is short already."""
    appointed: bool = False
    """Whether it runs until an agreed window ends: nobody counts the minutes since that was agreed."""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """What the template writes down."""

    state: str
    icon: str
    label: str
    strong: str
    used: int
    total: int
    ticks: bool

    @property
    def percent(self) -> int:
        """Share of the time used, in percent."""
        return round(100 * self.used / self.total)


def state_of(clock: Clock, *, now: datetime) -> str:
    """Return the state: run, soon, paused, met or missed."""
    if clock.met_at:
        return "met" if clock.met_at <= clock.due_at else "missed"
    if clock.paused_since:
        return "paused"
    if now > clock.due_at:
        return "missed"
    used = (now - clock.started_at) / max(clock.due_at - clock.started_at, timedelta(seconds=1))
    return "soon" if used >= SOON else "run"


def chip(clock: Clock, *, now: datetime, short: bool = False) -> Chip:
    """Make the chip of a clock at this moment."""
    state = state_of(clock, now=now)
    end = clock.met_at or clock.paused_since or now
    total = max(int((clock.due_at - clock.started_at).total_seconds()), 1)
    label, strong = _words(clock, state, end, short)
    if short and label:
        label = (isinstance(clock, ClockView) and clock.brief) or label
    return Chip(
        state=state,
        icon=ICONS[state],
        label=label,
        strong=strong,
        used=min(max(int((end - clock.started_at).total_seconds()), 0), total),
        total=total,
        ticks=state in {"run", "soon"} or (state == "missed" and not clock.met_at),
    )


def _words(clock: Clock, state: str, end: datetime, short: bool) -> tuple[str, str]:
    if state == "paused":
        return ("" if short else _("Paused:")), clock.waits_for or _("waiting")
    if state == "met":
        return _met(clock, end, short)
    if state == "missed":
        late = end - clock.due_at
        just = short and late < MINUTE  # a narrow chip keeps room for its name
        return clock.label, _("just late") if just else over(late, short=short)
    ahead = clock.due_at - end
    return clock.label, span(ahead) if short and ahead < MINUTE else left(ahead, short=short)


def _met(clock: Clock, end: datetime, short: bool) -> tuple[str, str]:
    """Say what was promised and kept; an agreed window by the time it ends, with both days where they differ."""
    if short:
        return clock.label, took(end - clock.started_at, short=True)
    if isinstance(clock, ClockView) and clock.appointed:
        told = {"label": clock.label, "time": lately(clock.due_at, now=end)}
        came = _("there at %(time)s") % {"time": lately(end, now=clock.due_at)}
        return _("%(label)s: agreed by %(time)s,") % told, came
    promised = {"label": clock.label, "time": span(clock.due_at - clock.started_at)}
    return _("%(label)s: promised %(time)s,") % promised, took(end - clock.started_at)
