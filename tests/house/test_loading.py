"""A process of the house starts with what all of them need; the libraries of a few come when they are asked for."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

HEAVY = ("cv2", "numba", "numpy", "onnxruntime", "openpyxl")
LOADED = f"""
import sys, threading
from django.db import connections
from anxin.commands import serve
from anxin.config import environment
environment.point_at(None)
serve.load(serve._options('serve', '').read([]))
print(threading.active_count(), *[one for one in connections.all(initialized_only=True) if one.connection])
print(*[name for name in {HEAVY} if name in sys.modules])
from anxin.domain.visits.gateway import days as visits
from anxin.domain.evidence import gateway as evidence
assert evidence.engine.open_picture and visits.dispatch.match
print(*[name for name in {HEAVY} if name in sys.modules])
"""


class TestLoading:
    def test_leaves_nothing_that_a_fork_would_break_and_pictures_plans_and_excel_for_later(
        self, tmp_path: Path
    ) -> None:
        house = {"ANXIN_DATA": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", LOADED], env=house, capture_output=True, text=True, timeout=120, check=False
        )
        alone, first, then = done.stdout.split("\n")[:3]
        assert (alone, first) == ("1", ""), done.stderr
        assert {"cv2", "numba", "numpy"} <= set(then.split())


class TestDoors:
    @pytest.mark.parametrize("engine", ["address", "dispatch", "evidence"])
    def test_open_every_name_they_promise_and_no_other(self, engine: str) -> None:
        door = import_module(f"anxin.engines.{engine}")
        assert not [name for name in door.__all__ if isinstance(getattr(door, name), ModuleType)]
        with pytest.raises(AttributeError, match="no_such_name"):
            _ = door.no_such_name
