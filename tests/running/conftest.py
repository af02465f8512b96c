"""Houses for the tests of running: two are filled once for all workers, the others begin as their copies."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import FOLDER
from tests.running.house import ADMINISTERED, House

TALES_S = 300.0  # a story takes as long as it takes, on a machine that does other things too


def filled_once(name: str, fill: Callable[[House], object]) -> House:
    """Fill a house that nobody changes, unless another worker has; what its processes said lies beside it."""
    shared = Path(os.environ[FOLDER]) / "houses"
    shared.mkdir(exist_ok=True)
    house, said = House(folder=shared / name), shared / f"{name}.said"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            shutil.rmtree(house.folder, ignore_errors=True)  # what another worker began and did not end
            fill(house)
            said.write_text("".join(house.lines), encoding="utf-8")
    house.lines = said.read_text(encoding="utf-8").splitlines(keepends=True)
    return house


@pytest.fixture(scope="session")
def filled() -> House:
    """Fill one house: keys, tables, static files, and somebody who administers it."""

    def fill(house: House) -> None:
        house.anxin("upgrade")
        house.python(ADMINISTERED)

    return filled_once("filled", fill)


@pytest.fixture(scope="session")
def told() -> House:
    """Tell the demo's short story in one house."""

    def tell(house: House) -> None:
        house.open("--short", "--data", str(house.data), command="demo", patience_s=TALES_S)
        house.close()

    return filled_once("told", tell)


@pytest.fixture
def a_house(tmp_path: Path, filled: House) -> Iterator[Callable[[], House]]:
    """Give houses that begin filled and are closed after the test."""
    made: list[House] = []
    numbers = itertools.count(1)

    def make() -> House:
        house = House(folder=tmp_path / f"house{next(numbers)}").like(filled)
        made.append(house)
        return house

    yield make
    for house in made:
        house.close()
