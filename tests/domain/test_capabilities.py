"""What is asked of a state by name is a capability that a machine declares: a step's name would fault a page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import anxin
from anxin.core.states import machines


def asked() -> Iterator[tuple[str, str]]:
    """Return each capability that is asked for by `can`, and where."""
    for path in Path(anxin.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "can":
                name = node.args[1]
                if isinstance(name, ast.Constant):
                    yield str(name.value), f"{path.name}:{node.lineno}"


def test_every_capability_that_is_asked_for_is_declared() -> None:
    known = {name for one in machines().values() for name in one.capabilities}
    found = list(asked())
    assert len(found) > 30
    assert [one for one in found if one[0] not in known] == []
