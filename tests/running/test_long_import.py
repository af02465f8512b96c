"""A long file on the command line: Ctrl-C between two blocks says what is in and how to go on, and so does an undo."""

import re
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.patience import PATIENCE_S, until
from tests.running.house import ANXIN, House

pytestmark = pytest.mark.sqlite
ROWS = 260


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Lay down a file of organisations that is written in more than twenty blocks."""
    path = tmp_path / "organisations.csv"
    told = [f"brand-{number},brand,品牌{number}" for number in range(ROWS)]
    path.write_text("\n".join(["slug,kind,name", *told]), encoding="utf-8")
    return path


def stopped(house: House, *arguments: str, once: str) -> tuple[int, str, str]:
    """Run a command and press Ctrl-C once the database says so; return its status and what it said."""
    process = subprocess.Popen(
        [*ANXIN, *arguments], env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )

    def is_time() -> bool:
        with closing(sqlite3.connect(f"file:{house.data / 'anxin.sqlite3'}?mode=ro", uri=True)) as database:
            (found,) = database.execute(once).fetchone()
        return bool(found)

    until(is_time, "a first block")
    process.send_signal(signal.SIGINT)
    said, wrong = process.communicate(timeout=PATIENCE_S)
    return process.returncode, said, wrong


class TestALongFile:
    def test_is_stopped_between_two_blocks_gone_on_with_and_taken_back_as_often(
        self, filled: House, file: Path, tmp_path: Path
    ) -> None:
        house, way = House(folder=tmp_path / "house").like(filled), ("import", "organisations", str(file))
        status, said, wrong = stopped(house, *way, once="SELECT COUNT(*) > 20 FROM core_importline")
        assert status == 130, (said, wrong)
        assert wrong == "anxin import: stops after this block; Ctrl-C once more leaves the rest to a worker\n"
        found = re.search(
            rf"stopped: (\d+) rows of this file are in, {ROWS} are in the file\n"
            r"the same command goes on with the rest\n"
            r"batch (\S+): `anxin import --undo \2` takes back what is in\n",
            said,
        )
        assert found, said
        inside, first = int(found[1]), found[2]
        assert 20 < inside < ROWS

        again = house.anxin(*way).stdout
        rest = re.fullmatch(rf"new {ROWS - inside}, changed 0, same {inside}, refused 0\nbatch (\S+)\n", again)
        assert rest, again
        assert house.anxin(*way).stdout == f"new 0, changed 0, same {ROWS}, refused 0\n"

        undo = ("import", "--undo", first if inside > ROWS / 2 else rest[1])
        status, said, _wrong = stopped(house, *undo, once="SELECT SUM(taken_back) > 0 FROM core_importbatch")
        kept = re.search(r"stopped: (\d+) rows stay; the same command goes on with them", said)
        assert (status, bool(kept)) == (130, True), said
        assert kept is not None
        assert house.anxin(*undo).stdout == f"taken back: {kept[1]} rows\n"
