import errno
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection

from anxin.core import file_kinds, files, vault
from anxin.core.files import intake, store
from anxin.core.files.models import SealedFile

ROOT = Path(__file__).resolve().parents[3]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 700


def receive(content: bytes, now: datetime, block: int = 1000) -> SealedFile:
    blocks = (content[at : at + block] for at in range(0, len(content), block))
    return files.receive(blocks, length=len(content), allowed=files.DOCUMENTS, now=now)


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
class TestReceive:
    def test_gives_back_the_bytes_it_took(self, now: datetime) -> None:
        file = receive(PDF, now)
        assert b"".join(files.open_(file)) == PDF
        assert (file.sha256, file.size, file.kind) == (hashlib.sha256(PDF).hexdigest(), len(PDF), "application/pdf")

    def test_leaves_nothing_readable_on_the_disk(self, now: datetime, folder: Path) -> None:
        receive(PDF, now)
        (path,) = on_disk(folder)
        assert PDF[:64] not in path.read_bytes()
        assert bytes(range(200)) not in path.read_bytes()

    def test_keeps_the_same_content_once(self, now: datetime, folder: Path) -> None:
        assert receive(PDF, now).id == receive(PDF, now).id
        assert len(on_disk(folder)) == 1

    @pytest.mark.parametrize("size", [0, 1, 65535 - 9, 65536 - 9, 65537 - 9, 131072 - 9])
    def test_takes_every_size_around_a_piece(self, now: datetime, size: int) -> None:
        content = b"%PDF-1.7\n" + b"a" * size
        assert b"".join(files.open_(receive(content, now))) == content

    def test_needs_a_length(self, now: datetime) -> None:
        with pytest.raises(files.LengthRequired):
            files.receive([PDF], length=None, allowed=files.DOCUMENTS, now=now)

    @pytest.mark.parametrize(
        ("length", "error"), [(len(PDF) + 1, files.Incomplete), (len(PDF) - 1, files.TooLarge), (0, files.TooLarge)]
    )
    def test_refuses_a_body_of_another_length_and_leaves_nothing(
        self, now: datetime, folder: Path, length: int, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            files.receive([PDF], length=length, allowed=files.DOCUMENTS, now=now)
        assert not on_disk(folder)
        assert not SealedFile.objects.exists()

    def test_judges_by_content_and_not_by_name(self, now: datetime, folder: Path) -> None:
        with pytest.raises(files.WrongKind, match="expected='GIF、HEIC、JPEG、PNG、WebP', got='PDF'"):
            files.receive([PDF], length=len(PDF), name="cat.jpg", allowed=files.PICTURES, now=now)
        assert not on_disk(folder)

    def test_refuses_more_than_its_kind_may_be_before_it_has_come(self, now: datetime) -> None:
        came: list[int] = []

        def body() -> Iterator[bytes]:
            for number in range(10_000):
                came.append(number)
                yield b"%PDF-1.7\n" + bytes(65536)

        with pytest.raises(files.TooLarge, match="at most 200 MB"):
            files.receive(body(), length=300 << 20, allowed=files.DOCUMENTS, now=now)
        assert len(came) == 1

    @pytest.mark.parametrize(
        ("number", "error"),
        [(errno.ENOSPC, files.NoSpace), (errno.EDQUOT, files.NoSpace), (errno.EROFS, files.ReadOnly)],
    )
    def test_says_that_the_disk_refuses_and_leaves_nothing(
        self, now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
    ) -> None:
        def refuse(handle: int) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(store.os, "fsync", refuse)
        with pytest.raises(error):
            receive(PDF, now)
        assert not on_disk(folder)
        assert not SealedFile.objects.exists()

    def test_leaves_no_bytes_when_the_row_is_refused(
        self, now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> str:
            raise IntegrityError

        monkeypatch.setattr(intake.fields, "seal", refuse)
        with pytest.raises(IntegrityError):
            receive(PDF, now)
        assert not on_disk(folder)

    def test_leaves_nothing_when_the_client_breaks_off(self, now: datetime, folder: Path) -> None:
        def body() -> Iterator[bytes]:
            yield PDF[:5000]
            raise ConnectionResetError

        with pytest.raises(Exception, match=r"core\.unavailable"):
            files.receive(body(), length=len(PDF), allowed=files.DOCUMENTS, now=now)
        assert not on_disk(folder)

    def test_needs_flat_memory(self, now: datetime) -> None:
        def body() -> Iterator[bytes]:
            yield b"%PDF-1.7\n" + bytes(65536 - 9)
            for _ in range(511):
                yield bytes(65536)

        tracemalloc.start()
        try:
            file = files.receive(body(), length=32 << 20, allowed=files.DOCUMENTS, now=now)
            assert sum(map(len, files.open_(file))) == 32 << 20
            assert tracemalloc.get_traced_memory()[1] < 4 << 20
        finally:
            tracemalloc.stop()


@pytest.mark.django_db
class TestOpen:
    @pytest.mark.parametrize("at", [0, 5, 20, 70_000, -1])
    def test_names_a_file_whose_bytes_were_changed(self, now: datetime, folder: Path, at: int) -> None:
        file = receive(PDF, now)
        (path,) = on_disk(folder)
        content = bytearray(path.read_bytes())
        content[at] ^= 1
        path.write_bytes(content)
        with pytest.raises(vault.Tampered, match=str(file.id)):
            b"".join(files.open_(file))

    @pytest.mark.parametrize("left", [3, 11, 65536 + 11 + 16, -1])
    def test_notices_a_cut_file(self, now: datetime, folder: Path, left: int) -> None:
        file = receive(PDF, now)
        (path,) = on_disk(folder)
        path.write_bytes(path.read_bytes()[:left])
        with pytest.raises(vault.Tampered):
            b"".join(files.open_(file))

    def test_notices_another_files_bytes(self, now: datetime, folder: Path) -> None:
        mine, other = receive(PDF, now), receive(PDF + b"!", now)
        os.replace(store.place(other.sha256, other.id), store.place(mine.sha256, mine.id))
        with pytest.raises(vault.Tampered):
            b"".join(files.open_(mine))

    def test_says_that_bytes_are_missing(self, now: datetime, folder: Path) -> None:
        file = receive(PDF, now)
        on_disk(folder)[0].unlink()
        with pytest.raises(files.Lost):
            b"".join(files.open_(file))
        assert list(files.missing()) == [file]


@pytest.mark.django_db(transaction=True)
class TestCrash:
    SCRIPT = """
import os, signal, sys, django
from datetime import UTC, datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from pathlib import Path
settings.FILES = Path(sys.argv[2])
django.setup()
from anxin.core import files
from anxin.core.files import intake
intake.fields.seal = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
files.receive([b"%PDF-1.7 killed"], length=15, allowed=files.DOCUMENTS, now=datetime.now(UTC))
"""

    def test_between_bytes_and_row_leaves_no_row_and_the_sweep_takes_the_bytes(
        self, now: datetime, folder: Path
    ) -> None:
        kept = receive(PDF, now)
        command = [sys.executable, "-c", self.SCRIPT, str(connection.settings_dict["NAME"]), str(folder)]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL
        assert list(SealedFile.objects.all()) == [kept]
        assert len(on_disk(folder)) == 2
        assert files.sweep() == 0
        assert files.sweep(older_than_s=-1) == 1
        assert b"".join(files.open_(kept)) == PDF

    FULL = """
import resource, sys, django
from datetime import UTC, datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from pathlib import Path
settings.FILES = Path(sys.argv[2])
django.setup()
from anxin.core import files
from anxin.core.files.models import SealedFile
SealedFile.objects.exists()
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    blocks = [b"%PDF-1.7 ", *[bytes(50_000)] * 20]
    files.receive(blocks, length=1_000_009, allowed=files.DOCUMENTS, now=datetime.now(UTC))
except files.NoSpace as refused:
    print(refused.code)
"""

    def test_a_write_the_system_really_refuses_is_said_clearly_and_leaves_nothing(self, folder: Path) -> None:
        command = [sys.executable, "-c", self.FULL, str(connection.settings_dict["NAME"]), str(folder)]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "files.no_space\n"), done.stderr
        assert not on_disk(folder)
        assert not SealedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestDestroy:
    def test_takes_row_key_and_bytes(self, now: datetime, folder: Path) -> None:
        files.destroy(receive(PDF, now))
        assert not SealedFile.objects.exists()
        assert not on_disk(folder)


class TestKindOf:
    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
            (b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
            (b"\x00\x00\x00\x18ftypheic", "image/heic"),
            (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
            (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
            ("姓名,电话\n".encode(), "text/plain"),
            ("字".encode()[:1], "application/octet-stream"),
            ("订单编号,收货人姓名\n".encode("gb18030"), "text/plain"),
            (random.Random(7).randbytes(4096), "application/octet-stream"),
            (("a" * 4095 + "字").encode()[:4096], "text/plain"),
            (b"MZ\x90\x00", "application/octet-stream"),
            (b"<svg onload=alert(1)>", "image/svg+xml"),
            (b" <!DOCTYPE html>", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ],
    )
    def test_reads_the_first_bytes(self, head: bytes, kind: str) -> None:
        assert file_kinds.kind_of(head) == kind

    def test_takes_a_stream_that_comes_byte_by_byte(self) -> None:
        assert file_kinds.kind_of(io.BytesIO(PDF).read(5)) == "application/pdf"
