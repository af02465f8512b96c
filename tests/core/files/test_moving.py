"""`anxin move --files`, backup and restore, with a store that speaks S3."""

import io
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from anxin.commands import backup, doctor
from anxin.commands import files as moving
from anxin.core import files
from anxin.core.files import calls, store
from anxin.core.files.models import SealedFile
from tests.standins.s3 import S3

pytestmark = pytest.mark.django_db


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[S3]:
    monkeypatch.setattr(calls, "PAUSE_S", 0.001)
    monkeypatch.setattr(settings, "DATA", folder.parent)
    with S3() as standin:
        yield standin


@pytest.fixture
def several(s3: S3, now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[SealedFile]:
    """Keep five files in the folder, and name the store."""
    contents = [b"%PDF-1.7\n" + bytes([one]) * 90_000 for one in range(5)]
    found = [files.receive([one], length=len(one), allowed=files.DOCUMENTS, now=now) for one in contents]
    monkeypatch.setattr(settings, "S3", s3.address)
    return found


def place(file: SealedFile) -> str:
    return store.name_of(file.sha256, file.id)


class TestMove:
    def test_goes_to_the_store_and_back(
        self, s3: S3, several: list[SealedFile], folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert moving.move("store") == 0
        assert sorted(s3.kept) == sorted(f"anxin/{place(one)}" for one in several)
        assert all(b"".join(files.open_(one))[:9] == b"%PDF-1.7\n" for one in several)
        for one in several:
            (folder / place(one)).unlink()
        assert moving.move("folder") == 0
        assert all(files.is_whole(one, at=store.FOLDER) for one in several)
        assert capsys.readouterr().out.count("5 carried, 0 were there, 0 not") == 2

    def test_goes_on_where_it_broke_off_and_carries_only_what_is_new(
        self, s3: S3, several: list[SealedFile], now: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        s3.moods.extend([*[""] * 8, *["drop"] * calls.TRIES])
        assert moving.move("store") == 1
        assert "stopped: " in capsys.readouterr().out
        assert moving.move("store") == 0
        assert "3 carried, 2 were there, 0 not" in capsys.readouterr().out
        came = len(s3.calls)
        assert moving.move("store") == 0
        assert len(s3.calls) == came, "what was compared is not asked for again"

    def test_names_what_is_broken_and_carries_the_rest(
        self, s3: S3, several: list[SealedFile], folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / place(several[1])).write_bytes(b"another")
        (folder / place(several[2])).unlink()
        assert moving.move("store") == 1
        said = capsys.readouterr().out
        assert f"{place(several[1])}: its bytes are not those that came in" in said
        assert f"{place(several[2])}: " in said
        assert "3 carried, 0 were there, 2 not" in said
        assert len(s3.kept) == 3

    def test_mends_a_copy_that_went_wrong_there(self, s3: S3, several: list[SealedFile]) -> None:
        s3.kept[f"anxin/{place(several[0])}"] = b"half"
        assert moving.move("store") == 0
        assert files.is_whole(several[0])

    def test_needs_a_store(self, several: list[SealedFile], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "S3", "")
        with pytest.raises(SystemExit):
            moving.move("store")


class TestDoctor:
    def test_says_how_it_stands_with_the_store(self, s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "S3", s3.address)
        assert doctor._files().ok
        monkeypatch.setattr(settings, "S3", s3.address.replace("/sealed/", "/another/"))
        assert "404 NoSuchBucket" in doctor._files().says


class TestBackup:
    def test_holds_what_lies_in_the_store(self, s3: S3, several: list[SealedFile], tmp_path: Path) -> None:
        moving.move("store")
        rows, made = tmp_path / "rows", io.BytesIO()
        rows.write_bytes(b"rows")
        backup._write(made, rows, {})
        made.seek(0)
        with tarfile.open(fileobj=made) as tar:
            kept = {one.name: tar.extractfile(one).read() for one in tar if one.name.startswith(backup.FILES)}  # type: ignore[union-attr]
        assert kept == {backup.FILES + name.removeprefix("anxin/"): content for name, content in s3.kept.items()}
