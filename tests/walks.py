"""Random walks through any machine: the table alone, or rows on the database, against the same small oracle."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from anxin.core import states, timeline
from anxin.core.acting import acting
from anxin.core.actors import KINDS, Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.core.states import Machine, Stateful, Step

LONGEST = 40


def actor_for(who: str) -> Actor:
    """Make somebody of a kind, or a member of staff with a role."""
    if who in KINDS:
        return Actor(kind=who, id=f"a-{who}")  # type: ignore[arg-type]
    if who == "customer":
        return Actor(kind="customer_link", id="a-customer")
    return Actor(kind="staff", id=f"a-{who}", organisation="o-walk", roles=frozenset({who}))


def in_memory(machine: Machine, random: Random, longest: int = LONGEST) -> list[str]:
    """Walk the table: every step out of a state leads on as the table says, and only an end may be the last."""
    state, path = machine.start, [machine.start]
    for _step in range(longest):
        out = machine.out_of(state)
        assert out or state in machine.ends, f"{machine.name}: {state} is a dead end"
        if not out or (state in machine.ends and random.random() < 0.5):
            return path
        chosen = random.choice(out)
        assert machine.step(chosen.name, state) == chosen
        assert chosen.to in machine.states
        state = chosen.to
        path.append(state)
    return path


def on_database(make: Callable[[datetime], Stateful], random: Random, now: datetime, longest: int = 12) -> Stateful:
    """Walk a fresh row: any step by anybody; what the table allows happens with one fact, all else changes nothing."""
    row = acting(lambda: make(now))
    machine, stream = row.MACHINE, row.stream()
    everybody = sorted({who for line in machine.steps for who in line.who} | {"stranger"})
    path = [row.state]
    for number in range(longest):
        legal = machine.out_of(row.state)
        line = random.choice(legal) if legal and random.random() < 0.6 else random.choice(machine.steps)
        who = random.choice(sorted(line.who)) if random.random() < 0.8 else random.choice(everybody)
        state = _try(row, line, actor_for(who), now + timedelta(minutes=number))
        if state:
            path.append(state)
    _replay(machine, timeline.read(stream), str(row.pk), path)
    return row


def _facts(row: Stateful) -> list[str]:
    return [one.code for one in timeline.read(row.stream())]


def _try(row: Stateful, line: Step, by: Actor, now: datetime) -> str:
    before, facts = row.state, _facts(row)
    there = row.MACHINE.step(line.name, before)
    named = [one for one in row.MACHINE.steps if one.name == line.name and by.may(one.who)]
    expected = Forbidden if not named or (there and not by.may(there.who)) else None if there else WrongState

    def step() -> None:
        states.lock(row)
        states.transition(row, line.name, by=by, now=now, why="because")

    try:
        acting(step)
        happened = None
    except (Forbidden, WrongState) as refusal:
        happened = type(refusal)
    assert happened == expected, f"{row.MACHINE.name}.{line.name} in {before} by {by.key}"
    row.refresh_from_db()
    assert row.state == (before if expected or there is None else there.to)
    after = _facts(row)
    assert after[: len(facts)] == facts
    own = [code for code in after[len(facts) :] if code.startswith(f"{row.MACHINE.name}.")]
    assert own == ([] if expected else [f"{row.MACHINE.name}.{line.name}"])
    assert not expected or after == facts  # what others make of a fact is theirs to say, but a refusal leaves none
    return "" if expected else row.state


def _replay(machine: Machine, facts: list[timeline.EntryView], row: str, path: list[str]) -> None:
    told = [one for one in facts if one.facts.get("row") == row and one.code.startswith(f"{machine.name}.")]
    assert [one.facts["to_state"] for one in told] == path
    assert [one.facts.get("from_state") for one in told[1:]] == path[:-1]
