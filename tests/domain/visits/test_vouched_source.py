"""What writes who goes, asks him or brings him nearer is found in the source, and who calls it: each is played."""

import ast
from collections.abc import Iterator
from pathlib import Path

from anxin.domain.visits.states import HELD, VISIT
from tests.domain.visits.ways import PLAYED, WAYS
from tests.house import wrapped

ROOT = Path(__file__).parents[3]


class TestSource:
    """What brings somebody to a job is found by what it writes; who calls it, by its name."""

    def test_has_no_way_that_is_not_played(self) -> None:
        found = {(where, name) for where, name in callers(writers())}
        assert found == {(where, name) for where, several in PLAYED.items() for name in several}

    def test_names_only_ways_that_are_played_and_all_of_them(self) -> None:
        assert {way for several in PLAYED.values() for ways in several.values() for way in ways} == {*WAYS}

    def test_finds_what_writes_who_goes_however_it_is_written(self) -> None:
        for text in (
            "def f(): change(visit, {'technician': him})",
            "def f(): visit.technician = him",
            "def f(): Visit.objects.filter(pk=1).update(technician=him)",
            "def f(): return Offer(visit=visit)",
            "def f(): transition(visit, 'set_out', by=by)",
            "def f(): g()\ndef g(): transition(visit, 'bench', by=by)",
        ):
            assert "f" in written([ast.parse(text)]), text
        assert not written([ast.parse("def f(): change(visit, {'technician': None}); transition(visit, 'cancel')")])


NEARER = {one.name for one in VISIT.steps if one.to in HELD} | {"accept"}
"""The steps of a visit by which somebody has it or comes nearer, and by which an outlet or he says yes."""
MADE = {"Visit", "Offer", "OutletOrder", "Appointment"}
ACTIONS = ROOT / "anxin/domain/visits/actions"


def writers() -> set[str]:
    """Return the actions of visits that bring somebody to a job, and what has him looked for, or handed in."""
    several = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ACTIONS.glob("*.py"))]
    return {one for one in written(several) if not one.startswith("_")} | {"seek", "Sent"}


def written(trees: list[ast.Module]) -> set[str]:
    """Return the functions that write who goes, asks him, or brings him nearer, and those that call one of them."""
    defined = {node.name: node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    found = {name for name, node in defined.items() if any(map(_writes, ast.walk(node)))}
    while more := {name for name, node in defined.items() if name not in found and _calls(node) & found}:
        found |= more
    return found


def _calls(tree: ast.AST) -> set[str]:
    several = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.id for func in several if isinstance(func, ast.Name)}


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(one, ast.Attribute) and one.attr == "technician" for one in node.targets)
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "transition":
        return any(isinstance(one, ast.Constant) and one.value in NEARER for one in node.args[1:2])
    if name == "change":
        sets = [one for one in node.args[1:2] if isinstance(one, ast.Dict)]
        pairs = [pair for one in sets for pair in zip(one.keys, one.values, strict=True)]
        return any(ast.unparse(key) == "'technician'" and ast.unparse(value) != "None" for key, value in pairs if key)
    return name in MADE or (name == "update" and any(one.arg == "technician" for one in node.keywords))


def callers(known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield which module outside of the actions of visits calls which of some of them; the demo, a play, aside."""
    for path in sorted((ROOT / "anxin").rglob("*.py")):
        where = path.relative_to(ROOT / "anxin")
        if path.parent != ACTIONS and where.parts[0] != "demo":
            for _line, (app, name) in wrapped.named(path):
                if app == "visits" and name in known:
                    yield where.as_posix().removeprefix("domain/"), name
