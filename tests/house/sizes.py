"""How long files and functions are."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

FILE_LINES, FUNCTION_LINES, COLUMNS = 400, 50, 120
TABLES = {"states.py", "wording.py", "wiring.py"}
INSIDE = ("body", "orelse", "finalbody", "handlers", "cases")


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Walk the tree's Python files, leaving out migrations and environments."""
    for folder in folders or ("anxin", "tests", "bench", "tools"):
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield every statement of a module, those inside others too; not what they are made of, nine nodes in ten."""
    waiting = [tree]
    for node in waiting:
        for one in (each for name in INSIDE for each in getattr(node, name, ())):
            waiting.append(one)
            if isinstance(one, ast.stmt):
                yield one


def files(root: Path, *folders: str) -> dict[str, int]:
    """Return how many lines each file has."""
    read = ((path, path.read_text(encoding="utf-8")) for path in python_files(root, *folders))
    return {str(path.relative_to(root)): len(text.splitlines()) for path, text in read}


def functions(root: Path, *folders: str) -> dict[str, int]:
    """Return how many lines each function has, tables exempt."""
    return {
        f"{path.relative_to(root)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files(root, *folders)
        if path.name not in TABLES
        for node in statements(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def p95(sizes: Iterable[int]) -> int:
    """Return the size that nineteen in twenty don't exceed."""
    ordered = sorted(sizes)
    return ordered[len(ordered) * 95 // 100]


def long_files(root: Path) -> list[str]:
    """No file over 400 lines."""
    return [f"{name}: {lines} lines" for name, lines in files(root).items() if lines > FILE_LINES]


def wide_lines(root: Path) -> list[str]:
    """No line of the product over 120 columns, with what it says to a linter: ruff leaves such an end out."""
    return [
        f"{path.relative_to(root)}:{at}: {len(line)} columns"
        for path in python_files(root, "anxin", "tools")
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > COLUMNS
    ]


def long_functions(root: Path) -> list[str]:
    """No function over 50 lines, tables exempt."""
    return [f"{name}: {lines} lines" for name, lines in functions(root).items() if lines > FUNCTION_LINES]
