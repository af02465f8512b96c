"""The rules of the house that need no running Django: each takes a tree and returns its faults in words."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.house.circles import circles
from tests.house.names import lost_names
from tests.house.sizes import long_files, long_functions, python_files, statements, wide_lines
from tests.house.templates import deciding_templates, literal_states, long_templates, wide_templates
from tests.house.wrapped import past_commands

FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "services.py", "utils", "helpers", "common"}
HOSTS = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian.org")
PATHS = re.compile(r"(?<![a-z.])/(?:work|root|farm)/|\.\./sha" + r"red\b|\.libr" + "ary/")
HURRY = re.compile(
    r"(monotonic|perf_counter)\(\) - \w+ < \d|wait_for_time[o]ut|(timeout=|\.wait\(|\.join\()\d{1,2}[,)]"
)
NOUNS_IN_ING = re.compile(
    "acting|drawing|encoding|filing|geocoding|hashing|mapping|matching|opening|packing|pricing|ranking"
    "|rating|ring|routing|spending|timestamping|warning|wiring|wording"
)
INDENTED_IMPORT = re.compile(r"(?:^[ \t]+|[:;][ \t]*)(?:from|import)\b", re.MULTILINE)
WORDS = re.compile(r"(?<=[\"'])[\w.-]+(?=[\"'])")
SETTINGS_TABLE = Path("anxin/config/settings.py")


def forbidden_names(root: Path) -> list[str]:
    """No drawer for things without a name."""
    return [str(path.relative_to(root)) for path in sorted((root / "anxin").rglob("*")) if path.name in FORBIDDEN_NAMES]


def doing_modules(root: Path) -> list[str]:
    """Modules are nouns; words in -ing stay where the field uses them as one."""
    return [
        str(path.relative_to(root))
        for path in python_files(root, "anxin", "tools")
        for name in {path.stem, path.parent.name}
        if name.endswith("ing") and not NOUNS_IN_ING.fullmatch(name)
    ]


def loose_keywords(root: Path) -> list[str]:
    """No `**kwargs` signature in core and domain, but for one that is checked as another's, or is Django's own."""
    faults = []
    for path in python_files(root, "anxin/core", "anxin/domain"):
        text = path.read_text(encoding="utf-8")
        for node in statements(ast.parse(text)) if "**" in text else ():
            loose = node.args.kwarg if isinstance(node, ast.FunctionDef) else None
            if loose and not (loose.annotation and ast.unparse(loose.annotation).endswith(".kwargs")):
                faults.append(f"{path.relative_to(root)}:{node.lineno} {node.name}")
    return [one for one in faults if not re.fullmatch(r"anxin/core/row_seals\.py:\d+ update", one)]


def astray_migrations(root: Path) -> list[str]:
    """A migration that writes rows writes them into the database it is run on, which isn't always the house's own."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / "anxin").rglob("migrations/*.py"))}
    return [
        f"{path.relative_to(root)}: expected the editor's connection.alias, got RunPython without it"
        for path, text in texts.items()
        if "RunPython(" in text and "connection.alias" not in text
    ]


def system_clocks(root: Path) -> list[str]:
    """No system clock in the domain: `now` is an argument."""
    clock = re.compile(r"\b(timezone\.now|datetime\.now|datetime\.today|date\.today|time\.time)\(")
    return _matching(root, clock, "anxin/domain")


def lasting_files(root: Path) -> list[str]:
    """What is laid open for a moment lies in the room of `plain_files`, or has no name: no killed process leaves it.

    Copies that an operator asks for are made beside where he wants them, and of a server that is started to be read
    from there is nothing in its room but how it is reached.
    """
    named = re.compile(r"\b(TemporaryDirectory|NamedTemporaryFile|mkdtemp|mkstemp|mktemp|gettempdir)\b")
    beside = {f"anxin/commands/{name}.py" for name in ("backup", "takeout", "base_restore")}
    found = _matching(root, named, "anxin")
    return [one for one in found if one.partition(":")[0] not in {"anxin/core/plain_files.py", *beside}]


def listed_twice(root: Path) -> list[str]:
    """What a table of `choices` declares is listed nowhere else: three of its codes and nothing besides are a list."""
    tables = [keys for path in sorted((root / "anxin/domain").glob("*/choices.py")) for keys in _tables(path)]
    faults = []
    for path in python_files(root, "anxin/domain", "anxin/faces", "anxin/config"):
        words = set(WORDS.findall(text := path.read_text(encoding="utf-8")))
        listing = path.name != "choices.py" and any(len(words & keys) > 2 for keys in tables)
        for node in ast.walk(ast.parse(text)) if listing else ():
            listed = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
            said = {one.value for one in listed if isinstance(one, ast.Constant)}
            if len(said) > 2 and any(said <= keys for keys in tables):
                faults.append(f"{path.relative_to(root)}:{node.lineno} {', '.join(sorted(said))}")
    return faults


