"""Where the compiled loops are kept."""

import tempfile
from pathlib import Path
from typing import IO

import numba
import pytest

from anxin.engines.evidence.reuse import kernels


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the process write into its data folder only, as the user of a service may."""
    real = tempfile.TemporaryFile

    def there(*, dir: Path) -> IO[bytes]:
        if not dir.is_relative_to(tmp_path):
            raise PermissionError(dir)
        return real(dir=dir)

    monkeypatch.setattr(kernels.tempfile, "TemporaryFile", there)
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("ANXIN_DATA", str(tmp_path))
    return tmp_path


class TestKept:
    def test_in_the_data_folder_where_the_environment_is_read_only(self, only: Path) -> None:
        assert kernels.can_cache()
        assert str(only / "numba/evidence") == numba.config.CACHE_DIR

    def test_nowhere_where_nothing_can_be_written(self, only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ANXIN_DATA", "/proc/nowhere")
        assert not kernels.can_cache()
