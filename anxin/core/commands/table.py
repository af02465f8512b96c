"""The table of a case's commands: who may give which, when, with what, and what it does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.module_loading import autodiscover_modules

from anxin.core.actors import Actor
from anxin.core.commands.fields import Fields, Text, typed
from anxin.core.commands.marks import ChangedMeanwhile, ShownOtherwise, changed_since, marks
from anxin.core.commands.windows import Windows
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.core.states import Step, machines

_TABLES: dict[str, "Table[Any, Any]"] = {}


class Situation(Protocol):
    """A case as the rules of its commands read it: frozen, pure, made of plain values.

    Where several rows walk one machine, their states stand beside each other, with blanks between.
    """

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states of the rows that walk a machine here, by the machine's name."""


@dataclass(frozen=True, kw_only=True)
class Given[Row, F: Fields]:
    """A command as it is given: to which row, with which fields, by whom, when."""

    row: Row
    fields: F
    by: Actor
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Command[Row, S: Situation]:
    """One command.

    `steps` are written `machine.step`: it may be given where the actor may take one of them now. `who` names roles
    where no step does, or fewer than the step does; `stands` is a pure rule on how a case stands that walks no machine.
    `when` is a pure rule on the situation, `because` the error,
    or the code of its sentence, where that rule alone stands in the way. `follows` is what the person reads before
    he gives it; with `asks` he is shown it first though no field is asked for. `weighs`: money moves or a ruling
    stands by it, so it is looked at twice. `final`: nothing leads back. `options` offer what this very case allows
    whoever asks for a field; None leaves the field out. `suggests` are values somebody may type, each with its words;
    others are as good. `replaces` is what the command would write over, by field or by another key: the form holds it
    beforehand and carries its marks, and `give` refuses what was written over meanwhile (`ChangedMeanwhile`). `shows`
    is what a yes counts for, as codes and sums: its form carries the marks too, and `give` refuses a yes to what was
    never shown (`ShownOtherwise`).
    """

    name: str
    title: Text
    do: Callable[[Given[Row, Any]], object]
    who: str = ""
    steps: str = ""
    stands: Callable[[S], bool] | None = None
    when: Callable[[S], bool] | None = None
    because: str | type[AnxinError] = ""
    fields: type[Fields] = Fields
    options: Mapping[str, Callable[[Row, S, datetime, Actor], Sequence[tuple[str, Text]] | None]] = field(
        default_factory=dict
    )
    suggests: Mapping[str, Callable[[Row, S, datetime, Actor], Sequence[tuple[str, Text]]]] = field(
        default_factory=dict
    )
    replaces: Callable[[Row, datetime], Mapping[str, str]] | None = None
    shows: Callable[[Row, datetime], Mapping[str, str]] | None = None
    follows: Text = ""
    asks: bool = False
    weighs: bool = False
    final: bool = False

    @property
    def opens(self) -> bool:
        """Return whether something is asked or read before it is given; what the page knows already is not asked."""
        asked = any(not self.fields.asked(name).hidden for name in self.fields.model_fields)
        return self.asks or self.weighs or asked

    def read_over(self, row: Row, now: datetime) -> Mapping[str, str] | None:
        """Return what its form is read over: what it writes over, or what a yes counts for; None where nothing."""
        told = self.replaces or self.shows
        return told(row, now) if told else None

    def changed(self, read: str, row: Row, now: datetime) -> AnxinError | None:
        """Return the error of what was read where it stands otherwise now."""
        there = self.read_over(row, now) if read else None
        changed = changed_since(read, there, self.fields) if there is not None else ""
        if not changed:
            return None
        return ShownOtherwise({"shown": changed}) if self.shows else ChangedMeanwhile({"changed": changed})

    def is_for(self, actor: Actor) -> bool:
        """Return whether it is this actor's to give at all, whatever the case: by his roles and those of its steps."""
        if self.who and not actor.may(frozenset(self.who.split())):
            return False
        lines = [line for step in self.steps.split() for line in _lines(step)]
        return not lines or any(actor.may(line.who) for line in lines)

    def refused(self, case: S, actor: Actor) -> str:
        """Return why an actor can't give it now (`not_yours`, `not_now` or a code of its own); empty where he can."""
        if not self.is_for(actor):
            return "not_yours"
        barred = self.when is not None and not self.when(case)
        if barred and isinstance(self.because, type) and issubclass(self.because, Forbidden):
            return self.why
        if self.steps and not any(_takes(step, case, actor) for step in self.steps.split()):
            return "not_now"
        if self.stands is not None and not self.stands(case):
            return "not_now"
        return (self.why or "not_now") if barred else ""

    @property
    def why(self) -> str:
        """Return the code said where the rule alone stands in the way; empty where it has no words of its own."""
        return self.because if isinstance(self.because, str) else self.because.code

    def refusal(self, why: str, facts: Mapping[str, object]) -> AnxinError:
        """Return the error of a reason for which it can't be given now."""
        if why == "not_now":
            return WrongState(facts)
        return CommandRefused(why, facts) if isinstance(self.because, str) else self.because(facts)


