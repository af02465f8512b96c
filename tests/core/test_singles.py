"""What a process makes once: made once however many ask, shown to nobody half made."""

import ast
from pathlib import Path

from anxin.core.singletons import KEPT, Single
from tests.racing import racing, slowly

HOUSE = Path(__file__).parents[2] / "anxin"


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
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and not node.args.args:
                    named = {getattr(one, "id", getattr(one, "attr", "")) for one in node.decorator_list}
                    faults += [f"{path}: {node.name}"] if named & {"cache", "lru_cache"} else []
        assert faults == []
