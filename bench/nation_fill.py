"""Copy what was walked into a nation's volume: set by set, `INSERT … SELECT` from the copies that wait.

Crews first, then what is under way, then what is over, a stretch of time after the other, oldest first. What the
product itself drops (messages, tasks that are done, old notices) comes with young copies only.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection

from bench.nation_text import Pattern, made_column
from bench.nation_units import CASES, Walked
from bench.nation_values import CREW_FROM, Copy

TWO_YEARS = 730
STRETCHES = 10
AT_ONCE = 1500
UNDER_WAY = 0.05
KEPT_DAYS = {"core.Message": 30, "core.LaterTask": 30, "notices.Notice": 180}
"""Tables whose rows the product drops, and how young a case is that still has them."""


@dataclass(frozen=True)
class Sizes:
    """How much is copied."""

    repairs: int
    claims: int
    technicians: int


@dataclass
class Filling:
    """What one filling knows."""

    walked: Walked
    outlets: int
    technicians: int
    say: Callable[[str], None] = print

    def __post_init__(self) -> None:
        self.random, self.n = Random(11), 0
        self.rows: Counter[str] = Counter()
        self.copies: Counter[str] = Counter()

    def copy(self, pattern: Pattern, copies: list[Copy], *, without: frozenset[str] = frozenset()) -> None:
        """Write copies of one unit: what this process makes of each, then a statement a table."""
        labels = [one for one in pattern.columns if one not in without]
        made = [one for one in labels if pattern.made[one]]
        rows = [_row(one, [pattern.made_of(one, label) for label in made]) for one in copies]  # may ask for keys
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS nation_copy")
            lists = "".join(f", {made_column(one)} text[] STORAGE external" for one in made)
            cursor.execute(
                "CREATE TEMP TABLE nation_copy (n int, hex text, ms bigint, shift interval, days int, outlet text, "
                f"technician text{lists})"
            )
            with cursor.copy("COPY nation_copy FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute("ANALYZE nation_copy")
            for label in labels:
                cursor.execute(pattern.statement(label))
                self.rows[label] += cursor.rowcount

    def crews(self) -> None:
        """Copy outlets and their technicians."""
        houses, technicians = self.walked.crews()
        for unit, count, scope in ((houses, self.outlets, "outlet"), (technicians, self.technicians, "technician")):
            pattern = Pattern(self.walked, unit, scope)
            copies = [
                Copy(CREW_FROM + at, timedelta(0), self.outlet_of(at) if scope == "technician" else at, at)
                for at in range(1, count)
            ]
            for some in range(0, len(copies), AT_ONCE):
                self.copy(pattern, copies[some : some + AT_ONCE])

    def outlet_of(self, technician: int) -> int:
        """Return which copy of the outlets a copy of the technicians works for."""
        return technician * self.outlets // max(self.technicians, 1)

    def next_copy(self, back: timedelta) -> Copy:
        """Return a copy of its own, so long ago, done by any crew."""
        self.n += 1
        technician = self.random.randrange(self.technicians)
        shift = -back - timedelta(seconds=self.random.randrange(1200))
        return Copy(self.n, shift, self.outlet_of(technician), technician)

    def under_way(self, patterns: list[Pattern], shares: dict[str, int]) -> None:
        """Copy what is under way, as it is now."""
        for pattern, count in shared_out(patterns, shares):
            for some in range(0, count, AT_ONCE):
                copies = [self.next_copy(timedelta(0)) for _one in range(min(AT_ONCE, count - some))]
                self.count(pattern, copies)
                self.copy(pattern, copies)

    def over(self, patterns: list[Pattern], shares: dict[str, int]) -> None:
        """Copy what is over, oldest first."""
        planned = shared_out(patterns, shares)
        for stretch in range(STRETCHES):
            first, last = (TWO_YEARS * (STRETCHES - it) / STRETCHES for it in (stretch, stretch + 1))
            for pattern, count in planned:
                those = count * (stretch + 1) // STRETCHES - count * stretch // STRETCHES
                backs = sorted((self.random.uniform(last, first) for _one in range(those)), reverse=True)
                for kept, copies in self._by_age(backs):
                    self.count(pattern, copies)
                    self.copy(pattern, copies, without=kept)
            self.say(f"stretch {stretch + 1} of {STRETCHES}: {sum(self.rows.values())} rows")

    def _by_age(self, backs: list[float]) -> Iterator[tuple[frozenset[str], list[Copy]]]:
        """Give copies with what they no longer have, some at a time."""
        ages = sorted({*KEPT_DAYS.values()}, reverse=True)
        for older, younger in zip([TWO_YEARS * 2, *ages], [*ages, -1], strict=True):
            without = frozenset(label for label, days in KEPT_DAYS.items() if days <= younger)
            those = [int(one) for one in backs if younger <= one < older]
            for some in range(0, len(those), AT_ONCE):
                yield without, [self.next_copy(timedelta(days=one)) for one in those[some : some + AT_ONCE]]

    def count(self, pattern: Pattern, copies: list[Copy]) -> None:
        for label in CASES:
            self.copies[label] += pattern.unit.count(label) * len(copies)


def _row(one: Copy, made: list[list[str]]) -> list[Any]:
    outlet, technician = (f"{it:08x}" if it else None for it in (one.outlet, one.technician))
    return [one.n, f"{one.n:08x}", one.ms, one.shift, one.shift.days, outlet, technician, *made]


def shared_out(patterns: list[Pattern], shares: dict[str, int]) -> list[tuple[Pattern, int]]:
    """Share repairs and claims out among units, so that each kind of case comes out as asked."""
    found = []
    claims = [one for one in patterns if one.unit.count("claims.Claim")]
    left = shares["repairs.Repair"]
    for one in claims:
        count = -(-shares["claims.Claim"] // max(len(claims), 1))
        left -= count * one.unit.count("repairs.Repair")
        found.append((one, count))
    repairs = [one for one in patterns if not one.unit.count("claims.Claim")]
    return [*found, *((one, max(0, left) // max(len(repairs), 1)) for one in repairs)]


def note_persons() -> None:
    """Note who is party to a case, as the product does every night."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person p SET has_case = true WHERE NOT has_case AND created_at < now() - interval '1 day' "
            "AND EXISTS (SELECT 1 FROM people_party x WHERE x.person_id = p.id)"
        )


def fill(sizes: Sizes, *, say: Callable[[str], None] = print) -> Filling:
    """Fill the database that the house is loaded for, from what was walked in it."""
    begun = time.monotonic()
    walked = Walked()
    seen = len(walked.of("network.Technician")) or 1
    crews = max(1, round(sizes.technicians / seen))
    filling = Filling(walked, max(1, crews // 7), crews, say)
    patterns = [Pattern(walked, one) for one in walked.cases()]
    say(f"{len(walked.rows)} rows walked, {len(patterns)} units, read after {time.monotonic() - begun:.0f} s")
    filling.crews()
    say(f"{crews} crews of {seen} technicians after {time.monotonic() - begun:.0f} s")
    total = dict(zip(CASES, (sizes.repairs, sizes.claims), strict=True))
    open_ = {label: int(count * UNDER_WAY) for label, count in total.items()}
    filling.under_way([one for one in patterns if one.unit.under_way], open_)
    say(f"under way after {time.monotonic() - begun:.0f} s")
    rest = {label: max(0, count - filling.copies[label]) for label, count in total.items()}
    filling.over([one for one in patterns if not one.unit.under_way], rest)
    note_persons()
    say(f"{sum(filling.rows.values())} rows of {dict(filling.copies)} after {time.monotonic() - begun:.0f} s")
    return filling
