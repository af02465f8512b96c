"""Compile the kernels before the first test's clock starts (about a minute of CPU on a cold cache)."""

import os
from pathlib import Path

import pytest

from anxin.engines.dispatch import planner

HERE = Path(__file__).parent


def pytest_collection_finish(session: pytest.Session) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ and any(HERE in item.path.parents for item in session.items):
        planner.ready()
