"""Declare tasks: Django's `Task` with how often it is tried, how long a lease holds, and what waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.tasks import task as django_task
from django.tasks.base import Task
from django.utils.module_loading import import_string

from anxin.core.errors import AnxinError

PERIODIC: dict[str, int] = {}


class GiveUp(AnxinError):
    """A task that can never succeed: no further attempt, straight to the dead letters."""

    code = "later.gave_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedTask(Task):  # type: ignore[type-arg]  # a task here takes any arguments
    """A task with its retries; `whole`: the worker opens the acting block and success is written inside it.

    `waits` looks, from `now` and those of the task's arguments it names, whether something still waits for it: then
    it is taken up again after it was given up. One that a beat puts anew needs nothing.
    """

    retries: int = 5
    lease_s: int = 60
    whole: bool = False
    waits: Callable[..., bool] | None = None


def task(
    *,
    queue: str = "prompt",
    retries: int = 5,
    lease_s: int = 60,
    whole: bool = False,
    waits: Callable[..., bool] | None = None,
) -> Callable[[Callable[..., object]], RetriedTask]:
    """Declare a module's function as a task; `now` is passed where the function asks for it."""
    declare = cast(Any, django_task)(queue_name=queue, retries=retries, lease_s=lease_s, whole=whole, waits=waits)
    return cast(Callable[[Callable[..., object]], RetriedTask], declare)


def nobody() -> bool:
    """Nothing waits for such a task once it was given up: who asked for it asks again, or a beat puts the next."""
    return False


def every(*, seconds: int) -> Callable[[RetriedTask], RetriedTask]:
    """Put a task at every multiple of so many seconds, once however many workers look."""

    def declare(known: RetriedTask) -> RetriedTask:
        PERIODIC[known.module_path] = seconds
        return known

    return declare


def task_named(name: str) -> RetriedTask:
    """Return a task by its dotted name."""
    known = import_string(name)
    if not isinstance(known, RetriedTask):
        raise GiveUp({"task": name, "why": "not declared with later.task"})
    return known
