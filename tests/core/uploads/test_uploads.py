from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import files, uploads
from anxin.core.actors import STRANGER, Actor

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 700
LUO = Actor(kind="technician", id="luo")


def begun(now: datetime, length: int | None = len(PDF)) -> uploads.Upload:
    return uploads.start(length=length, allowed=files.DOCUMENTS, by=LUO, now=now)


class TestUpload:
    def test_becomes_the_file_it_was_sent_as(self, now: datetime, folder: Path) -> None:
        upload = begun(now)
        for at in range(0, len(PDF), 70_001):
            upload = uploads.append(upload, offset=at, stream=[PDF[at : at + 70_001]], by=LUO, now=now)
        file = uploads.finish(upload, by=LUO, now=now)
        assert b"".join(files.open_(file)) == PDF
        assert not list((folder / "uploads").iterdir())
        assert not uploads.Upload.objects.exists()

    def test_keeps_what_came_before_the_line_broke(self, now: datetime) -> None:
        def body() -> Iterator[bytes]:
            yield PDF[:5000]
            raise ConnectionResetError

        upload = begun(now)
        with pytest.raises(ConnectionResetError):
            uploads.append(upload, offset=0, stream=body(), by=LUO, now=now)
        upload.refresh_from_db()
        assert upload.received == 5000
        upload = uploads.append(upload, offset=5000, stream=[PDF[5000:]], by=LUO, now=now)
        assert b"".join(files.open_(uploads.finish(upload, by=LUO, now=now))) == PDF

    def test_says_where_it_stands_when_bytes_come_twice(self, now: datetime) -> None:
        upload = uploads.append(begun(now), offset=0, stream=[PDF[:100]], by=LUO, now=now)
        with pytest.raises(uploads.WrongOffset) as refused:
            uploads.append(upload, offset=0, stream=[PDF[:100]], by=LUO, now=now)
        assert refused.value.facts["offset"] == 100

    def test_refuses_more_than_it_said(self, now: datetime, folder: Path) -> None:
        upload = begun(now, length=10)
        with pytest.raises(files.TooLarge):
            uploads.append(upload, offset=0, stream=[PDF], by=LUO, now=now)
        upload.refresh_from_db()
        assert upload.received == 0
        assert not [path for path in folder.rglob("*") if path.is_file()]

    def test_is_not_finished_before_all_is_here(self, now: datetime) -> None:
        upload = uploads.append(begun(now), offset=0, stream=[PDF[:100]], by=LUO, now=now)
        with pytest.raises(files.Incomplete):
            uploads.finish(upload, by=LUO, now=now)

    def test_needs_a_length(self, now: datetime) -> None:
        with pytest.raises(files.LengthRequired):
            begun(now, length=None)

    def test_is_nobody_elses(self, now: datetime) -> None:
        with pytest.raises(uploads.UploadGone):
            uploads.append(begun(now), offset=0, stream=[PDF], by=STRANGER, now=now)

    def test_is_gone_after_a_day_and_its_bytes_with_it(self, now: datetime, folder: Path) -> None:
        upload = uploads.append(begun(now), offset=0, stream=[PDF[:100]], by=LUO, now=now)
        after = now + timedelta(hours=24)
        with pytest.raises(uploads.UploadGone):
            uploads.finish(upload, by=LUO, now=after)
        assert uploads.sweep(now=after) == 1
        assert not list((folder / "uploads").iterdir())
