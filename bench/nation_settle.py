"""What copies left to the rounds of the workers, done once for good: a round costs then what a day brings.

A copy is not known to any checkpoint, its files were never weighed, its clocks and marks are over since long. On a
house that ran all the time none of this waits.
"""

from typing import Any

from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.queues import registry
from bench import growth_pages

ROUNDS = (
    "core.tasks.check_heads",
    "domain.publications.tasks.retain",
    "domain.reputation.tasks.expire",
    "core.tasks.sweep_tasks",
    "core.tasks.sweep_clocks",
)
FEW, MOST = 200, 400
"""A round that asks fewer statements has nothing left to do; none is run more often."""


def settle() -> None:
    """Run each of these rounds until nothing is left for it; say how often that was."""
    for name in ROUNDS:
        asked: list[int] = []
        while len(asked) < MOST and (not asked or asked[-1] >= FEW):
            asked.append(_statements(registry.task_named(f"anxin.{name}")))
        print(f"{name}: {len(asked)} times, {asked[-1]} statements at last", flush=True)


def _statements(task: Any) -> int:
    """Run a round for good; return what it asked."""
    with growth_pages.watched() as (told, _steps):
        given = {"now": timezone.now()}
        _ = acting(lambda: task.func(**given)) if task.whole else task.func(**given)
    return len(told)
