"""The built wheel, installed with plain pip into an environment of its own, serves: `make wheel-check`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from anxin import __version__
from tests.patience import PATIENCE_S
from tests.running.house import House

pytestmark = [pytest.mark.sqlite, pytest.mark.soak, pytest.mark.timeout(1200)]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it, and give its command."""
    place = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE_S)
    subprocess.run([sys.executable, "-m", "venv", str(place / "venv")], check=True, timeout=PATIENCE_S)
    pip = [str(place / "venv/bin/pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(next(place.glob("anxin-*.whl")))], cwd=place, check=True, timeout=900)
    return place / "venv/bin/anxin"


@pytest.fixture
def house(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Give an empty folder, served by what was installed: nothing of this checkout is in reach."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    one = House(folder=tmp_path / "empty", argv=(str(installed),))
    yield one
    one.close()


class TestWheel:
    def test_serves_an_empty_folder_up_to_the_first_page_of_its_set_up(self, house: House) -> None:
        assert house.anxin("--version").stdout == f"anxin {__version__}\n"

        house.open()

        assert house.health()["status"] == "ok"
        first = json.loads((house.data / "setup.json").read_text(encoding="utf-8"))["url"]
        status, _, page = house.get("/setup/" + first.partition("/setup/")[2], {"accept-language": "zh-CN"})
        assert status == 200
        assert "谁主办，谁管理" in page.decode()
        style = page.decode().partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        assert house.get(style)[0] == 200
        assert house.anxin("doctor", check=False).returncode == 1

    def test_reads_an_address_looks_at_a_picture_and_plans_a_day(self, house: House, tmp_path: Path) -> None:
        line = tmp_path / "lines.txt"
        line.write_text("成都市武侯区人民南路四段11号\n", encoding="utf-8")
        picture = ROOT / "anxin/demo/pictures/cup-whole-3.jpg"

        assert "武侯区" in house.anxin("address", str(line)).stdout
        assert house.anxin("evidence", "examine", str(picture), "--json").returncode == 0
        assert "kernels ready" in house.anxin("dispatch", "warm", wait_s=900).stdout
