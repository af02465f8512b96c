"""Which actions a command gives, and which faces call one of them past its command."""

import ast
from collections.abc import Iterator
from pathlib import Path

type Action = tuple[str, str]
"""An app and the name of an action of it."""


def _actions(tree: ast.Module) -> tuple[dict[str, str], dict[str, Action]]:
    """Return what a module calls the actions of each app, and the actions that it imports one by one."""
    rooms: dict[str, str] = {}
    single: dict[str, Action] = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("anxin.domain.")):
            continue
        parts = str(node.module).split(".")
        for name in node.names:
            called = name.asname or name.name
            if parts[3:] == [] and name.name == "actions":
                rooms[called] = parts[2]
            elif parts[3:4] == ["actions"]:
                rooms[called] = parts[2]
                single[called] = (parts[2], name.name)
    return rooms, single


def named(path: Path) -> Iterator[tuple[int, Action]]:
    """Yield the actions that a module names, each with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rooms, single = _actions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in rooms:
            yield node.lineno, (rooms[node.value.id], node.attr)
        elif isinstance(node, ast.Name) and node.id in single:
            yield node.lineno, single[node.id]


def past_commands(root: Path) -> list[str]:
    """No face calls an action that a command gives: the command is what checks it."""
    rooms = [path for path in sorted((root / "anxin/domain").glob("*/commands*")) if path.stem == "commands"]
    modules = [module for room in rooms for module in ([room] if room.is_file() else sorted(room.glob("*.py")))]
    given = {action for module in modules for _line, action in named(module) if action[1].islower()}
    return [
        f"{path.relative_to(root)}:{line} {action[0]}.{action[1]}"
        for path in sorted((root / "anxin/faces").rglob("*.py"))
        for line, action in named(path)
        if action in given
    ]
