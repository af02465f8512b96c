"""Check one field at a time: each function returns the value in its kept form or says field, expected and got."""

import operator
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import cast

from anxin.engines.dispatch.errors import WrongInput

type Window = tuple[int, int]

LATEST = 2**30
"""No time in a problem may be later (seconds): 34 years leave room for any scale and for sums in 32 bits."""


def whole(field: str, value: object, least: int = 0, most: int = LATEST) -> int:
    """Return a whole number between `least` and `most`; 3.0 counts as whole, True doesn't."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        limit = f"{least} to {most}" if most < LATEST else f"{least} or more"
        raise WrongInput(field, f"a whole number, {limit}", value)
    return value


def maybe_whole(field: str, value: object, least: int = 0) -> int | None:
    """Return a whole number, or None for none."""
    return None if value is None else whole(field, value, least)


def number(field: str, value: object, least: float, most: float) -> float:
    """Return a number between `least` and `most`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise WrongInput(field, f"a number, {least} to {most}", value)
    return float(value)


def text(field: str, value: object) -> str:
    """Return text that isn't empty."""
    if not isinstance(value, str) or not value:
        raise WrongInput(field, "text that isn't empty", value)
    return value


def maybe_text(field: str, value: object) -> str | None:
    """Return text, or None for none (empty counts as none)."""
    return None if value is None or value == "" else text(field, value)


def truth(field: str, value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise WrongInput(field, "true or false", value)
    return value


def one_of(field: str, value: object, choices: Sequence[str]) -> str:
    """Return the value if it is one of the choices."""
    if value not in choices:
        raise WrongInput(field, "one of " + ", ".join(choices), value)
    return str(value)


def many(field: str, value: object) -> tuple[object, ...]:
    """Return a list's items as a tuple; text and mappings are no lists."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise WrongInput(field, "a list", value)
    return tuple(value)


def texts(field: str, value: object) -> tuple[str, ...]:
    """Return a list of texts."""
    return same(value, tuple(text(f"{field}[{index}]", item) for index, item in enumerate(many(field, value))))


def wholes(field: str, value: object) -> tuple[int, ...]:
    """Return a list of whole numbers, 0 or more."""
    return same(value, tuple(whole(f"{field}[{index}]", item) for index, item in enumerate(many(field, value))))


def same[T](value: object, kept: tuple[T, ...]) -> tuple[T, ...]:
    """Return the value itself where each item was kept as it came: 300,000 jobs need no second copies."""
    if isinstance(value, tuple) and len(value) == len(kept) and all(map(operator.is_, value, kept)):
        return value
    return kept


def once[T](kept: tuple[T, ...]) -> tuple[T, ...]:
    """Return an equal value met of late, if there is one: many jobs share their windows and skills."""
    return cast("tuple[T, ...]", _met(kept))


@lru_cache(maxsize=4096)
def _met(value: Hashable) -> Hashable:
    return value


NONE: Mapping[str, int] = {}


def counts(field: str, value: object) -> Mapping[str, int]:
    """Return a mapping from code to whole number; all empty ones are one."""
    if not isinstance(value, Mapping):
        raise WrongInput(field, "a mapping from code to whole number", value)
    if not value:
        return NONE
    return {text(field, code): whole(f"{field}.{code}", count) for code, count in value.items()}


def window(field: str, value: object) -> Window:
    """Return one span `(from, to)` of seconds with from ≤ to."""
    pair = many(field, value)
    if len(pair) != 2:
        raise WrongInput(field, "two times [from, to]", value)
    start, end = whole(f"{field}[0]", pair[0]), whole(f"{field}[1]", pair[1])
    if start > end:
        raise WrongInput(field, "from ≤ to", value)
    return same(value, (start, end))  # type: ignore[return-value]  # same() gives the pair back, as a tuple


def windows(field: str, value: object) -> tuple[Window, ...]:
    """Return spans in order of time, at least one; those that touch or overlap are joined."""
    spans = sorted(window(f"{field}[{index}]", item) for index, item in enumerate(many(field, value)))
    if not spans:
        raise WrongInput(field, "at least one span [from, to]", value)
    joined = [spans[0]]
    for span in spans[1:]:
        if span[0] <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(span[1], joined[-1][1]))
        else:
            joined.append(span)
    return same(value, tuple(joined))


def keep(row: object, values: Mapping[str, object]) -> None:
    """Write checked values into a frozen dataclass from within its `__post_init__`."""
    for name, value in values.items():
        object.__setattr__(row, name, value)
