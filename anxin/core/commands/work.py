"""The work of a command that only calls an action."""

from collections.abc import Callable
from typing import Any

from anxin.core.commands.table import Given


def calling(
    row: str, action: Callable[..., object], *names: str, of: Callable[[Any], object] = lambda row: row
) -> Callable[[Given[Any, Any]], object]:
    """Return the work that gives an action the row under this name, who gives it and when, and these fields.

    `of` finds the row that the action takes, where it is not the case itself.
    """

    def work(it: Given[Any, Any]) -> object:
        given = {name: getattr(it.fields, name) for name in names}
        return action(**{row: of(it.row)}, by=it.by, now=it.now, **given)

    return work
