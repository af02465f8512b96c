"""Houses for the tests of running: one is filled once, the others begin as its copy."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running.house import House


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Fill one house: keys, tables and static files."""
    house = House(folder=tmp_path_factory.mktemp("filled"))
    house.anxin("upgrade")
    return house


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


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory, filled: House) -> Iterator[House]:
    """Give one open house to all tests of a module that only read."""
    house = House(folder=tmp_path_factory.mktemp("open")).like(filled).open()
    yield house
    house.close()
