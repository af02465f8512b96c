"""Somebody with the database, but without the key folder, rewrites it by SQL: the verifier names each deed."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from anxin.commands import timeline as command
from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.checkpoints import tips
from anxin.core.checkpoints.models import CheckpointHead
from anxin.core.files import store
from anxin.core.files.models import SealedFile
from anxin.core.keys import mark
from anxin.core.streams.hashing import hash_entry
from anxin.core.streams.models import Entry, Stream
from anxin.domain.evidence.models import Link


def sql(statement: str, *values: Any) -> None:
    """Write past the house."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount, statement


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Undo what was done in here, so that the next deed finds the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rewrite(stream: Stream, position: int) -> None:
    """Change a fact and make every later hash and the head fit again."""
    previous = ""
    for row in Entry.objects.filter(stream=stream).order_by("position"):
        row.via = "phone" if row.position == position else row.via
        row.previous = previous
        row.hash = previous = hash_entry(row.stream_key, row)
        row.save()
    Stream.objects.filter(pk=stream.pk).update(head=previous)


def unsealed() -> None:
    """Take every seal away, as if nothing had ever been sealed."""
    sql("DELETE FROM core_checkpointtip")
    sql("UPDATE core_stream SET seal = ''")


def upgrade(now: Any) -> None:
    """Do what every upgrade and restore does after the tables are made."""
    tips.ensure(now=now)


def drop_checkpoints(*, after: int = 0) -> None:
    """Take the checkpoints off the end, with their heads."""
    CheckpointHead.objects.filter(checkpoint__gt=after).delete()
    sql("DELETE FROM core_checkpoint WHERE number > %s", after)


def rewritten(case: Any) -> None:
    """Rewrite the claim's chain after its checkpoints are gone."""
    drop_checkpoints()
    rewrite(Stream.objects.get(kind="claim", key=str(case.claim.id)), 2)


def cut(case: Any) -> None:
    """Take the last fact of the claim away, and let head and checkpoints know nothing of it."""
    drop_checkpoints()
    stream = Stream.objects.get(kind="claim", key=str(case.claim.id))
    last = Entry.objects.get(stream=stream, position=stream.length)
    last.private_values.all().delete()
    last.delete()
    Stream.objects.filter(pk=stream.pk).update(length=stream.length - 1, head=last.previous)


def transfer(change: str) -> Callable[[Any], None]:
    """Edit a transfer of the order's bill."""
    return lambda _case: sql(f"UPDATE ledger_transfer SET {change}")


def original(case: Any) -> Path:
    """Find the sealed bytes of the buyer's picture."""
    link = Link.objects.get(stream_kind="claim", stream_key=case.claim.id, side="buyer")
    return store.place(link.file.sha256, link.file_id)


def flip(case: Any) -> None:
    """Flip one bit of the picture's sealed bytes."""
    path = original(case)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def unlink(case: Any) -> None:
    """Take the picture's bytes away."""
    original(case).unlink()


def state(table: str, to: str) -> Callable[[Any], None]:
    """Move every row of a table to another state."""
    return lambda _case: sql(f"UPDATE {table} SET state = %s", to)


ACTS: dict[str, tuple[Callable[[Any], None], str]] = {
    "a chain rewritten after its checkpoints were deleted": (rewritten, "timeline.rewritten"),
    "an end cut off after the checkpoints were deleted": (cut, "timeline.rewritten"),
    "all checkpoints deleted": (lambda _case: drop_checkpoints(), "timeline.checkpoint_missing"),
    "the newest checkpoint deleted": (lambda _case: drop_checkpoints(after=1), "timeline.checkpoint_missing"),
    "the seal over the checkpoints deleted": (
        lambda _case: sql("DELETE FROM core_checkpointtip"),
        "timeline.tip_changed",
    ),
    "every seal wiped out": (lambda _case: sql("UPDATE core_stream SET seal = ''"), "timeline.rewritten"),
    "a transfer of less": (transfer("amount_fen = 1"), "timeline.row_differs"),
    "a transfer to somebody else": (transfer("credit = 'customer:nobody'"), "timeline.row_differs"),
    "a transfer undone": (transfer("state = 'void'"), "timeline.row_differs"),
    "a transfer on another day": (transfer("created_at = '2020-01-01 00:00:00+00:00'"), "timeline.row_differs"),
    "a bill of another payee": (
        lambda _case: sql("UPDATE ledger_bill SET payee = 'customer:nobody'"),
        "timeline.row_differs",
    ),
    "a bill's line renamed": (lambda _case: sql("UPDATE ledger_billline SET name = 'x'"), "timeline.row_differs"),
    "a payment that went elsewhere": (
        lambda _case: sql("UPDATE ledger_payment SET reference = 'F0'"),
        "timeline.row_differs",
    ),
    "a claim that is closed": (state("claims_claim", "closed"), "timeline.row_differs"),
    "a payment that failed": (state("ledger_payment", "failed"), "timeline.row_differs"),
    "a picture that could not be looked at": (
        lambda _case: sql("UPDATE evidence_examination SET state = 'not_possible', why = 'x'"),
        "timeline.row_differs",
    ),
}


