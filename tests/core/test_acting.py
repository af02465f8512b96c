import sqlite3

import pytest
from django.db import IntegrityError, OperationalError
from psycopg.errors import (
    AdminShutdown,
    CheckViolation,
    ConnectionFailure,
    ConnectionTimeout,
    DeadlockDetected,
    DiskFull,
    ReadOnlySqlTransaction,
    SerializationFailure,
    UniqueViolation,
)
from psycopg_pool import PoolTimeout

from anxin.core import acting as blocks
from anxin.core import timeline
from anxin.core.acting import Busy, NoDatabase, NoSpace, ReadOnly, acting
from anxin.core.errors import Forbidden, Missing
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE

pytestmark = pytest.mark.django_db
LAMP = StreamKey("lamp", "a")


def sqlite(words, code):
    """Make SQLite's own error."""
    cause = sqlite3.OperationalError(words)
    cause.sqlite_errorcode = code
    return cause


def busy():
    return sqlite("database is locked", sqlite3.SQLITE_BUSY_SNAPSHOT)


def failing(cause, times, tries):
    """Make work that fails so many times for that cause."""

    def work():
        tries.append(1)
        if len(tries) <= times:
            raise OperationalError(str(cause)) from cause
        return "done"

    return work


class TestActing:
    def test_gives_what_the_work_gives(self):
        assert acting(lambda: 7) == 7

    def test_undoes_everything_where_an_error_rises(self, now):
        def work():
            timeline.write(LAMP, "lamp.lit", by=ALICE, now=now)
            raise Missing

        with pytest.raises(Missing):
            acting(work)
        assert timeline.read(LAMP) == []

    def test_keeps_what_the_error_says_must_survive(self, now):
        def work():
            timeline.write(LAMP, "lamp.lit", by=ALICE, now=now)
            raise Forbidden(survives=(lambda: timeline.write(LAMP, "lamp.refused", by=ALICE, now=now),))

        with pytest.raises(Forbidden):
            acting(work)
        assert [fact.code for fact in timeline.read(LAMP)] == ["lamp.refused"]

    def test_is_never_nested(self):
        with pytest.raises(RuntimeError, match="one block"):
            acting(lambda: acting(lambda: None))
        assert not blocks.inside()

    @pytest.mark.parametrize("cause", [busy(), DeadlockDetected(), SerializationFailure()])
    def test_repeats_what_others_were_in_the_way_of(self, cause):
        tries = []
        assert acting(failing(cause, 3, tries)) == "done"
        assert len(tries) == 4

    def test_gives_up_with_a_plain_error(self):
        tries = []
        with pytest.raises(Busy) as given_up:
            acting(failing(busy(), 9, tries))
        assert (len(tries), given_up.value.facts) == (4, {"tries": 4})

    def test_does_not_repeat_what_is_broken(self):
        tries = []
        with pytest.raises(OperationalError):
            acting(failing(sqlite("no such table", sqlite3.SQLITE_ERROR), 1, tries))
        assert len(tries) == 1

    def test_looks_again_where_somebody_else_made_the_row_first(self):
        tries = []

        def work():
            tries.append(1)
            if len(tries) == 1:
                raise IntegrityError from UniqueViolation()
            return "found"

        assert acting(work) == "found"

    @pytest.mark.parametrize(("cause", "tried"), [(UniqueViolation(), 4), (CheckViolation(), 1)])
    def test_hides_no_rule_that_is_broken_every_time(self, cause, tried):
        tries = []

        def work():
            tries.append(1)
            raise IntegrityError from cause

        with pytest.raises(IntegrityError):
            acting(work)
        assert len(tries) == tried

    @pytest.mark.parametrize(
        ("cause", "refusal"),
        [
            (DiskFull(), NoSpace),
            (sqlite("database or disk is full", sqlite3.SQLITE_FULL), NoSpace),
            (ReadOnlySqlTransaction(), ReadOnly),
            (sqlite("attempt to write a readonly database", sqlite3.SQLITE_READONLY), ReadOnly),
        ],
    )
    def test_says_that_nothing_can_be_written(self, cause, refusal):
        tries = []
        with pytest.raises(refusal):
            acting(failing(cause, 1, tries))
        assert len(tries) == 1

    @pytest.mark.parametrize("cause", [ConnectionTimeout(), PoolTimeout(), AdminShutdown(), ConnectionFailure()])
    def test_says_that_the_database_is_gone(self, cause):
        with pytest.raises(NoDatabase):
            acting(failing(cause, 1, []))

    def test_starts_each_try_with_nothing_held(self):
        held = []

        def work():
            held.append(set(blocks.current().held))
            blocks.current().held.add(("t", "1"))
            if len(held) == 1:
                raise OperationalError from busy()

        acting(work)
        assert held == [set(), set()]
