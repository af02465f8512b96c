"""What a caller may do so often is counted, and the count itself holds nobody up."""

import sqlite3
import time
from contextlib import closing

import pytest
from django.db import connection
from django.test import RequestFactory

from anxin.core.rate_limits import Allowance
from anxin.faces import shared

BUSY_MS = 20_000
"""So long a writer waits for another."""


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestLimit:
    def test_lets_a_reader_pass_uncounted_while_somebody_else_writes_for_long(self, rf: RequestFactory) -> None:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            for _asked in range(3):
                shared.limit(rf.get("/"), "check", burst=1, per_min=1)
            assert time.monotonic() - began < BUSY_MS / 1000
            other.execute("ROLLBACK")
        assert not Allowance.objects.exists()
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (BUSY_MS,)
        shared.limit(rf.get("/"), "check", burst=1, per_min=1)
        with pytest.raises(shared.TooMany):
            shared.limit(rf.get("/"), "check", burst=1, per_min=1)
