"""The locks name no address, agree with pyproject.toml, and the base one installs with plain pip."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("base", "all", "dev")
BASE_BYTES = 550 * 1024 * 1024


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS)
    def test_name_no_address(self, lock: str) -> None:
        text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
        assert not re.search(r"https?://|^--", text, re.MULTILINE)

    def test_compile_to_what_is_committed(self, tmp_path: Path) -> None:
        for lock in LOCKS:
            shutil.copy(ROOT / f"requirements/{lock}.txt", tmp_path)

        subprocess.run(["sh", "requirements/compile.sh", str(tmp_path)], cwd=ROOT, check=True, timeout=120)

        for lock in LOCKS:
            assert (tmp_path / f"{lock}.txt").read_text() == (ROOT / f"requirements/{lock}.txt").read_text(), lock

    @pytest.mark.soak
    @pytest.mark.timeout(600)
    def test_base_installs_with_plain_pip_and_stays_light(self, tmp_path: Path) -> None:
        target = tmp_path / "plain"
        subprocess.run([sys.executable, "-m", "venv", str(target)], check=True, timeout=PATIENCE_S)
        install = [
            str(target / "bin/pip"),
            "install",
            "--quiet",
            "--no-compile",
            "--require-hashes",
            "--only-binary=:all:",
        ]
        subprocess.run([*install, "-r", str(ROOT / "requirements/base.txt")], check=True, timeout=500)
        copy = tmp_path / "project"
        shutil.copytree(ROOT / "anxin", copy / "anxin", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        shutil.copytree(ROOT / "requirements", copy / "requirements")
        for name in ("README.md", "LICENSE", "NOTICE"):
            shutil.copy(ROOT / name, copy)
        local = ["--no-deps", "--no-build-isolation", "-e", str(copy)]
        subprocess.run([str(target / "bin/pip"), "install", "--quiet", *local], check=True, timeout=120)

        said = subprocess.run(
            [str(target / "bin/anxin"), "--help"],
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE_S,
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        )
        size = sum(
            file.stat().st_size for file in (target / "lib").rglob("*") if file.is_file() and not file.is_symlink()
        )
        assert "address" in said.stdout
        assert size <= BASE_BYTES, f"site-packages of base: {size / 2**20:.0f} MB"
