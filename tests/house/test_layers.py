"""The storeys, the order of the apps, the rooms and the engines' gateways, each proven by a planted import.

That they hold on the tree, `make check` says.
"""

import os
import re
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
    return done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the package's code alone."""
    hidden = shutil.ignore_patterns("__pycache__", "data", "static", "templates", "locale", "vendor", "theme")
    shutil.copytree(ROOT / "anxin", tmp_path / "anxin", ignore=hidden)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


class TestLayers:
    def test_see_each_planted_import_by_the_module_it_stands_in(self, tree: Path) -> None:
        for name, line in PLANTED.values():
            with (tree / name).open("a", encoding="utf-8") as target:
                target.write(f"\n{line}\n")

        _, *said = re.split(r"\n(.+)\n-+\n", broken_contracts(tree).partition("Broken contracts")[2])

        sections = dict(zip(said[::2], said[1::2], strict=True))
        for contract, (name, line) in PLANTED.items():
            found = " ".join(text for title, text in sections.items() if title.startswith(contract))
            module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            assert re.search(rf"{module}\b.*{line.removeprefix('import ')}\b", found), (contract, found)
