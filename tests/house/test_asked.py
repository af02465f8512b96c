"""PostgreSQL is asked for every statement that a test asked SQLite for, by as few tests as can be."""

import json
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.sql.compiler import SQLCompiler

from anxin.core.blocks import Block
from anxin.core.models import Stream
from tests.asked import Asked, Fewest, Notes, fewest, may_go, shape, spared

HERE = Path(__file__).parents[1]


def asked(statements: str, times: int = 1) -> Asked:
    return Asked(frozenset(statements), times)


def a_test(place: str, *fixtures: str, marks: tuple[str, ...] = ()) -> Any:
    """Return what a collected test is to us."""
    marked = dict.fromkeys(marks, object())
    file = place.partition("::")[0]
    return SimpleNamespace(
        nodeid=place, path=HERE / file, get_closest_marker=marked.get, fixturenames=("db", *fixtures)
    )


class TestFewest:
    def test_ask_for_everything_that_all_do(self) -> None:
        every = {"a": asked("12"), "b": asked("2"), "c": asked("3"), "d": asked("123", times=900), "e": asked("4")}
        chosen = fewest(every, [])
        assert {one for test in chosen for one in every[test].statements} == set("1234")
        assert chosen == {"a", "c", "e"}  # the long one asks for nothing else

    def test_ask_for_nothing_that_is_asked_anyway(self) -> None:
        assert fewest({"a": asked("12"), "b": asked("23")}, [asked("13"), asked("2")]) == set()
        assert fewest({"a": asked("12"), "b": asked("23")}, [asked("1")]) == {"b"}

    def test_are_the_same_in_every_process(self) -> None:
        every = {str(n): asked("".join(sorted({str(n % 7), str(n % 5), str(n % 3)}))) for n in range(40)}
        assert fewest(every, []) == fewest(dict(reversed(every.items())), [])


class TestLeftOut:
    @pytest.mark.parametrize(
        ("one", "goes"),
        [
            (a_test("domain/ledger/test_x.py::a"), True),
            (a_test("attacks/test_x.py::a"), True),
            (a_test("faces/api/test_x.py::a"), True),
            (a_test("attacks/test_odd_fields.py::a"), False),
            (a_test("faces/api/test_schema.py::a"), False),
            (a_test("attacks/test_x.py::a", "transactional_db"), True),
            (a_test("attacks/test_x.py::a", "live_server"), False),
            (a_test("domain/ledger/test_x.py::a", marks=("hypothesis",)), False),
            (a_test("domain/test_x.py::a"), False),
            (a_test("core/later/test_x.py::a"), False),
            (a_test("faces/test_plans.py::a"), False),
            (a_test("domain/ledger/test_x.py::a", marks=("postgresql",)), False),
        ],
    )
    def test_are_only_those_through_a_room(self, one: Any, goes: bool) -> None:
        assert may_go(one) is goes

    def test_is_nothing_that_nobody_noted_anything_of(self, tmp_path: Path) -> None:
        known, alike, new = (a_test(f"domain/ledger/test_x.py::{name}") for name in ("known", "alike", "new"))
        noted = {known.nodeid: (["1"], 1, False), alike.nodeid: (["1"], 2, False)}
        noted["domain/ledger/test_x.py::gone"] = (["2"], 1, False)
        (tmp_path / "gw0.json").write_text(json.dumps(noted))
        items, gone = [known, alike, new], []
        hook = SimpleNamespace(pytest_deselected=lambda items: gone.extend(items))
        Fewest(tmp_path).pytest_collection_modifyitems(SimpleNamespace(hook=hook), items)  # type: ignore[arg-type]
        assert (items, gone) == ([known, new], [alike])
        items = [known, alike, new]
        Fewest(tmp_path / "none").pytest_collection_modifyitems(SimpleNamespace(hook=hook), items)  # type: ignore[arg-type]
        assert items == [known, alike, new]

    def test_is_nothing_that_races(self, tmp_path: Path) -> None:
        known, races = (a_test(f"domain/ledger/test_x.py::{name}") for name in ("known", "races"))
        noted = {known.nodeid: Asked(frozenset("1"), 1), races.nodeid: Asked(frozenset("1"), 2, races=True)}
        assert spared([known, races], noted) == [known]


class TestShape:
    def test_is_the_same_however_many_values_are_given(self) -> None:
        assert shape("SELECT 1 WHERE a IN (%s)") == shape("SELECT 1 WHERE a IN (%s, %s, %s)")
        assert shape("INSERT INTO t VALUES (%s, %s), (%s, %s)") == shape("INSERT INTO t VALUES (%s, %s)")
        assert shape("SELECT a") != shape("SELECT b") != shape("SELECT b", "IntegrityError")


@pytest.mark.django_db
def test_what_a_test_asks_is_noted_and_what_is_refused_apart(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "gw0.json")
    depth = len(connection.savepoint_ids)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(CursorWrapper, "_execute", notes.note(CursorWrapper._execute))
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["x"])
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute("INSERT INTO core_vaultkey SELECT * FROM core_vaultkey")
    refused = shape("INSERT INTO core_vaultkey SELECT * FROM core_vaultkey", f"IntegrityError {depth + 1}")
    assert notes.now == {shape("SELECT %s"), refused}
    assert notes.times >= 2


@pytest.mark.django_db(transaction=True)
def test_that_a_test_asks_over_several_connections_is_noted(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "gw0.json")

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if threading.current_thread() is not threading.main_thread():
            connection.close()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(CursorWrapper, "_execute", notes.note(CursorWrapper._execute))
        ask()
        assert len(notes.connections) == 1
        beside = threading.Thread(target=ask)
        beside.start()
        beside.join()
    assert len(notes.connections) == 2


@pytest.mark.django_db
def test_what_a_test_locks_is_noted_though_sqlite_is_not_told(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "gw0.json")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SQLCompiler, "as_sql", notes.note_lock(SQLCompiler.as_sql))
        list(Stream.objects.all())
        assert notes.now == set()
        with transaction.atomic():
            list(Stream.objects.select_for_update(of=("self",)))
    assert len(notes.now) == 1


@pytest.mark.django_db
def test_what_a_block_writes_at_its_end_is_noted_as_one(tmp_path: Path) -> None:
    def noted(*several: str) -> set[str]:
        notes = Notes(tmp_path / "gw0.json")
        block = Block()

        def write(_rows: list[Any]) -> None:
            with connection.cursor() as cursor:
                for one in several:
                    cursor.execute(one)

        block.put_off(write, None, "planted")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(CursorWrapper, "_execute", notes.note(CursorWrapper._execute))
            patched.setattr(Block, "write", notes.note_block(Block.write))
            block.write()
        return notes.now

    one, other = "UPDATE core_vaultkey SET id = id", "DELETE FROM core_vaultkey"
    assert {shape(one), shape(other)} < noted(one, other)
    assert noted(one, other) != noted(other, one)
