"""The storeys, the order of the apps, the rooms and the engines' gateways, each proven by a planted import."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# contract → (file, the line planted in it)
PLANTED = {
    "The storeys": ("anxin/domain/places/rules.py", "import anxin.faces"),
    "Core knows no engine": ("anxin/core/ids.py", "import anxin.engines.address"),
    "The engines are strangers": ("anxin/engines/address/__init__.py", "import anxin.engines.dispatch"),
    "No engine knows Django": ("anxin/engines/address/__init__.py", "import django"),
    "The domain apps in ONE order": ("anxin/domain/places/rules.py", "import anxin.domain.people.models"),
    "The rooms": ("anxin/domain/people/rules.py", "import anxin.domain.people.models"),
    "Faces touch no models": ("anxin/faces/shared.py", "import anxin.domain.people.models"),
    "Faces reach no engine": ("anxin/faces/shared.py", "import anxin.engines.address"),
    "What the faces share": ("anxin/faces/pagination.py", "import anxin.faces.shared"),
    "The address engine behind its gateway": ("anxin/domain/people/actions/planted.py", "import anxin.engines.address"),
    "The dispatch engine behind its gateway": ("anxin/domain/repairs/planted.py", "import anxin.engines.dispatch"),
    "The evidence engine behind its gateway": ("anxin/domain/repairs/planted.py", "import anxin.engines.evidence"),
}


def broken_contracts(root: Path) -> str:
    """Run the linter over a tree and return what it prints about broken contracts."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package's code alone."""
    root = tmp_path_factory.mktemp("layers")
    hidden = shutil.ignore_patterns("__pycache__", "data", "static", "templates", "locale", "vendor", "theme")
    shutil.copytree(ROOT / "anxin", root / "anxin", ignore=hidden)
    shutil.copy(ROOT / ".importlinter", root)
    return root


class TestLayers:
    def test_hold_on_the_tree(self, tree: Path) -> None:
        assert broken_contracts(tree) == ""

    @pytest.mark.parametrize("contract", PLANTED)
    def test_see_the_planted_import(self, contract: str, tree: Path) -> None:
        name, line = PLANTED[contract]
        path = tree / name
        before = path.read_text(encoding="utf-8") if path.exists() else None
        path.write_text((before or "") + f"\n{line}\n", encoding="utf-8")
        try:
            said = broken_contracts(tree)
        finally:
            path.unlink() if before is None else path.write_text(before, encoding="utf-8")

        assert any(said_line.startswith(contract) and "BROKEN" in said_line for said_line in said.splitlines())
