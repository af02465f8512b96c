"""What comes from outside becomes settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anxin.config import environment

THREADS = """
from anxin.config import settings
import numpy, os
one = numpy.ones((900, 900), numpy.float32)
one @ one
print(len(os.listdir("/proc/self/task")))
"""


class TestDatabase:
    def test_goes_encrypted_where_its_address_says_so(self) -> None:
        url = "postgresql://anxin:secret@db.example/anxin?sslmode=verify-full&sslrootcert=/etc/ca.pem&pool=99"
        options = environment.database(environment.read({"ANXIN_DATABASE_URL": url}))["OPTIONS"]
        assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")  # type: ignore[index]
        assert options["pool"]["max_size"] == 16  # type: ignore[index]

    def test_keeps_no_cursor_open_past_a_transaction_where_a_pooler_stands_before_it(self) -> None:
        url = "postgresql://db.example/anxin"
        for said, kept in (("", False), ("?pooler=transaction", True)):
            settings = environment.database(environment.read({"ANXIN_DATABASE_URL": url + said}))
            assert settings["DISABLE_SERVER_SIDE_CURSORS"] is kept
        with pytest.raises(ValueError, match="pooler: expected transaction or nothing, got 'session'"):
            environment.database(environment.read({"ANXIN_DATABASE_URL": f"{url}?pooler=session"}))


class TestMatrices:
    def test_are_multiplied_by_the_thread_that_asks_unless_an_operator_says_otherwise(self, tmp_path: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
        for told, threads in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")):
            around = {**kept, **told, "ANXIN_DATA": str(tmp_path)}
            done = subprocess.run(
                [sys.executable, "-c", THREADS], env=around, capture_output=True, text=True, check=True
            )
            assert done.stdout.strip() == threads
