"""The wheel carries all that the product needs to run, and nothing that only its makers need."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from anxin import __version__
from tests.patience import PATIENCE_S
from tools import sbom

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel as a release does."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path_factory.mktemp("dist"))]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE_S)
    return zipfile.ZipFile(next(Path(build[-1]).glob("anxin-*.whl")))


class TestWheel:
    def test_carries_every_file_of_the_package_but_what_only_its_makers_read(self, wheel: zipfile.ZipFile) -> None:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "anxin"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        ours = {one for one in listed if not one.endswith(".po") and not one.startswith("anxin/faces/theme/")}

        assert {name for name in wheel.namelist() if name.startswith("anxin/")} == ours

    def test_carries_its_version_licence_notice_and_the_list_of_its_parts(self, wheel: zipfile.ZipFile) -> None:
        info = f"anxin-{__version__}.dist-info"

        said = wheel.read(f"{info}/METADATA").decode()

        assert f"\nVersion: {__version__}\n" in said
        assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= set(wheel.namelist())
        assert wheel.read(f"{info}/sboms/sbom.cdx.json") == (ROOT / "requirements/sbom.cdx.json").read_bytes()


class TestParts:
    def test_are_listed_as_the_lock_and_the_browser_s_folder_have_them(self) -> None:
        assert sbom.LIST.read_text(encoding="utf-8") == sbom.written(), "make locks writes the list anew"

    def test_a_package_that_the_lock_lacks_is_said(self) -> None:
        versions = sbom.locked()
        del versions["idna"]

        with pytest.raises(ValueError, match=r"got none of \['idna'\]"):
            sbom.reached(versions)
