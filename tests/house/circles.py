"""Who imports whom, imports inside functions too, and the circles in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

type Graph = dict[str, set[str]]
ROOM = 3
"""So many names make a room: `anxin.core.streams`, `anxin.domain.claims`, `anxin.faces.ground`."""


def circles(root: Path) -> list[str]:
    """No module and no room leads back to itself, by imports inside functions neither."""
    modules = imports_of(root)
    return [" → ".join(path) for path in (*_circles(modules), *_circles(_rooms(modules)))]


def imports_of(root: Path) -> Graph:
    """Return what each module imports; what only a type check reads is left out.

    A module of a package from outside brings the package along; inside it, only itself.
    """
    paths = {_name(path.relative_to(root)): path for path in (root / "anxin").rglob("*.py")}
    known = {name: path for name, path in paths.items() if "migrations" not in path.parts}
    return {name: set(_imported(name, path, known)) for name, path in known.items()}


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _imported(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    inside = {".".join(name.split(".")[:length]) for length in range(1, name.count(".") + 2)}
    for node in _run(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            wanted = [one.name for one in node.names]
        else:
            wanted = [_from(node, one.name, known) for one in node.names]
        for one in wanted:
            around = [".".join(one.split(".")[:length]) for length in range(1, one.count(".") + 1)]
            if one != name:
                yield from (other for other in (one, *around) if other in known and other not in inside - {one})


def _from(node: ast.ImportFrom, name: str, known: dict[str, Path]) -> str:
    module = node.module or ""
    return f"{module}.{name}" if f"{module}.{name}" in known else module


def _run(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.expr) or (isinstance(node, ast.If) and _only_checked(node)):
            continue
        else:
            yield from _run(node)


def _only_checked(node: ast.If) -> bool:
    return getattr(node.test, "id", "") == "TYPE_CHECKING"


def _rooms(modules: Graph) -> Graph:
    rooms: Graph = {}
    for name, wanted in modules.items():
        room = _room(name)
        rooms.setdefault(room, set()).update({_room(one) for one in wanted} - {room})
    return rooms


def _room(name: str) -> str:
    return ".".join(name.split(".")[:ROOM])


def _circles(graph: Graph) -> list[list[str]]:
    """Return one path a circle: of what can still be reached from itself, by the shortest way back."""
    left = {name: wanted & graph.keys() for name, wanted in graph.items()}
    while ends := {name for name, wanted in left.items() if not wanted}:
        left = {name: wanted - ends for name, wanted in left.items() if name not in ends}
    found, told = [], set()
    for name in sorted(left):
        path = _back(name, left)
        if path and not told & set(path):
            told |= set(path)
            found.append(path)
    return found


def _back(start: str, graph: Graph) -> list[str]:
    ways = [[start, one] for one in sorted(graph[start])]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, one] for one in sorted(graph[way[-1]])]
    return []
