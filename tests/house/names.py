"""Names that benches take from the house: no type check reads them, and a lost one is found on the day of measuring."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = {"anxin", "bench", "tests", "tools"}
DEFINES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def lost_names(root: Path) -> list[str]:
    """No bench asks a module of the house for a name that nobody gives there."""
    return [
        f"{path.relative_to(root)}:{line} {module}.{name}"
        for path in sorted((root / "bench").rglob("*.py"))
        for line, module, name in _taken(root, ast.parse(path.read_text(encoding="utf-8")))
        if _place(root, f"{module}.{name}") is None and name not in _given(_place(root, module))
    ]


def _taken(root: Path, tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the module and the name of what is imported from it or read off it."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in HOUSE:
            for one in node.names:
                yield node.lineno, str(node.module), one.name
                if _place(root, f"{node.module}.{one.name}"):
                    modules[one.asname or one.name] = f"{node.module}.{one.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield node.lineno, modules[node.value.id], node.attr


def _place(root: Path, module: str) -> Path | None:
    place = root.joinpath(*module.split("."))
    front = place / "__init__.py"
    found = next((one for one in (place.with_name(f"{place.name}.py"), front) if one.exists()), None)
    return found or (place if place.is_dir() else None)


@cache
def _given(path: Path | None) -> frozenset[str]:
    """Return every name that a module binds, whatever it asks first."""
    if path is None or path.is_dir():
        return frozenset()
    return frozenset(_bound(ast.parse(path.read_text(encoding="utf-8"))))


def _bound(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, DEFINES):
            yield node.name
            continue
        if isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        yield from _bound(node)
