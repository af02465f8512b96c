"""What copies left to the rounds of the workers, done once for good: a round costs then what a day brings.

A copy is not known to any checkpoint, its files were never weighed, its clocks and marks are over since long. On a
house that ran all the time none of this waits.
"""

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
        task = registry.task_named(f"anxin.{name}")
        for turn in range(1, MOST + 1):
            with growth_pages.watched() as (told, _steps):
                given = {"now": timezone.now()}
                _ = acting(lambda given=given, task=task: task.func(**given)) if task.whole else task.func(**given)
            if len(told) < FEW:
                break
        print(f"{name}: {turn} times, {len(told)} statements at last", flush=True)