@pytest.fixture
def case(contested: Any, now: Any) -> Any:
    """A contested claim on a paid order, two checkpoints over it, and nothing found."""
    for _hour in range(2):
        acting(lambda: timeline.checkpoint(now))
    assert command.report(originals=True) == 0
    return contested


@pytest.mark.django_db
class TestRewrittenDatabase:
    def test_is_named(self, case: Any, capsys: pytest.CaptureFixture[str]) -> None:
        for name, (act, code) in ACTS.items():
            capsys.readouterr()
            with undone():
                act(case)
                assert command.report() == 1, name
            said = capsys.readouterr().out
            assert said.startswith(f"{code}: "), name
        assert timeline.verify() == []

    def test_stays_named_after_the_work_went_on(self, case: Any, now: Any) -> None:
        rewritten(case)
        case.propose()
        acting(lambda: timeline.checkpoint(now))
        assert {one.code for one in timeline.verify()} >= {"timeline.rewritten", "timeline.checkpoint_missing"}

    def test_is_not_made_good_by_an_upgrade(self, case: Any, now: Any) -> None:
        rewritten(case)
        sql("DELETE FROM core_checkpointtip")
        upgrade(now)
        assert {one.code for one in timeline.verify()} >= {"timeline.rewritten", "timeline.tip_changed"}

    def test_is_not_sealed_anew_by_an_upgrade_once_every_seal_was_wiped_out(self, case: Any, now: Any) -> None:
        rewritten(case)
        unsealed()
        upgrade(now)
        acting(lambda: timeline.checkpoint(now))
        found = timeline.verify()
        assert {one.code for one in found} >= {"timeline.rewritten", "timeline.tip_changed"}
        assert {one.stream.key for one in found if one.stream} >= {str(case.claim.id)}
        assert not Stream.objects.exclude(seal="").exists()


@pytest.mark.django_db
class TestMark:
    def test_is_left_beside_the_keys_with_the_first_head_for_its_owner_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: Any
    ) -> None:
        monkeypatch.setattr(settings, "VAULT", {**settings.VAULT, "keys": str(tmp_path / "keys")})
        assert not mark.stands()
        acting(lambda: timeline.write(timeline.StreamKey("test", "1"), "test.one", by=SYSTEM, now=now))
        assert mark.mark_file().stat().st_mode & 0o777 == 0o600
        first = mark.mark_file().read_text(encoding="ascii")
        mark.leave(now=now + timedelta(days=1))
        assert mark.mark_file().read_text(encoding="ascii") == first

    def test_is_left_once_an_older_installation_was_sealed_as_it_stands(
        self, case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: Any
    ) -> None:
        unsealed()
        mark.mark_file().unlink()
        upgrade(now)
        assert (mark.stands(), timeline.verify()) == (True, [])

    def test_lets_an_empty_database_begin(self, now: Any) -> None:
        mark.leave(now=now)
        sql("DELETE FROM core_checkpointtip")
        upgrade(now)
        assert timeline.verify() == []

    def test_stops_no_work_where_the_key_folder_cannot_be_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setattr(settings, "VAULT", {**settings.VAULT, "keys": str(tmp_path / "file" / "keys")})
        for _twice in range(2):
            mark.leave(now=now)
        assert [one.message for one in caplog.records] == ["the mark that heads are sealed can't be left"]


@pytest.mark.django_db
class TestOriginals:
    @pytest.mark.parametrize(("deed", "code"), [(flip, "file_changed"), (unlink, "file_missing")])
    def test_flipped_or_missing_are_named_where_they_are_read(
        self, case: Any, deed: Callable[[Any], None], code: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        deed(case)
        link = Link.objects.get(stream_kind="claim", stream_key=case.claim.id, side="buyer")
        capsys.readouterr()
        assert command.report(originals=True) == 1
        (said,) = capsys.readouterr().out.splitlines()
        assert said.startswith(f"timeline.{code}: file {link.file.sha256}")

    def test_whose_row_is_gone_is_named_unread(self, case: Any) -> None:
        link = Link.objects.get(stream_kind="claim", stream_key=case.claim.id, side="buyer")
        with undone():
            SealedFile.objects.filter(id=link.file_id)._raw_delete("default")
            assert [str(link.id) in one.row for one in timeline.verify()] == [True]


@pytest.mark.django_db
class TestCopyKeptOutside:
    def test_holds(self, case: Any) -> None:
        kept = timeline.Checkpoint.objects.get(number=1).hash
        assert command.report(expect=kept) == 0

    def test_is_missed_even_where_the_keys_were_used(self, case: Any, now: Any, capsys: Any) -> None:
        kept = timeline.Checkpoint.objects.get(number=1).hash
        rewritten(case)
        unsealed()
        mark.mark_file().unlink()  # who has the keys can
        upgrade(now)
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify() == []
        assert command.report(expect=kept) == 1
        assert kept in capsys.readouterr().out
