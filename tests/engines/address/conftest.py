"""The gazetteer all tests of the engine share."""

import pytest

from anxin.engines import address


@pytest.fixture(scope="session")
def gazetteer() -> address.Gazetteer:
    """Load the shipped table once."""
    return address.load()