def _lines(step: str) -> list[Step]:
    machine, _dot, name = step.partition(".")
    return [line for line in machines()[machine].steps if line.name == name]


def _takes(step: str, case: Situation, actor: Actor) -> bool:
    machine, _dot, name = step.partition(".")
    lines = (machines()[machine].step(name, state) for state in case.states.get(machine, "").split())
    return any(line is not None and actor.may(line.who) for line in lines)


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What one actor may do with one case now: names in the order of the table, and why not where one would ask."""

    names: tuple[str, ...] = ()
    why_not: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.names


class CommandRefused(WrongState):
    """A command can't be given now, for a reason of its own; the raised one's code names that reason's sentence."""

    code = "core.refused"

    def __init__(self, why: str, facts: Mapping[str, object]) -> None:
        """Take the reason's code."""
        super().__init__(facts)
        self.code = why  # type: ignore[misc]  # the reason is data: one class for all of them


class Table[Row, S: Situation]:
    """The commands of one kind of case, in reading order.

    `situation` makes that of a row; with `under_lock` it locks the row, and what stands beside it, first.
    """

    def __init__(
        self,
        about: str,
        *,
        situation: "Reader[Row, S]",
        commands: Iterable[Command[Row, S]],
        windows: Windows[Row] | None = None,
    ) -> None:
        """Refuse two commands of one name, unknown steps, and a table that is already there."""
        self.about, self.situation, self.windows = about, situation, windows
        self.commands: dict[str, Command[Row, S]] = {}
        for one in commands:
            if one.name in self.commands:
                raise ValueError(f"commands of {about}: {one.name!r} stands twice")
            for step in one.steps.split():
                machine, _dot, name = step.partition(".")
                machines()[machine].step(name, "")
            self.commands[one.name] = one
        if about in _TABLES:
            raise ValueError(f"commands of {about}: expected one table, got two")
        _TABLES[about] = self

    def __iter__(self) -> Iterator[Command[Row, S]]:
        return iter(self.commands.values())

    def get(self, name: str) -> Command[Row, S] | None:
        """Return the command of a name."""
        return self.commands.get(name)

    def allowed(self, case: S, actor: Actor) -> Allowed:
        """Return what an actor may do with a case as it stands."""
        refused = {one.name: one.refused(case, actor) for one in self}
        return Allowed(
            names=tuple(name for name, why in refused.items() if not why),
            why_not={name: why for name, why in refused.items() if why and why == self.commands[name].why},
        )

    def replaced(self, name: str, row: Row, *, now: datetime) -> Mapping[str, str]:
        """Return what a command's form is read over, as it stands now; nothing where it is read over nothing."""
        return self.commands[name].read_over(row, now) or {}

    def shown(self, name: str, row: Row, *, now: datetime) -> str:
        """Return the marks of what a yes by this command counts for; empty where it names nothing."""
        return marks(self.replaced(name, row, now=now)) if self.commands[name].shows else ""

    def give(
        self,
        name: str,
        *,
        row: Row,
        by: Actor,
        now: datetime,
        fields: Fields | Mapping[str, object],
        read: str = "",
    ) -> Any:
        """Lock the case, check the command against its present situation, run it; return what the action returns.

        `read` are the marks of what stood there when its form was read. Raises `Forbidden` where it is not this
        actor's to give, `WrongState` where it can't be given now (with the reason's code), `ChangedMeanwhile` or
        `ShownOtherwise` where it stands otherwise since, `Invalid` where a field is not what is expected.
        """
        command = self.commands[name]
        if not command.is_for(by):
            raise Forbidden({"machine": self.about, "step": name})
        case = self.situation(row, by=by, now=now, under_lock=True)
        why = command.refused(case, by)
        if why:
            at = {"machine": self.about, "step": name, "state": case.states.get(self.about, "")}
            raise command.refusal(why, {**at, "number": getattr(row, "number", "")})
        changed = command.changed(read, row, now)
        if changed is not None:
            raise changed
        return command.do(Given(row=row, fields=typed(command.fields, fields), by=by, now=now))


class Reader[Row, S](Protocol):
    """Make the situation of a row for an actor."""

    def __call__(self, row: Row, *, by: Actor, now: datetime, under_lock: bool = False) -> S:
        """Return the situation; `under_lock` locks what it is made of first."""


def tables() -> dict[str, Table[Any, Any]]:
    """Return every table of the house, by the kind of its case; apps that nobody asked yet are read now."""
    autodiscover_modules("commands")
    return dict(_TABLES)
