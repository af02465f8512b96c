"""Read JSON into the model; a field nobody knows is refused with its name unless it begins with `x-`."""

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from pathlib import Path

from anxin.engines.dispatch.errors import NOTHING, UnknownField, WrongInput
from anxin.engines.dispatch.model import (
    Break,
    Job,
    Objective,
    Outlet,
    Plan,
    Problem,
    Rest,
    Route,
    Skill,
    Speed,
    Stop,
    Technician,
    Unassigned,
    fields,
)

MOST = 2**60

type Build = Callable[[object, str], object]


def problem_from(data: object) -> Problem:
    """Return the problem that a JSON object describes.

    Raises
    ------
    WrongInput
        Naming the field, what was expected, what came.
    """
    return build(Problem, data, "", NESTED[Problem])


def board_from(data: object) -> tuple[Problem, tuple[Route, ...]]:
    """Return a board: a problem plus `routes` as a plan gives them."""
    rows = mapping("board", data).get("routes")
    return build(Problem, data, "", NESTED[Problem], skip=("routes",)), many_of(route_from)(rows, "routes")


def job_from(data: object, path: str = "job") -> Job:
    """Return one job."""
    return build(Job, data, path, NESTED[Job])


def plan_from(data: object) -> Plan:
    """Return a plan as `plan --json` printed it; whatever it gained since may be left out."""
    return build(Plan, data, "", NESTED[Plan], skip=("seconds",))


def load(path: Path | str) -> object:
    """Return the JSON value of a file.

    Raises
    ------
    WrongInput
        If it is no JSON.
    OSError
        If it can't be opened.
    """
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as broken:
        raise WrongInput(str(path), "JSON in UTF-8", str(broken)) from None


def build[T](kind: type[T], data: object, path: str, nested: Mapping[str, Build], skip: tuple[str, ...] = ()) -> T:
    """Return one dataclass from one JSON object, errors named from the path down."""
    row = mapping(path or kind.__name__.lower(), data)
    items = dataclass_fields(kind)  # type: ignore[arg-type]  # every kind that is built is a dataclass
    names = [RENAMED.get((kind, item.name), item.name) for item in items]
    values = {}
    for key, value in row.items():
        if key.startswith("x-") or key in skip:
            continue
        if key not in names:
            raise unknown(f"{path}.{key}" if path else key, key, names)
        if key in nested:
            value = nested[key](value, f"{path}.{key}" if path else key)
        values[BACK.get((kind, key), key)] = value
    try:
        return kind(**values)
    except WrongInput as wrong:
        raise (wrong.under(path) if path else wrong) from None
    except TypeError:
        raise missing(kind, values, path) from None


def unknown(field: str, key: str, names: list[str]) -> UnknownField:
    """Return the refusal of a field, with the nearest known name."""
    near = difflib.get_close_matches(key, names, 1, cutoff=0.75)
    return UnknownField(field, f"a known field, perhaps {near[0]}" if near else "one of " + ", ".join(names), key)


def missing(kind: type, values: Mapping[str, object], path: str) -> WrongInput:
    """Return the refusal of an object that lacks a field."""
    needed = NEEDED[kind]
    name = next((name for name in needed if name not in values), needed[0])
    return WrongInput(f"{path}.{name}" if path else name, "a value", NOTHING)


def mapping(field: str, value: object) -> Mapping[str, object]:
    """Return a JSON object."""
    if not isinstance(value, Mapping):
        raise WrongInput(field, "an object", value)
    return value


def many_of[T](one: Callable[[object, str], T]) -> Callable[[object, str], tuple[T, ...]]:
    """Return a reader for a list of what `one` reads; null counts as empty."""

    def read(value: object, path: str) -> tuple[T, ...]:
        rows = fields.many(path, () if value is None else value)
        return tuple(one(item, f"{path}[{index}]") for index, item in enumerate(rows))

    return read


def skill_from(value: object, path: str) -> Skill:
    """Return a skill; plain text is one of level 1."""
    return Skill(fields.text(path, value)) if isinstance(value, str) else build(Skill, value, path, {})


def route_from(value: object, path: str) -> Route:
    """Return one route of a plan."""
    return build(Route, value, path, NESTED[Route])


def plain(kind: type) -> Build:
    """Return a reader for a dataclass without nested ones of its own."""
    return lambda value, path: build(kind, value, path, NESTED.get(kind, {}))


NEEDED: dict[type, tuple[str, ...]] = {
    Technician: ("id", "location", "shifts"),
    Job: ("id", "windows", "duration"),
    Outlet: ("id",),
    Break: ("window", "duration"),
    Skill: ("code",),
    Speed: ("start", "end", "factor"),
    Stop: ("job", "arrive", "start", "end"),
    Rest: ("start", "end"),
    Route: ("technician",),
    Unassigned: ("job", "reason"),
}
RENAMED: dict[tuple[type, str], str] = {(Speed, "start"): "from", (Speed, "end"): "to"}
BACK: dict[tuple[type, str], str] = {(kind, outside): inside for (kind, inside), outside in RENAMED.items()}
NESTED: dict[type, dict[str, Build]] = {
    Job: {"skills": many_of(skill_from)},
    Technician: {"skills": many_of(skill_from), "breaks": many_of(plain(Break))},
    Route: {"stops": many_of(plain(Stop)), "rests": many_of(plain(Rest))},
    Problem: {
        "technicians": many_of(plain(Technician)),
        "jobs": many_of(plain(Job)),
        "outlets": many_of(plain(Outlet)),
        "speeds": many_of(plain(Speed)),
        "objective": plain(Objective),
    },
    Plan: {
        "routes": many_of(plain(Route)),
        "unassigned": many_of(plain(Unassigned)),
        "changed": lambda value, path: fields.texts(path, value),
        "cost": lambda value, path: fields.whole(path, value, 0, MOST),
        "travel": lambda value, path: fields.whole(path, value, 0, MOST),
    },
}
