"""The rules that templates keep: their size, and that they draw what is decided instead of deciding."""

import ast
import re
from pathlib import Path

COLUMNS, LINES = 120, 120
STATE_IN_TEMPLATE = re.compile(r"state\w*\s*(?:==|!=|in)\s*['\"](\w+)")


def templates(root: Path) -> list[Path]:
    """List the templates of all faces."""
    return sorted((root / "anxin/faces/templates").rglob("*.html"))


def wide_templates(root: Path) -> list[str]:
    """No template line over 120 columns: what repeats is a part or a class, a condition has a name."""
    return [
        f"{path.relative_to(root)}:{at}: {len(line)} columns"
        for path in templates(root)
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > COLUMNS
    ]


def long_templates(root: Path) -> list[str]:
    """No template over 120 lines: what is longer falls into parts at its seams."""
    counted = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in templates(root))
    return [f"{path.relative_to(root)}: {lines} lines" for path, lines in counted if lines > LINES]


def deciding_templates(root: Path) -> list[str]:
    """A template asks for no role and weighs no check-in: it draws what its read model says."""
    weighs = re.compile(r"\{% (?:if|elif) [^%]*(?:\broles\b|check_in\.\w+ [!=]=)")
    return [
        f"{path.relative_to(root)}:{number}"
        for path in templates(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if weighs.search(line)
    ]


def known_states(root: Path) -> set[str]:
    """Name every state of every table of states."""
    found: set[str] = set()
    for path in sorted((root / "anxin/domain").glob("*/states.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "step":
                words = [one.value for one in node.args[1:3] if isinstance(one, ast.Constant)]
                found |= {state for one in words for state in str(one).split()}
    return found


def literal_states(root: Path) -> list[str]:
    """No face or template compares a state with a word of its own: read models carry what it means by name."""
    known, faults = known_states(root), []
    for path in sorted((root / "anxin/faces").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        lines = [node.lineno for node in nodes if isinstance(node, ast.Compare) and _weighs(node, known)]
        faults += [f"{path.relative_to(root)}:{line}: a state in words" for line in lines]
    for path in templates(root):
        found = STATE_IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))
        faults += [f"{path.relative_to(root)}: the state {one}" for one in found if one in known]
    return faults


def _weighs(node: ast.Compare, known: set[str]) -> bool:
    parts = list(ast.walk(node))
    words = {one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return bool(words & known) and any(isinstance(one, ast.Attribute) and one.attr.endswith("state") for one in parts)
