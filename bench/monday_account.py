"""The account of Monday: what each did at each stop, what was waited for, what was refused, what stood in for whom.

The model is stated, not measured: 2 s a click, 4 s a field and 0.2 s a character typed, 6 s a paste (find it, copy it),
10 s a file chosen, 10 s to read each page that comes. What the machine makes one wait beyond a second comes on top, as
the wall clock of this run has it. Files a company has anyway (outlets, people, goods, orders) cost no typing.
"""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

COSTS_S = {"clicks": 2.0, "fields": 4.0, "letters": 0.2, "pastes": 6.0, "files": 10.0, "pages": 10.0}
TOLD_S, TOLD = 5.0, 12
"""Waits that are told one by one: from so many seconds on, so many of the longest."""


@dataclass
class Effort:
    """What one person did at one stop."""

    stop: str
    who: str
    counts: Counter[str] = field(default_factory=Counter)
    waited_s: float = 0.0

    @property
    def seconds(self) -> float:
        """Return how long a person would have taken, waiting included."""
        return sum(self.counts[name] * cost_s for name, cost_s in COSTS_S.items()) + self.waited_s


@dataclass(frozen=True)
class Wait:
    """A while in which the machine made somebody wait, and for what."""

    seconds: float
    stop: str
    who: str
    what: str


@dataclass
class Diary:
    """All that was done on Monday, stop by stop, and the words in another alphabet that stood on the way."""

    folder: Path
    efforts: list[Effort] = field(default_factory=list)
    here: str = ""
    words: dict[str, set[str]] = field(default_factory=dict)
    waits: list[Wait] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answers: int = 0
    pictures: int = 0

    def stop(self, name: str) -> None:
        """Begin another stop."""
        self.here = name
        print(f"  {name}", flush=True)

    def of(self, who: str) -> Effort:
        """Return what somebody does at this stop."""
        known = next((one for one in self.efforts if (one.stop, one.who) == (self.here, who)), None)
        if known is None:
            self.efforts.append(known := Effort(self.here, who))
        return known

    def waited(self, who: str, seconds: float, what: str) -> None:
        """Count what the machine made somebody wait, and for what."""
        self.of(who).waited_s += seconds
        self.waits.append(Wait(seconds, self.here, who, what))

    @property
    def minutes(self) -> float:
        """Return how long all of them would have taken."""
        return sum(one.seconds for one in self.efforts) / 60


def account(diary: Diary, standins: Iterable[tuple[str, int]], messages: Iterable[str], log: Iterable[str]) -> str:
    """Write what each did at each stop and in all, the longest waits, who was a stand-in, and what went wrong.

    Each message that was to leave stands there with what became of it, and one that did not leave is wrong; so does
    what the house itself complained of in its log.
    """
    sent = list(messages)
    diary.complaints += [f"a message did not leave: {one.strip()}" for one in sent if not one.endswith("  sent")]
    longest = sorted((one for one in diary.waits if one.seconds >= TOLD_S), key=lambda one: -one.seconds)[:TOLD]
    waits = [f"{one.seconds:>7.0f} s  {one.stop:<11}{one.who:<12}{one.what}" for one in longest]
    asked = [f"{times:>7} ×  {name}" for name, times in standins]
    wrong = [f"{times:>7} ×  {what}" for what, times in Counter(diary.complaints).items()]
    parts = (
        ("", _table(diary)),
        (f"waited for, {TOLD_S:.0f} s and more:", waits),
        ("stand-ins, and how often each was asked:", asked),
        ("messages to people outside, and what became of each:", sent),
        ("warnings and errors in the house's log:", [f"{n:>7} ×  {what}" for what, n in _complained(log).items()]),
        (f"refused or wrong, of {diary.answers} answers:", wrong or ["      0"]),
    )
    return "\n".join(line for title, lines in parts for line in (title, *lines))


def _complained(log: Iterable[str]) -> Counter[str]:
    """Count what a log of JSON lines complains of."""
    found: Counter[str] = Counter()
    for line in log:
        with suppress(ValueError):
            told = json.loads(line)
            if isinstance(told, dict) and told.get("level") in ("warning", "error", "critical"):
                found[f"{told['level']}: {told.get('event', '')} {told.get('task', '')}".strip()] += 1
    return found


def _table(diary: Diary) -> list[str]:
    lines = [f"{'stop':<11}{'who':<12}" + "".join(f"{one:>9}" for one in (*COSTS_S, "waited s", "minutes"))]
    for stop in dict.fromkeys(one.stop for one in diary.efforts):
        here = [one for one in diary.efforts if one.stop == stop]
        lines += [_line(stop, one.who, [one]) for one in here]
        lines += [_line(stop, "together", here)] if len(here) > 1 else []
    people = list(dict.fromkeys(one.who for one in diary.efforts))
    lines += [_line("all", who, [one for one in diary.efforts if one.who == who]) for who in people]
    return [*lines, _line("all", "together", diary.efforts)]


def _line(stop: str, who: str, some: list[Effort]) -> str:
    counts = "".join(f"{sum(one.counts[name] for one in some):>9}" for name in COSTS_S)
    waited, whole = sum(one.waited_s for one in some), sum(one.seconds for one in some)
    return f"{stop:<11}{who:<12}{counts}{waited:>9.0f}{whole / 60:>9.1f}"