def _tables(path: Path) -> Iterator[set[str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            yield {key.value for key in node.keys if isinstance(key, ast.Constant)}


def signals(root: Path) -> list[str]:
    """No Django signals between apps; `post_migrate`, the framework telling that tables are there, is none."""
    plumbing = re.compile(r"django\.db\.models\.signals(?! import post_migrate$)|django\.dispatch", re.MULTILINE)
    return _matching(root, plumbing, "anxin/domain", "anxin/core")


def hidden_imports(root: Path) -> list[str]:
    """No import inside a function in domain and faces: it unties the file, not the design.

    What an `apps.py` declares is imported when the models are there, so in its functions.
    """
    faults = []
    for path in python_files(root, "anxin/domain", "anxin/faces"):
        text = path.read_text(encoding="utf-8")
        if path.name == "apps.py" or not INDENTED_IMPORT.search(text):
            continue
        for function in statements(ast.parse(text)):
            if isinstance(function, ast.FunctionDef):
                faults += [
                    f"{path.relative_to(root)}:{node.lineno}"
                    for node in statements(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    return faults


def machine_paths(root: Path) -> list[str]:
    """No machine path and no registry host anywhere in the tree."""
    faults = []
    for folder, inside, files in root.walk():
        inside[:] = sorted({*inside} - {".venv", ".boot", ".bench", ".git", "var", "vendor"})
        for path in (folder / file for file in sorted(files)):
            if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".sh", ".svg"} and path.is_file():
                text = path.read_text(encoding="utf-8")
                found = [host for host in HOSTS if host in text] + PATHS.findall(text)
                faults += [f"{path.relative_to(root)}: {name}" for name in found]
    return faults


def unlisted_rooms(root: Path) -> list[str]:
    """Every domain app stands in the rooms contract and in DOMAIN_APPS."""
    contracts = (root / ".importlinter").read_text(encoding="utf-8")
    rooms = contracts.split("[importlinter:contract:rooms]")[-1]
    settings = (root / SETTINGS_TABLE).read_text(encoding="utf-8")
    faults = []
    for path in sorted((root / "anxin/domain").iterdir()):
        if path.is_dir() and (path / "__init__.py").exists():
            name = f"anxin.domain.{path.name}"
            faults += [f"{name}: not in the rooms contract"] if not re.search(rf"{name}\s", rooms) else []
            faults += [f"{name}: not in DOMAIN_APPS"] if f'"{name}"' not in settings else []
    return faults


def spelled_ends(root: Path) -> list[str]:
    """Nobody spells a machine's ends beside its table; a model's constraint does, as its migration wrote it down."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((root / "anxin/domain").rglob("states.py")))
    ends = [frozenset(found.split()) for text in texts for found in re.findall(r'^    ends="(.+)",$', text, re.M)]
    faults = []
    for path in python_files(root, "anxin/domain", "anxin/faces"):
        if "models" in path.parts or path.name in ("models.py", "states.py") or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        spelled = any(all(word in text for word in one) for one in ends)
        for node in ast.walk(ast.parse(text)) if spelled else ():
            if isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1:
                said = frozenset(one.value for one in node.elts if isinstance(one, ast.Constant))
                faults += [f"{path.relative_to(root)}:{node.lineno}"] if said in ends else []
    return faults


def amended_wiring(root: Path) -> list[str]:
    """The wiring is imports and literals read from top to bottom: no line extends or changes a row above it."""
    paths = [root / f"anxin/config/{name}.py" for name in ("wiring", "house_handlers")]
    faults = []
    rows = [
        (path, node) for path in paths if path.exists() for node in ast.parse(path.read_text(encoding="utf-8")).body
    ]
    for path, node in rows:
        named = isinstance(node, ast.ImportFrom) or _is_docstring(node)
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        table = isinstance(value, ast.Dict) and None not in value.keys and isinstance(targets[0], ast.Name)
        if not (named or table):
            faults.append(f"{path.relative_to(root)}:{node.lineno}")
    return faults


def unsaid_ignores(root: Path) -> list[str]:
    """Where the type check looks away, that very line says what it would have said, and why it is wrong."""
    said = re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S.*$")
    return [
        f"{path.relative_to(root)}:{number}"
        for path in python_files(root, "anxin", "tools")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: " + "ignore" in line and said.search(line) is None
    ]


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def hurried_tests(root: Path) -> list[str]:
    """A test waits for what must come, and a busy machine is no fault: deadlines are `tests.patience`."""
    return _matching(root, HURRY, "tests")


def _matching(root: Path, pattern: re.Pattern[str], *folders: str) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}"
        for path in python_files(root, *folders)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


RULES: dict[str, Callable[[Path], list[str]]] = {
    rule.__name__: rule
    for rule in (
        long_files,
        long_functions,
        forbidden_names,
        doing_modules,
        loose_keywords,
        astray_migrations,
        system_clocks,
        lasting_files,
        signals,
        hidden_imports,
        machine_paths,
        spelled_ends,
        deciding_templates,
        wide_lines,
        wide_templates,
        long_templates,
        unlisted_rooms,
        literal_states,
        amended_wiring,
        hurried_tests,
        circles,
        unsaid_ignores,
        past_commands,
        listed_twice,
        lost_names,
    )
}
