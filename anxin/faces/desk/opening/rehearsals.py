"""The newest rehearsal of a brand: per county, hour and product, what the customer would read at each step."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from anxin.domain.opening.queries import rehearsals
from anxin.domain.opening.wording import STEPS_PLAYED

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class RehearsedStep:
    """One step, and what one would read."""

    title: str
    ok: bool
    reads: str


@dataclass(frozen=True, kw_only=True)
class PlayedCase:
    """One case that was played; without a county it is the claim. `outcome` is what its customer is offered."""

    county: str
    hour: str
    product: str
    ok: bool
    nobody: bool
    outcome: str
    steps: tuple[RehearsedStep, ...]


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """A rehearsal: running, passed, failed, or passed before something changed."""

    at: datetime
    running: bool
    passed: bool
    stale: bool
    failed: int
    cases: tuple[PlayedCase, ...]


def view(brand: "Organisation", *, now: datetime) -> Rehearsed | None:
    """Show the newest rehearsal of a brand; those that failed come first."""
    row = rehearsals.newest(brand)
    if row is None:
        return None
    cases = sorted((_case(one) for one in row.cases), key=lambda one: one.ok)
    return Rehearsed(
        at=row.asked_at,
        running=rehearsals.is_running(row, now=now),
        passed=row.passed,
        stale=row.passed and not rehearsals.still_counts(row),
        failed=sum(not one.ok for one in cases),
        cases=tuple(cases),
    )


def _case(kept: dict[str, object]) -> PlayedCase:
    found = kept["steps"]
    played = found if isinstance(found, list) else []
    steps = tuple(
        RehearsedStep(title=str(STEPS_PLAYED[one["code"]]), ok=one["ok"], reads=one["reads"]) for one in played
    )
    offered = {one["code"]: str(one["reads"]) for one in played if one["code"] in ("reach", "window")}
    told = {name: str(kept[name]) for name in ("county", "hour", "product")}
    outcome, nobody = "".join(list(offered.values())[-1:]), "reach" in offered
    return PlayedCase(**told, ok=all(one.ok for one in steps), nobody=nobody, outcome=outcome, steps=steps)
