"""The rules that need a running Django hold, and see the fault planted in a copy of the tree."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anxin.core import clocks, facts
from tests.house.living import RULES

ROOT = Path(__file__).resolve().parents[2]

FAULTS = {
    "foreign_keys_point_down": (
        "anxin/domain/places/models.py",
        "class Planted(models.Model):\n    up = models.ForeignKey('people.Organisation', on_delete=models.CASCADE)\n",
    ),
    "core_names_by_plain_keys": (
        "anxin/core/once/models.py",
        "class Planted(models.Model):\n    out = models.ForeignKey('people.Organisation', on_delete=models.CASCADE)\n"
        "    class Meta:\n        app_label = 'core'\n",
    ),
    "error_codes_are_worded": (
        "anxin/core/once/idempotency.py",
        "class Planted(Invalid):\n    code = 'core.planted'\n",
    ),
    "states_and_steps_are_worded": (
        "anxin/domain/repairs/states.py",
        "machine('planted', start='a', ends='b', steps=[step('go', 'a', 'b', 'agent')])\n",
    ),
    "no_state_is_a_dead_end": (
        "anxin/domain/repairs/states.py",
        "machine('planted_too', start='a', ends='c', steps=[step('go', 'a', 'c', 'agent'),"
        " step('fall', 'a', 'd', 'system'),"
        " step('stay', 'd', 'd', 'agent')])\n",
    ),
    "tasks_say_what_waits": (
        "anxin/domain/opening/tasks.py",
        "@later.task(queue='heavy')\ndef planted(*, now: datetime) -> None:\n    pass\n",
    ),
    "carried_states_have_their_carrier": (
        "anxin/domain/goods/rules/warranty.py",
        "from anxin.core.states import machine, step\n"
        "machine('planted_last', start='a', ends='b', steps=[step('go', 'a', 'b', 'system')],"
        " carried={'a': 'anxin.domain.staff.tasks.send_forgotten'})\n",
    ),
    "hashes_are_declared": (
        "anxin/domain/custody/models.py",
        "class PlantedPhoto(models.Model):\n    portrait = models.CharField(max_length=64)\n",
    ),
    "what_is_personal_ends": (
        "anxin/config/wiring.py",
        "from anxin.core.vault.registry import COLUMNS, SealedColumn\n"
        "COLUMNS['planted'] = SealedColumn(notices, 'planted', 'planted')\n",
    ),
    "handled_facts_are_known": ("anxin/config/wiring.py", "HANDLERS['planted.fact'] = (notices.tell,)\n"),
}


def said(root: Path, data: Path, *rules: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.living", *rules],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "ANXIN_DATA": str(data), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Plant every fault in a copy of the tree, and return what each rule says there."""
    root = tmp_path_factory.mktemp("living")
    hidden = shutil.ignore_patterns("__pycache__", "static", "theme", "locale")
    shutil.copytree(ROOT / "anxin", root / "anxin", ignore=hidden)
    (root / "tests/house").mkdir(parents=True)
    shutil.copy(ROOT / "tests/house/living.py", root / "tests/house")
    for path, text in FAULTS.values():
        with (root / path).open("a", encoding="utf-8") as target:
            target.write(f"\n\n{text}")
    told = dict.fromkeys(RULES, "")
    for line in said(root, tmp_path_factory.mktemp("data"), *RULES).splitlines():
        told[line.partition(":")[0]] += line
    return told


class TestLivingRule:
    def test_holds_on_the_tree(self, tmp_path: Path) -> None:
        assert said(ROOT, tmp_path, *RULES) == ""

    @pytest.mark.parametrize("name", RULES)
    def test_sees_the_planted_fault(self, name: str, faults: dict[str, str]) -> None:
        assert "lanted" in faults[name]


class TestPage:
    @pytest.mark.parametrize(("name", "lines"), [("wiring", facts.lines), ("clocks", clocks.lines)])
    def test_of_a_table_says_what_the_table_says(self, name: str, lines: Callable[[], list[str]]) -> None:
        page = (ROOT / f"docs/reference/{name}.md").read_text(encoding="utf-8")
        assert page.split("```")[1].strip("\n").splitlines() == lines()
