"""What a process makes once: made once however many ask, shown to nobody half made."""

import ast
import re
from pathlib import Path

from anxin.core.singletons import KEPT, Single
from tests.racing import racing, slowly

HOUSE = Path(__file__).parents[2] / "anxin"
WRITES = {"append", "add", "update", "setdefault", "pop", "clear", "popitem", "extend", "insert", "remove", "discard"}
BOUND = re.compile(r"^(\w+) ?[:=]", re.MULTILINE)
INTO = re.compile(rf"\b(\w+)(?:\[|\.(?:{'|'.join(sorted(WRITES))})\()")
RACED = {
    "core/carriers/wechat/account.py _TOKENS": "domain/notices/test_followers.py",
    "core/keys/ring.py _living": "core/keys/test_keys.py",
    "core/keys/ring.py _opened": "core/keys/test_keys.py",
    "core/rate_limits.py _refused": "core/rate_limits/test_rate_limits.py",
    "core/settings/snapshot.py _kept": "core/settings/test_snapshot.py",
}
"""What threads of a process fill while they serve, and the tests in which several do so at once."""
LOADED = {
    "core/archives/packing.py _STAYS",
    "core/streams/moved.py _READ",
    *("core/imports/registry.py FREES", "core/imports/registry.py FOLLOWS", "core/imports/holders.py HOLDERS"),
    *(f"core/{one}" for one in ("bulk/work.py ACTIONS", "carriers/carriers.py _CARRIERS", "clocks/registry.py CLOCKS")),
    *(f"core/checkpoints/{one}" for one in ("findings.py _CHECKS", "rows.py _SUPPLIES")),
    *(f"core/{one}" for one in ("commands/table.py _TABLES", "facts.py HANDLERS", "facts.py WRITES")),
    *(
        f"core/{one}"
        for one in ("files/references.py COLUMNS", "files/references.py KEYS", "imports/registry.py TABLES")
    ),
    "core/outbox/messages.py _addresses",
    *("core/outbox/messages.py _overs", "core/outbox/repeats.py _heeded"),
    *(f"core/{one}" for one in ("queues/registry.py PERIODIC", "settings/registry.py SETTINGS", "singletons.py KEPT")),
    *(
        f"core/{one}"
        for one in ("states/machines.py _MACHINES", "streams/companions.py COMPANIONS", "vault/registry.py COLUMNS")
    ),
    *(f"core/wording.py {one}" for one in ("STATES", "STEPS", "VALUES")),
    *("domain/goods/queries/purchases.py _GIVES", "domain/goods/queries/purchases.py _KEEPS"),
    "domain/goods/queries/catalogue.py COMPANIONS",
    *(f"domain/goods/queries/shop_book.py {one}" for one in ("_MONEY", "_PIECES", "_WORDS")),
    "domain/ledger/queries/bindings.py _CASES",
    *("domain/ledger/actions/bills.py _OVER", "domain/ledger/queries/refund_cases.py _CASES"),
    "domain/ledger/queries/sent_transfers.py _OWED",
    "core/imports/registry.py ALONE",
    "domain/goods/queries/told_prices.py _OPEN",
    "domain/network/queries/waitlist.py _OPEN",
    *(f"domain/people/queries/{one}" for one in ("access.py _COVERS", "access.py _SHUTS")),
    *(f"domain/people/queries/kept.py {one}" for one in ("KEEPERS", "WORKERS")),
    *(f"domain/people/queries/kept.py {one}" for one in ("NEEDS", "UNTIL_END")),
}
"""What is declared while the house loads, by one thread, before anything is served."""


def kept_by_modules(root: Path) -> set[str]:
    """Return the names that a module binds and one of its functions writes to or into."""
    paths = [path for app in ("core", "domain", "faces", "config") for path in root.glob(f"{app}/**/*.py")]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return {
        f"{path.relative_to(root)} {name}"
        for path, text in texts.items()
        if set(INTO.findall(text)) & set(BOUND.findall(text)) or "global " in text  # else nothing can be written to
        for name in _written(ast.parse(text))
    }


def _written(tree: ast.Module) -> set[str]:
    assigned = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    targets = [one for node in assigned for one in (node.targets if isinstance(node, ast.Assign) else [node.target])]
    bound = {one.id for one in targets if isinstance(one, ast.Name)}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {name for one in functions for name in _written_in(one) & bound}


def _written_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    nodes, arguments = list(ast.walk(function)), (*function.args.args, *function.args.kwonlyargs)
    theirs = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} - theirs
    into = [node.value for node in nodes if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    into += [call.value for call in calls if call.attr in WRITES]
    names = {node.id for node in into if isinstance(node, ast.Name)}
    return (names | theirs) - own - {one.arg for one in arguments}


class TestSingle:
    def test_is_made_once_by_eight_who_ask_first_at_the_same_time(self) -> None:
        made: list[object] = []

        def make() -> object:
            made.append(object())
            return made[-1]

        dear = Single(slowly(make))
        answers = racing(8, dear)
        assert made == answers[:1]
        assert all(one is made[0] for one in answers)
        KEPT.remove(dear)

    def test_is_made_anew_after_it_failed(self) -> None:
        made = iter((ValueError("disk"), None))

        def make() -> str:
            if fault := next(made):
                raise fault
            return "whole"

        dear = Single(make)
        try:
            dear()
        except ValueError:
            assert dear() == "whole"
        KEPT.remove(dear)

    def test_is_how_core_and_domain_keep_what_takes_no_argument(self) -> None:
        """`functools.cache` makes a thing as often as threads ask first: eight gazetteers, eight children."""
        faults = []
        for path in [*HOUSE.glob("core/**/*.py"), *HOUSE.glob("domain/**/*.py")]:
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)) if "cache" in text else ():
                if isinstance(node, ast.FunctionDef) and not node.args.args:
                    named = {getattr(one, "id", getattr(one, "attr", "")) for one in node.decorator_list}
                    faults += [f"{path}: {node.name}"] if named & {"cache", "lru_cache"} else []
        assert faults == []


class TestKept:
    def test_is_raced_for_or_declared_while_the_house_loads(self) -> None:
        assert kept_by_modules(HOUSE) == RACED.keys() | LOADED

    def test_is_raced_for_by_several_threads(self) -> None:
        texts = {name: (HOUSE.parent / "tests" / name).read_text(encoding="utf-8") for name in RACED.values()}
        assert [
            name for name, text in texts.items() if "racing(" not in text and "ThreadPoolExecutor(" not in text
        ] == []

    def test_and_forgotten_here_is_seen(self, tmp_path: Path) -> None:
        ways = ("_KNOWN[name] = 1", "_KNOWN.setdefault(name, 1)", "global _KNOWN\n    _KNOWN = {name: 1}")
        for way in ways:
            planted = tmp_path / "core" / "planted.py"
            planted.parent.mkdir(exist_ok=True)
            planted.write_text(f"_KNOWN = {{}}\n\n\ndef know(name):\n    {way}\n", encoding="utf-8")
            assert kept_by_modules(tmp_path) == {"core/planted.py _KNOWN"}
