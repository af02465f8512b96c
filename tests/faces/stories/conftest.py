"""The stage of every story, with fresh windows."""

import importlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def stage(visitor: Callable[..., Any], sits: Callable[[object], Any], live_now: datetime) -> Any:
    """Open the stage on the ground that `sits` laid (imported late: Django's settings are chosen first)."""
    return importlib.import_module("tests.faces.stories.stage").Stage(opens=visitor, sits=sits, now=live_now)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the clock of the house, to be put forward."""
    timezone = importlib.import_module("django.utils.timezone")
    real, shift = timezone.now, importlib.import_module("tests.faces.stories.stage").Moved()
    monkeypatch.setattr(timezone, "now", lambda: real() + shift.by)
    return shift
