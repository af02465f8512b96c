"""What happens because of a fact: one table, put in place by `config/wiring.py`."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db import models
from django.utils.module_loading import import_string

from anxin.core import acting, later

if TYPE_CHECKING:
    from anxin.core.streams.models import Entry


@dataclass(frozen=True)
class Reaction:
    """One reaction: its name, when it runs, and `module:function` taking `fact` and `now` by keyword.

    `now` runs in the fact's own transaction and touches the database only; `later` becomes a task in it.
    `causes` lists the facts it may write in turn, so that the graph can be drawn and a circle refused.
    """

    name: str
    when: Literal["now", "later"]
    function: str
    causes: tuple[str, ...] = ()


class Reacted(models.Model):
    """A reaction that was done; the key makes it happen once a fact, whoever tries again."""

    pk = models.CompositePrimaryKey("fact_id", "reaction")
    fact_id = models.UUIDField()
    reaction = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.reaction} of {self.fact_id}"


TASK = "anxin.core.timeline.tasks.react_later"
REACTIONS: dict[str, tuple[Reaction, ...]] = {}
_running: ContextVar[Reaction | None] = ContextVar("anxin_reaction", default=None)


def install(reactions: Mapping[str, tuple[Reaction, ...]]) -> None:
    """Put the table in place; two reactions of one name to one fact, or a circle, are refused."""
    for code, several in reactions.items():
        names = [one.name for one in several]
        if len(set(names)) != len(names):
            raise ValueError(f"reactions to {code}: expected different names, got {', '.join(names)}")
    path = circle(reactions)
    if path:
        raise ValueError("reactions: expected no circle, got " + " → ".join(path))
    REACTIONS.clear()
    REACTIONS.update(reactions)


def circle(reactions: Mapping[str, tuple[Reaction, ...]]) -> list[str]:
    """Find a circle in the graph of facts; empty where there is none."""
    done: set[str] = set()

    def walk(code: str, path: list[str]) -> list[str]:
        if code in path:
            return [*path[path.index(code) :], code]
        if code in done:
            return []
        for reaction in reactions.get(code, ()):
            for caused in reaction.causes:
                found = walk(caused, [*path, code])
                if found:
                    return found
        done.add(code)
        return []

    return next(filter(None, (walk(code, []) for code in reactions)), [])


def react(fact: "Entry", *, now: datetime) -> None:
    """Run a new fact's reactions of this moment and put those for later as tasks, both in its transaction."""
    cause = _running.get()
    if cause is not None and fact.code not in cause.causes:
        raise RuntimeError(f"reaction {cause.name}: writes {fact.code}, which its `causes` don't name")
    reactions = REACTIONS.get(fact.code, ())
    at_once = [one.name for one in reactions if one.when == "now"]
    Reacted.objects.bulk_create(Reacted(fact_id=fact.pk, reaction=name, at=now) for name in at_once)
    for reaction in reactions:
        if reaction.when == "now":
            _run(fact, reaction, now=now)
        else:
            put_later(fact.pk, reaction, now=now)


def perform(fact: "Entry", reaction: Reaction, *, now: datetime) -> bool:
    """Run one reaction to a fact unless it was done before; tell whether it ran."""
    acting.current()
    done = Reacted.objects.filter(fact_id=fact.pk, reaction=reaction.name)
    if done.exists():
        return False
    Reacted.objects.create(fact_id=fact.pk, reaction=reaction.name, at=now)
    _run(fact, reaction, now=now)
    return True


def _run(fact: "Entry", reaction: Reaction, *, now: datetime) -> None:
    token = _running.set(reaction)
    try:
        import_string(reaction.function.replace(":", "."))(fact=fact, now=now)
    finally:
        _running.reset(token)


def perform_named(fact: "Entry", name: str, *, now: datetime) -> bool:
    """Run the reaction of that name; one that the table no longer has is said aloud, not forgotten."""
    reaction = next((one for one in REACTIONS.get(fact.code, ()) if one.name == name), None)
    if reaction is None:
        raise later.GiveUp({"fact": fact.code, "reaction": name, "why": "not in the table any more"})
    return perform(fact, reaction, now=now)


def put_later(fact_id: UUID, reaction: Reaction, *, now: datetime) -> None:
    """Put a reaction as a task, once a fact and reaction."""
    later.put(
        TASK, arguments={"fact": str(fact_id), "reaction": reaction.name}, key=f"{fact_id}:{reaction.name}", now=now
    )
