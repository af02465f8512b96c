from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import files, settings, uploads
from anxin.core.actors import STRANGER, Actor

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 700
LUO = Actor(kind="technician", id="luo")


def begun(now: datetime, length: int | None = len(PDF), by: Actor = LUO) -> uploads.Upload:
    return uploads.start(length=length, allowed=files.DOCUMENTS, by=by, now=now)


def value_of(name: str, value: int, now: datetime) -> None:
    row = settings.propose(name=name, value=value, valid_from=now, by=LUO, now=now)
    assert row.confirmed_at


def stranger(n: int) -> Actor:
    return Actor(kind="stranger", id=f"browser-{n}")


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

    def test_is_not_begun_longer_than_its_longest_kind_may_be(self, now: datetime) -> None:
        with pytest.raises(files.TooLarge, match="at most 200 MB"):
            begun(now, length=(200 << 20) + 1)
        with pytest.raises(files.Incomplete):
            begun(now, length=0)

    @pytest.mark.parametrize("at", [0, 2], ids=["at once", "after bytes that show nothing"])
    def test_of_a_wrong_kind_is_dropped_with_its_first_bytes(self, at: int, now: datetime, folder: Path) -> None:
        upload = begun(now, length=100 << 20)
        if at:
            upload = uploads.append(upload, offset=0, stream=[b"\0"] * at, by=LUO, now=now)
        with pytest.raises(files.WrongKind):
            uploads.append(upload, offset=at, stream=[b"\0" * 5000], by=LUO, now=now)
        assert not uploads.Upload.objects.exists()
        assert not [path for path in folder.rglob("*") if path.is_file()]

    def test_is_refused_where_one_person_has_too_much_under_way(self, now: datetime) -> None:
        value_of("uploads.each_most_mb", 64, now)
        begun(now, length=40 << 20)
        with pytest.raises(uploads.TooManyBytes):
            begun(now, length=40 << 20)
        assert begun(now + timedelta(hours=24), length=40 << 20)

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


class TestStrangers:
    def test_fill_no_more_than_is_kept_for_all_of_them_and_keep_out_nobody_who_is_known(self, now: datetime) -> None:
        value_of("uploads.strangers_most_mb", 256, now)
        sent, long = b"%PDF-1.7\n" + bytes(9 << 20), begun(now, length=199 << 20, by=stranger(0))
        for n in range(1, 28):
            mine = begun(now, length=10 << 20, by=stranger(n))
            uploads.append(mine, offset=0, stream=[sent], by=stranger(n), now=now)
        with pytest.raises(uploads.UploadsFull):
            begun(now, length=20 << 20, by=stranger(99))
        with pytest.raises(uploads.UploadsFull):
            uploads.append(long, offset=0, stream=[sent], by=stranger(0), now=now)
        assert uploads.under_way() <= 256 << 20
        assert uploads.append(begun(now), offset=0, stream=[PDF], by=LUO, now=now).received == len(PDF)

    def test_are_waited_for_from_piece_to_piece_and_swept_after_two_hours(self, now: datetime) -> None:
        mine, by = begun(now, by=stranger(1)), stranger(1)
        half = now + timedelta(minutes=90)
        uploads.append(mine, offset=0, stream=[PDF[:5000]], by=by, now=half)
        assert uploads.sweep(now=now + timedelta(hours=2)) == 0
        assert uploads.find(str(mine.id), by=by, now=half + timedelta(minutes=119))
        assert uploads.sweep(now=half + timedelta(hours=2)) == 1

    def whole(self, now: datetime, by: Actor, pdf: bytes = PDF, origin: str = "here") -> files.SealedFile:
        upload = uploads.start(length=len(pdf), allowed=files.DOCUMENTS, by=by, now=now, origin=origin)
        return uploads.finish(uploads.append(upload, offset=0, stream=[pdf], by=by, now=now), by=by, now=now)

    def test_finished_and_not_handed_in_count_and_are_gone_after_a_day(self, now: datetime) -> None:
        file = self.whole(now, stranger(1))
        assert uploads.under_way() == len(PDF)
        uploads.sweep(now=now + timedelta(hours=24))
        assert files.find(str(file.id)) is not None, "its key counts for a day"
        uploads.sweep(now=now + timedelta(hours=25))
        assert files.find(str(file.id)) is None
        assert uploads.under_way() == 0

    def test_that_come_again_are_waited_for_anew(self, now: datetime) -> None:
        self.whole(now, stranger(1))
        later = self.whole(now + timedelta(hours=20), stranger(2))
        uploads.sweep(now=now + timedelta(hours=25))
        assert files.find(str(later.id)) is not None

    @pytest.mark.parametrize(("name", "browsers"), [("each_most", 1), ("address_most", 99), ("strangers_most", 99)])
    def test_are_no_more_in_number_than_may_be(self, name: str, browsers: int, now: datetime) -> None:
        value_of(f"uploads.{name}", 10, now)
        for n in range(10):
            self.whole(now, stranger(n % browsers), PDF + b"%d" % n)
        refused = uploads.UploadsFull if name == "strangers_most" else uploads.TooManyFiles
        with pytest.raises(refused):
            self.whole(now, stranger(98 % browsers), PDF + b"more")

    def test_of_one_address_are_no_more_than_may_be_and_another_goes_on(self, now: datetime) -> None:
        value_of("uploads.address_most_mb", 64, now)
        begun = {"length": 40 << 20, "allowed": files.DOCUMENTS, "now": now}
        uploads.start(**begun, by=stranger(1), origin="here")
        with pytest.raises(uploads.TooManyBytes):
            uploads.start(**begun, by=stranger(2), origin="here")
        assert uploads.start(**begun, by=stranger(3), origin="there")

    def test_taken_in_at_once_count_too(self, now: datetime) -> None:
        taken = {"length": len(PDF), "allowed": files.DOCUMENTS, "now": now, "origin": "here"}
        uploads.take([PDF], by=stranger(1), **taken)
        assert uploads.under_way() == len(PDF)
        uploads.take([PDF + b"2"], by=LUO, **{**taken, "length": len(PDF) + 1})
        assert uploads.under_way() == len(PDF)
