"""A files folder of its own for every test."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    return tmp_path / "files"
