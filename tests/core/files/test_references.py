"""Files nothing refers to go after a while; one that a row refers to, or that is handed in anew, stays."""

import hashlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext

from anxin.core import files, imports, later, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.files import SealedFile
from anxin.core.imports import ImportRun
from anxin.domain.publications.models import Document, Text
from anxin.domain.repairs import actions as repairs
from tests import builders
from tests.patience import PATIENCE_S
from tests.standins.s3 import S3

ROOT = Path(__file__).resolve().parents[3]
WEEK = timedelta(days=7, seconds=1)
ROWS = "编号,名称\n1,甲\n".encode()
OPERATOR = frozenset({"operator"})
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def take(now: datetime, content: bytes = PNG) -> SealedFile:
    kept: SealedFile = acting(lambda: files.receive([content], length=len(content), allowed=files.PICTURES, now=now))
    return kept


def sweep(now: datetime) -> int:
    return weighed(now).gone


def weighed(now: datetime) -> files.Weighed:
    found: files.Weighed = acting(lambda: files.weigh(now=now))
    return found


def on_disk(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


@pytest.mark.django_db(transaction=True)
class TestUnattached:
    def test_goes_after_a_week_with_key_and_bytes(self, now: datetime, folder: Path) -> None:
        take(now)
        assert (sweep(now + timedelta(days=6)), on_disk(folder)) == (0, 1)
        assert (sweep(now + WEEK), on_disk(folder), SealedFile.objects.count()) == (1, 0, 0)

    def test_goes_from_a_store_that_speaks_s3(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        with S3(page=2) as standin:
            monkeypatch.setattr(django_settings, "S3", standin.address)
            take(now)
            assert len(standin.kept) == 1
            assert (sweep(now + WEEK), len(standin.kept)) == (1, 0)

    def test_stays_as_long_as_the_operator_says(self, now: datetime) -> None:
        take(now)
        named: Any = {"name": "files.unattached_days", "value": 30, "valid_from": now, "now": now}
        row = acting(lambda: settings.propose(**named, by=Actor(kind="staff", id="one", roles=OPERATOR)))
        acting(lambda: settings.confirm(row, by=Actor(kind="staff", id="two", roles=OPERATOR), now=now))
        assert [sweep(now + timedelta(days=days)) for days in (29, 31)] == [0, 1]

    def test_that_is_handed_in_again_stays_another_week(self, now: datetime) -> None:
        first = take(now)
        assert take(now + timedelta(days=6)).id == first.id
        assert sweep(now + WEEK) == 0
        assert sweep(now + timedelta(days=6) + WEEK) == 1

    def test_stays_while_one_of_two_rows_refers_to_it(self, now: datetime) -> None:
        file = take(now)
        document = Document.objects.create(code="help/lock/alarm")
        said = {"zh": "试试", "written_by": "x", "written_at": now}
        published = {"published_at": now, "published_by": "x", "from_date": now.date()}
        texts = [
            Text.objects.create(document=document, number=n, pictures={"1": file.sha256}, **said, **more)
            for n, more in ((1, published), (2, {}))
        ]
        assert sweep(now + WEEK) == 0
        for number, text in enumerate(texts):
            text.delete()
            files.leave([file.sha256], now=now + WEEK)
            assert sweep(now + 2 * WEEK) == number

    def test_stays_while_a_case_refers_to_it_whatever_else_is_erased(self, now: datetime) -> None:
        repair = builders.a_repair(now=now).repair
        file = take(now)
        acting(lambda: repairs.add_picture(repair=repair, file=file, by=SYSTEM, now=now))
        take(now, PNG + b"another")
        assert sweep(now + WEEK) == 1
        assert b"".join(files.open_(file)) == PNG

    def test_that_is_in_use_is_looked_at_once_and_again_a_year_later(self, now: datetime) -> None:
        repair, file = builders.a_repair(now=now).repair, take(now)
        acting(lambda: repairs.add_picture(repair=repair, file=file, by=SYSTEM, now=now))
        due = now + WEEK
        assert [weighed(due + timedelta(days=days)).looked for days in (0, 1, 300, 373)] == [1, 0, 0, 1]

    def test_that_a_row_let_go_of_without_a_word_goes_within_a_year(self, now: datetime) -> None:
        repair, file = builders.a_repair(now=now).repair, take(now)
        row = acting(lambda: repairs.add_picture(repair=repair, file=file, by=SYSTEM, now=now))
        assert sweep(now + WEEK) == 0
        row.delete()
        assert [sweep(now + WEEK + timedelta(days=days)) for days in (300, 373)] == [0, 1]

    def test_is_looked_for_in_as_many_statements_whatever_lies_here(self, now: datetime) -> None:
        repair = builders.a_repair(now=now).repair
        counts = []
        for day in range(3):
            at = now + timedelta(days=day)
            for number in range(5):
                file = take(at, PNG + bytes([day, number]))
                acting(lambda file=file, at=at: repairs.add_picture(repair=repair, file=file, by=SYSTEM, now=at))
            with CaptureQueriesContext(connection) as asked:
                assert weighed(at + WEEK).looked == 5
            counts.append(len(asked))
        assert counts[1] == counts[2]

    @pytest.mark.parametrize("name", sorted(name for name, one in files.COLUMNS.items() if not one.inside))
    def test_is_looked_for_by_index_in_every_declared_column(self, name: str) -> None:
        one = files.COLUMNS[name]
        assert any(index.fields == [one.column] for index in one.model._meta.indexes)
        asked = one.rows().filter(**{f"{one.column}__in": ["a" * 64, "b" * 64]}).values_list(one.column)
        if connection.vendor == "sqlite":
            assert "SCAN" not in asked.explain()

    @pytest.mark.parametrize("name", sorted(files.COLUMNS))
    def test_is_asked_of_every_declared_column(self, name: str) -> None:
        label, _, column = name.rpartition(".")
        assert isinstance(apps.get_model(label)._meta.get_field(column), models.CharField | models.JSONField)

    def test_is_asked_of_every_foreign_key(self) -> None:
        assert {str(one) for one in files.foreign_keys()} == {
            "core.Archive.file",
            "core.ImportAttachment.file",
            "core.ImportRun.file",
            "core.SealedFile.shown",
            "evidence.Frame.file",
            "evidence.Link.file",
        }

    def test_a_copy_that_is_shown_goes_after_its_original(self, now: datetime) -> None:
        original, copy = take(now), take(now, PNG + b"copy")
        SealedFile.objects.filter(pk=original.pk).update(shown=copy)
        assert [sweep(now + WEEK) for _ in range(3)] == [1, 1, 0]


@pytest.mark.django_db(transaction=True)
class TestASweepThatRaces:
    @pytest.fixture
    def beside(self) -> Iterator[Callable[[Callable[[], object]], threading.Thread]]:
        """Start work on a connection of its own; all of it has ended afterwards."""
        started: list[threading.Thread] = []

        def start(work: Callable[[], object]) -> threading.Thread:
            def run() -> None:
                try:
                    work()
                finally:
                    connections.close_all()

            started.append(threading.Thread(target=run))
            started[-1].start()
            return started[-1]

        yield start
        for one in started:
            one.join(PATIENCE_S)
            assert not one.is_alive()

    def test_leaves_what_is_handed_in_and_attached_meanwhile(
        self, now: datetime, beside: Callable[[Callable[[], object]], threading.Thread]
    ) -> None:
        file, due = take(now), now + WEEK
        document = Document.objects.create(code="help/lock/alarm")
        came, swept = threading.Event(), threading.Event()

        def attach() -> None:
            again = files.receive([PNG], length=len(PNG), allowed=files.PICTURES, now=due)
            came.set()
            if connection.vendor == "postgresql":  # elsewhere writers stand in line: the sweep waits for this block
                assert swept.wait(PATIENCE_S)
            Text.objects.create(
                document=document, number=1, zh="x", pictures={"1": again.sha256}, written_by="x", written_at=due
            )

        attaching = beside(lambda: acting(attach))
        assert came.wait(PATIENCE_S)
        assert sweep(due) == 0
        swept.set()
        attaching.join(PATIENCE_S)
        assert sweep(due + timedelta(days=30)) == 0
        assert b"".join(files.open_(SealedFile.objects.get(sha256=file.sha256))) == PNG

    def test_leaves_whoever_comes_later_with_a_file_of_his_own(
        self, now: datetime, beside: Callable[[Callable[[], object]], threading.Thread]
    ) -> None:
        file, due = take(now), now + WEEK
        gone = threading.Event()
        kept: list[SealedFile] = []

        def destroy() -> None:
            assert files.weigh(now=due).gone == 1
            gone.set()
            threading.Event().wait(0.5)  # the other stands at the row by now

        destroying = beside(lambda: acting(destroy))
        assert gone.wait(PATIENCE_S)
        kept.append(take(due))
        destroying.join(PATIENCE_S)
        assert kept[0].id != file.id
        assert b"".join(files.open_(kept[0])) == PNG

    def test_twice_at_once_destroys_each_file_once(
        self, now: datetime, beside: Callable[[Callable[[], object]], threading.Thread]
    ) -> None:
        for number in range(20):
            take(now, PNG + bytes([number]))
        due, counts = now + WEEK, list[int]()
        for one in [beside(lambda: counts.append(sweep(due))) for _ in range(2)]:
            one.join(PATIENCE_S)
        assert sum(counts) + sweep(due) == 20
        assert not SealedFile.objects.exists()

    KILLED = """
import os, signal, sys, django
from datetime import datetime
from pathlib import Path
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.FILES = Path(sys.argv[2])
django.setup()
from anxin.core import files
from anxin.core.acting import acting
from anxin.core.files import references, store
due, when = datetime.fromisoformat(sys.argv[3]), sys.argv[4]
end = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
if when == "before":
    whole, done = references.destroy, []
    def one_then_end(file):
        done.append(whole(file))
        if len(done) == 2:
            end()
    references.destroy = one_then_end
else:
    store.FOLDER.__class__.delete = end
acting(lambda: files.weigh(now=due))
"""

    @pytest.mark.parametrize(("when", "rows", "swept_later"), [("before", 3, 3), ("after", 0, 0)])
    def test_and_is_killed_in_the_middle_leaves_nothing_that_stays(
        self, now: datetime, folder: Path, when: str, rows: int, swept_later: int
    ) -> None:
        several = [take(now, PNG + bytes([number])) for number in range(3)]
        due = now + WEEK
        told = [str(connection.settings_dict["NAME"]), str(folder), due.isoformat(), when]
        done = subprocess.run([sys.executable, "-c", self.KILLED, *told], cwd=ROOT, check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert (SealedFile.objects.count(), on_disk(folder)) == (rows, 3)
        if rows:
            assert all(b"".join(files.open_(one)).startswith(PNG) for one in several)
        assert sweep(due) == swept_later
        files.sweep(older_than_s=-1)
        assert (SealedFile.objects.count(), on_disk(folder)) == (0, 0)


@pytest.mark.django_db(transaction=True)
class TestAnImportsFile:
    def take_in(self, now: datetime) -> SealedFile:
        kept: SealedFile = acting(lambda: imports.take_in([ROWS], length=len(ROWS), now=now))
        return kept

    def test_goes_once_it_was_imported(self, now: datetime, folder: Path) -> None:
        file = self.take_in(now)
        acting(lambda: imports.let_go(file))
        assert (SealedFile.objects.count(), on_disk(folder)) == (0, 0)

    def test_stays_for_who_handed_the_same_content_in_until_his_day_is_over(self, now: datetime) -> None:
        file, an_hour = self.take_in(now), timedelta(hours=1)
        assert self.take_in(now + an_hour).id == file.id
        acting(lambda: imports.let_go(file))
        later.run_due(now + timedelta(hours=24, minutes=1))
        assert b"".join(files.open_(file)) == ROWS
        later.run_due(now + timedelta(hours=25, minutes=1))
        assert not SealedFile.objects.exists()

    def test_stays_while_another_import_reads_it(self, now: datetime) -> None:
        file = self.take_in(now)
        run = ImportRun.objects.create(
            table="x", file=file, columns={}, constants={}, by={}, asked_at=now, state=ImportRun.State.WAITING
        )
        acting(lambda: imports.let_go(file))
        later.run_due(now + timedelta(days=2))
        run.refresh_from_db()
        assert run.file == file
        assert b"".join(files.open_(file)) == ROWS

    def test_stays_where_a_row_refers_to_the_same_content(self, now: datetime) -> None:
        file = self.take_in(now)
        Text.objects.create(
            document=Document.objects.create(code="help/lock/alarm"),
            number=1,
            zh="x",
            pictures={"1": hashlib.sha256(ROWS).hexdigest()},
            written_by="x",
            written_at=now,
        )
        acting(lambda: imports.let_go(file))
        later.run_due(now + timedelta(days=2))
        assert b"".join(files.open_(file)) == ROWS
