"""Files in a store that speaks S3, over HTTP: the same as in the folder, and what a store may do wrong."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from anxin.core import checks, files, uploads, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.files import bucket, calls, store
from anxin.core.files.bucket import NotKept
from anxin.core.files.calls import Away, StoreRefused
from anxin.core.files.models import SealedFile
from tests.standins.s3 import S3, Multipart, moment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 700


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    for name, value in {"PAUSE_S": 0.001, "READ_S": 0.4, "CONNECT_S": 2.0}.items():
        monkeypatch.setattr(calls, name, value)
    with S3(page=2) as standin:
        monkeypatch.setattr(settings, "S3", standin.address)
        yield standin


def receive(now: datetime, content: bytes = PDF) -> SealedFile:
    return files.receive([content], length=len(content), allowed=files.DOCUMENTS, now=now)


def drafts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestReceive:
    def test_keeps_a_file_sealed_and_gives_it_back(self, s3: S3, now: datetime, folder: Path) -> None:
        file = receive(now)
        assert list(s3.kept) == [f"anxin/{store.name_of(file.sha256, file.id)}"]
        assert PDF[:64] not in s3.kept[f"anxin/{store.name_of(file.sha256, file.id)}"]
        assert b"".join(files.open_(file)) == PDF
        assert not drafts(folder)

    def test_keeps_the_same_content_once_and_takes_it_away_again(self, s3: S3, now: datetime) -> None:
        assert receive(now).id == receive(now).id
        assert len(s3.kept) == 1

    @pytest.mark.parametrize(
        "moods", [["slow", "500", "429"], ["drop"], ["hang"], ["break"], ["", "cut"], ["", "drop", "cut", "slow"]]
    )
    def test_asks_again_what_was_answered_badly_or_not_at_all(self, s3: S3, now: datetime, moods: list[str]) -> None:
        s3.moods.extend(moods)
        assert b"".join(files.open_(receive(now))) == PDF
        assert len(s3.kept) == 1

    def test_finds_out_a_store_that_keeps_other_bytes_than_it_was_given(
        self, s3: S3, now: datetime, folder: Path
    ) -> None:
        s3.moods.append("wrong")
        with pytest.raises(NotKept):
            receive(now)
        assert (s3.kept, drafts(folder), SealedFile.objects.count()) == ({}, [], 0)

    @pytest.mark.parametrize(
        ("moods", "error"), [(["full"], files.NoSpace), (["drop"] * calls.TRIES, Away), (["500"] * calls.TRIES, Away)]
    )
    def test_says_what_stands_in_the_way(
        self, s3: S3, now: datetime, folder: Path, moods: list[str], error: type[Exception]
    ) -> None:
        s3.moods.extend(moods)
        with pytest.raises(error):
            receive(now)
        assert (drafts(folder), SealedFile.objects.count()) == ([], 0)

    def test_says_that_the_key_is_wrong_without_asking_again(self, s3: S3, now: datetime) -> None:
        with override_settings(S3=s3.address.replace("cret@", "cretly@")), pytest.raises(StoreRefused, match="403"):
            receive(now)
        assert len(s3.calls) == 1


class TestLarge:
    @pytest.fixture(autouse=True)
    def _parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bucket, "PART", 50_000)

    @pytest.mark.parametrize("moods", [[], ["", "slow", "", "break", "", "drop"], [*[""] * 6, "break"]])
    def test_comes_by_parts(self, s3: S3, now: datetime, moods: list[str]) -> None:
        s3.moods.extend(moods)
        assert b"".join(files.open_(receive(now))) == PDF
        assert (len(s3.kept), s3.uploads) == (1, {})

    def test_goes_on_with_the_parts_that_came_before_the_line_broke(self, s3: S3, folder: Path) -> None:
        content = hashlib.sha256(b"sealed").digest() * 7000
        s3.moods.extend(["", "", "", "", *["drop"] * calls.TRIES])
        with pytest.raises(Away):
            store.here().put(store.draft([content]), "ab/one")
        came = len(s3.calls)
        store.here().put(store.draft([content]), "ab/one")
        numbers = [call.target.partition("partNumber=")[2][:1] for call in s3.calls[came:] if call.method == "PUT"]
        assert numbers == ["3", "4", "5"]
        assert s3.kept == {"anxin/ab/one": content}

    def test_of_other_bytes_is_found_out(self, s3: S3, now: datetime) -> None:
        s3.moods.extend(["", "", "wrong"])
        with pytest.raises(NotKept):
            receive(now)
        assert s3.kept == {}


class TestOpen:
    def test_goes_on_where_an_answer_broke_off(self, s3: S3, now: datetime) -> None:
        file = receive(now)
        s3.moods.extend(["cut", "cut", "slow", "drop"])
        assert b"".join(files.open_(file)) == PDF

    def test_notices_bytes_that_were_changed_there(self, s3: S3, now: datetime) -> None:
        file = receive(now)
        ((name, content),) = s3.kept.items()
        s3.kept[name] = content[:-1] + bytes([content[-1] ^ 1])
        with pytest.raises(vault.Tampered):
            b"".join(files.open_(file))
        assert list(files.changed()) == [file]

    def test_says_what_is_missing(self, s3: S3, now: datetime) -> None:
        several = [receive(now, PDF + bytes([one])) for one in range(5)]
        del s3.kept[f"anxin/{store.name_of(several[3].sha256, several[3].id)}"]
        with pytest.raises(files.Lost):
            b"".join(files.open_(several[3]))
        assert list(files.missing()) == [several[3]]

    def test_never_goes_on_in_another_file(self, s3: S3) -> None:
        store.here().put(store.draft([b"a" * 100_000]), "ab/one")
        reading = store.here().read("ab/one")
        s3.moods.append("cut")
        next(reading)
        s3.kept["anxin/ab/one"] = b"b" * 100_000
        with pytest.raises(NotKept):
            list(reading)


class TestUpload:
    def test_is_continued_from_the_store(self, s3: S3, now: datetime) -> None:
        half = len(PDF) // 2
        one = acting(lambda: uploads.start(length=len(PDF), allowed=files.DOCUMENTS, by=SYSTEM, now=now))
        one = uploads.append(one, offset=0, stream=[PDF[:half]], by=SYSTEM, now=now)
        one = uploads.append(one, offset=half, stream=[PDF[half:]], by=SYSTEM, now=now)
        assert [name for name in s3.kept if name.startswith("anxin/uploads/")] != []
        assert b"".join(files.open_(uploads.finish(one, by=SYSTEM, now=now))) == PDF
        assert [name for name in s3.kept if name.startswith("anxin/uploads/")] == []


class TestSweep:
    def test_takes_bytes_without_a_row_and_leaves_the_others(self, s3: S3, now: datetime) -> None:
        kept = receive(now)
        SealedFile.objects.filter(pk=receive(now, PDF + b"!").pk).delete()
        assert files.sweep() == 0
        assert files.sweep(older_than_s=-5) == 1
        assert list(s3.kept) == [f"anxin/{store.name_of(kept.sha256, kept.id)}"]

    def test_takes_parts_nobody_completed_for_days(self, s3: S3) -> None:
        s3.uploads = {
            "old": Multipart("anxin/ab/old", "2026-01-01T00:00:00.000Z"),
            "new": Multipart("anxin/ab/new", moment()),
        }
        assert files.sweep() == 1
        assert list(s3.uploads) == ["new"]


class TestTrial:
    def test_leaves_nothing(self, s3: S3) -> None:
        store.here().trial()
        assert s3.kept == {}

    def test_finds_a_store_that_gives_a_taken_name_again(self, s3: S3) -> None:
        s3.ignores_conditions = True
        with pytest.raises(StoreRefused, match="If-None-Match"):
            store.here().trial()
        assert s3.kept == {}

    @pytest.mark.parametrize("wrong", ["s3://k:s@host/bucket", "https://host/bucket", "https://k:s@host/b?size=1"])
    def test_of_an_address_that_is_none_is_a_check(self, wrong: str) -> None:
        with override_settings(S3=wrong):
            assert [one.id for one in checks.the_files()] == ["core.E007"]
