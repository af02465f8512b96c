"""The commands of an authorisation, given to several at once: each by itself, as its table allows."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from anxin.core.actors import Actor
from anxin.core.bulk import BulkAction
from anxin.core.bulk.work import Arguments
from anxin.core.commands import Command, CommandRefused
from anxin.core.errors import Forbidden, WrongState
from anxin.core.states import machines
from anxin.domain.network import queries
from anxin.domain.network.commands import TABLE
from anxin.domain.network.models import Authorisation
from anxin.domain.network.rules.situation import RENEWABLE

NAMES = (
    "check",
    "authorisation",
    "signature",
    "renewal",
    "goods",
    "resumption",
    "suspension",
    "refusal",
    "revocation",
)
LISTS = ("papers", "goods")
"""Fields of which there may be several."""
MOST = 5_000


def offered(actor: Actor, states: Collection[str], *, lost: bool) -> list[Command[Any, Any]]:
    """Return what somebody may do with any that stand so; to be signed anew is what a lost key has signed."""
    table = machines()["authorisation"]

    def fits(one: Command[Any, Any]) -> bool:
        if one.name == "signature":
            return lost
        if not one.steps:
            return bool(RENEWABLE & set(states))
        return any(table.step(step.partition(".")[2], state) for step in one.steps.split() for state in states)

    return [one for one in (TABLE.commands[name] for name in NAMES) if one.is_for(actor) and fits(one)]


def arguments_of(given: Mapping[str, object]) -> Arguments:
    """Write a command's fields as the plain arguments of bulk work."""
    return {name: " ".join(value) if isinstance(value, tuple | list) else str(value) for name, value in given.items()}


def _fields(arguments: Arguments) -> dict[str, object]:
    return {name: str(value).split() if name in LISTS else value for name, value in arguments.items()}


def _check(name: str, *, key: str, arguments: Arguments, by: Actor, now: datetime) -> Authorisation:
    row, command = queries.authorisation(key, actor=by), TABLE.commands[name]
    case = queries.situation(row, by=by, now=now)
    why, facts = command.refused(case, by), {"machine": "authorisation", "step": name, "state": row.state}
    if why == "not_yours":
        raise Forbidden(facts)
    if why:
        raise WrongState(facts) if why == "not_now" else CommandRefused(why, facts)
    return row


def _apply(name: str, *, key: str, arguments: Arguments, by: Actor, now: datetime) -> object:
    return TABLE.give(name, row=queries.authorisation(key, actor=by), by=by, now=now, fields=_fields(arguments))


ACTIONS = tuple(
    BulkAction(name=f"network.{name}", check=partial(_check, name), apply=partial(_apply, name), most=MOST)
    for name in NAMES
)
