"""A disk that is full, or can't be written: refused in words, nothing half-written, and the same press works later."""

import json
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.running import kill
from tests.running.house import BEGIN, House

pytestmark = pytest.mark.sqlite

Make = Callable[[], House]
APART = ("unshare", "--user", "--map-root-user", "--mount")
MOUNT = 'mount -t tmpfs -o size=24m anxin "$1" && cp -a "$2/." "$1" && shift 2 && exec "$@"'
LEFT = """
    import json
    from pathlib import Path
    from django.conf import settings
    from django.apps import apps
    from anxin.core import timeline
    rows = {one.sha256 for one in apps.get_model("core.SealedFile").objects.all()}
    kept = {path.name.split(".")[0] for path in Path(settings.FILES).rglob("*.*") if path.is_file()}
    drafts = [path.name for path in (Path(settings.FILES) / "incoming").rglob("*") if path.is_file()]
    repairs = apps.get_model("repairs.Repair").objects.count()
    print(json.dumps([repairs, drafts, sorted(rows - kept), [str(one) for one in timeline.verify()]]))
"""


@pytest.fixture
def small(a_house: Make, tmp_path: Path) -> House:
    """Serve from a disk of 24 MB that nobody else sees."""
    if subprocess.run([*APART, "mount", "-t", "tmpfs", "anxin", str(tmp_path)], capture_output=True).returncode:
        pytest.skip("this machine lets no test mount a small disk")
    house = a_house()
    house.extra["ANXIN_TLS"] = "1"
    house.python(kill.LAY)
    (house.data / "files").mkdir(exist_ok=True)
    filled = tmp_path / "filled"
    house.data.rename(filled)
    house.data.mkdir()
    house.before = (*APART, "sh", "-c", MOUNT, "sh", str(house.data), str(filled))
    return house.open()


def inside(house: House, *command: str) -> str:
    """Run a command where the small disk is seen."""
    assert house.process is not None
    there = ("nsenter", "--user", "--mount", "--preserve-credentials", "-t", str(house.process.pid))
    return subprocess.run([*there, *command], check=True, capture_output=True, text=True, env=house.environment).stdout


def sends(house: House, number: int, once: str) -> tuple[int, str, str]:
    """Send one report with its picture; give the status, the page and the token of the case."""
    product = kill.PRODUCT.search(house.get("/report/")[2].decode())
    assert product is not None
    return kill.Customer(house, number).sends(product[0], kill.a_picture(number)[0], once)


def lies_there(house: House) -> list[Any]:
    """Count the reports, drafts of files, rows without their bytes, and faults of the timeline."""
    found: list[Any] = json.loads(inside(house, sys.executable, "-c", BEGIN + textwrap.dedent(LEFT)).splitlines()[-1])
    return found


class TestSmallDisk:
    def test_refuses_in_words_and_takes_the_same_press_later(self, small: House) -> None:
        filler, files = str(small.data / "filler"), str(small.data / "files")
        faults = (
            (("sh", "-c", f"cat /dev/zero > {filler} || true"), ("rm", filler)),
            (("mount", "--bind", "-o", "ro", files, files), ("umount", files)),
        )
        for sent, (breaks, mends) in enumerate(faults):
            once = str(uuid.uuid4())
            inside(small, *breaks)

            status, said, token = sends(small, sent, once)

            assert status in (422, 503)  # beside the picture's field, or a page of its own
            assert token == ""
            assert "什么都没" in said
            inside(small, *mends)
            assert lies_there(small) == [sent, [], [], []]
            assert sends(small, sent, once)[0] == 302
        assert lies_there(small) == [len(faults), [], [], []]
