"""The rules that templates keep: their size, and that they draw what is decided instead of deciding."""

import ast
import re
from pathlib import Path

COLUMNS, LINES = 120, 120
CONDITION = re.compile(r"\{% (?:if|elif) [^%]*%\}")


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
    """No face or template compares a state with a word of its own: read models carry what it means by name.

    Neither by a constant beside it nor by `match`; what a state is drawn with, a tone or an icon, is the face's.
    """
    known, faults = known_states(root), []
    for path in sorted((root / "anxin/faces").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lists = _lists(tree)
        weighing = [node for node in ast.walk(tree) if _weighed(node, lists) & known]
        faults += [f"{path.relative_to(root)}:{node.lineno}: a state in words" for node in weighing]
    for path in templates(root):
        for condition in CONDITION.findall(path.read_text(encoding="utf-8")):
            said = {word for quoted in re.findall(r"['\"]([\w ]+)['\"]", condition) for word in quoted.split()}
            if re.search(r"\bstate\b|_state\b", condition):
                faults += [f"{path.relative_to(root)}: the state {word}" for word in sorted(said & known)]
    return faults


def _lists(tree: ast.Module) -> dict[str, set[str]]:
    """Return the words that each constant of a module holds."""
    return {
        target.id: _words(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _weighed(node: ast.AST, lists: dict[str, set[str]]) -> set[str]:
    """Return the words that something called a state is compared with."""
    parts = list(ast.walk(node)) if isinstance(node, ast.Compare | ast.Match) else []
    if isinstance(node, ast.Match):
        asked, said = list(ast.walk(node.subject)), [case.pattern for case in node.cases]
    else:
        asked, said = parts, parts[:1]
    names = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in asked]
    held = [lists.get(name, set()) for name in names]
    return set().union(*held, *map(_words, said)) if any(name.endswith("state") for name in names) else set()


def _words(node: ast.AST) -> set[str]:
    """Return the words that a literal holds, one by one or divided by blanks."""
    texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return {word for text in texts for word in text.split()}
