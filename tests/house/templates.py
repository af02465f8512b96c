"""The rules that templates keep: their size, and that they draw what is decided instead of deciding."""

import ast
import re
from pathlib import Path

COLUMNS, LINES = 120, 120
CONDITION = re.compile(r"\{% (?:if|elif) [^%]*%\}")
HOMONYMS = re.compile(
    "agreed|answered|arrived|asked|called|cancelled|closed|court|done|expired|given|held|helped|issued|kept|lost"
    "|missing|open|outcome|paid|promised|reached|redone|refused|returned|review|rework|second|seen|sent|served|taken"
    "|unfinished|waiting|withdrawn"
)
"""States whose word is also another thing of the pages: a command, a form's field, an address, a picture, a remedy."""

CLOCK = {"running", "paused", "missed", "met"}


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


def known_machines(root: Path) -> list[set[str]]:
    """Return the states of every table of states."""
    found: list[set[str]] = []
    for path in sorted((root / "anxin/domain").glob("*/states.py")):
        for table in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(table, ast.Call) and isinstance(table.func, ast.Name) and table.func.id == "machine":
                found.append(_states(table))
    return found


def _states(table: ast.Call) -> set[str]:
    """Return the states of one table, as its steps name them."""
    states: set[str] = set()
    for node in ast.walk(table):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "step":
            words = [one.value for one in node.args[1:3] if isinstance(one, ast.Constant)]
            states |= {state for one in words for state in str(one).split()}
    return states


def literal_states(root: Path) -> list[str]:
    """No face or template compares a state with a word of its own: read models carry what it means by name.

    Neither by a constant beside it nor by `match`, nor by how it begins, nor by an enumeration or a table's own sets of
    states; nor does a face hold two states of a machine together, hand one on, or ask for a role by its word. What a
    state is drawn with, a word, a tone or an icon by its name, is the face's.
    """
    machines, faults = known_machines(root), []
    known = set().union(*machines)
    for path in sorted((root / "anxin/faces").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lists, drawn = _lists(tree), _drawn(tree)
        weighing = [
            node
            for node in ast.walk(tree)
            if _weighed(node, lists) & known
            or _borrowed(node)
            or _cut(node)
            or _held(node, machines, drawn)
            or _told(node, known, drawn)
        ]
        faults += [f"{path.relative_to(root)}:{node.lineno}: a state in words" for node in weighing]
    for path in templates(root):
        for condition in CONDITION.findall(path.read_text(encoding="utf-8")):
            said = {word for quoted in re.findall(r"['\"]([\w ]+)['\"]", condition) for word in quoted.split()}
            if re.search(r"\bstate\b|_state\b", condition):
                faults += [f"{path.relative_to(root)}: the state {word}" for word in sorted(said & known)]
    return faults


def _drawn(tree: ast.Module) -> set[int]:
    """Return the literals that only have words, tones or icons to them: keys, those in a type, names to be worded."""
    drawn: set[int] = set()
    for node in ast.walk(tree):
        keys: list[ast.AST] = []
        if isinstance(node, ast.Dict):
            keys = [one for one in node.keys if one is not None]
        elif isinstance(node, ast.Subscript):
            keys = [node.slice]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("dict.fromkeys", "wording.state"):
            keys = list(node.args)
        drawn |= {id(each) for one in keys for each in ast.walk(one)}
    return drawn


def _borrowed(node: ast.AST) -> bool:
    """Return whether a state is compared with what its table or its model lists, a clock's in words, or roles so."""
    if not isinstance(node, ast.Compare):
        return False
    asked = {one.attr for one in (node.left, *node.comparators) if isinstance(one, ast.Attribute)}
    words = _words(node)
    if any(name.endswith("state") for name in asked):
        inside = [one for one in ast.walk(node) if isinstance(one, ast.Attribute | ast.Name)]
        lists = any(one.attr in ("State", "ends", "capabilities") for one in inside if isinstance(one, ast.Attribute))
        return lists or any(one.id.isupper() for one in inside if isinstance(one, ast.Name)) or bool(words & CLOCK)
    return "roles" in asked and bool(words)


def _cut(node: ast.AST) -> bool:
    """Return whether something called a state is asked how it begins or ends."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    asked = node.func.value
    name = asked.attr if isinstance(asked, ast.Attribute) else getattr(asked, "id", "")
    return node.func.attr in ("startswith", "endswith") and name.endswith("state")


def _held(node: ast.AST, machines: list[set[str]], drawn: set[int]) -> bool:
    """Return whether a list holds two states of one machine."""
    if not isinstance(node, ast.Tuple | ast.List | ast.Set) or id(node) in drawn:
        return False
    said = {one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return any(len(said & states) > 1 for states in machines)


def _told(node: ast.AST, known: set[str], drawn: set[int]) -> bool:
    """Return whether a literal is a state, and can be nothing else."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in drawn:
        return False
    return node.value in known and not HOMONYMS.fullmatch(node.value)


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
