import io
import struct
import zlib
from datetime import datetime

import pytest
from django.utils import translation
from PIL import Image

from anxin.core import files
from anxin.core.pictures import copies
from anxin.core.pictures.errors import UnreadablePicture

ORIENTATION, MAKE = 0x0112, 0x010F


def a_picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG", orientation: int = 1) -> bytes:
    picture = Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Secret Camera"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def a_bomb(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class TestDecoded:
    def test_carries_no_exif(self) -> None:
        original = a_picture()
        assert b"Secret Camera" in original
        copy = copies.decoded([original])
        assert b"Secret Camera" not in copy
        assert not Image.open(io.BytesIO(copy)).getexif()

    def test_stands_upright(self) -> None:
        assert Image.open(io.BytesIO(copies.decoded([a_picture(orientation=6)]))).size == (40, 60)

    def test_is_shrunk_to_the_side_asked(self) -> None:
        assert Image.open(io.BytesIO(copies.decoded([a_picture((900, 300))], side=300))).size == (300, 100)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
    def test_reads_other_formats(self, kind: str) -> None:
        assert copies.decoded([a_picture(kind=kind)]).startswith(b"\xff\xd8\xff")

    @pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff broken", a_picture()[:400], b"%PDF-1.7"])
    def test_refuses_what_is_no_picture(self, content: bytes) -> None:
        with pytest.raises(UnreadablePicture, match="能打开的图片"):
            copies.decoded([content])

    @pytest.mark.parametrize("size", [(60_000, 60_000), (9_000, 9_000)])
    def test_refuses_a_bomb(self, size: tuple[int, int]) -> None:
        with pytest.raises(UnreadablePicture, match="万像素"):
            copies.decoded([a_bomb(*size)])

    def test_reads_a_jpeg_of_a_large_phone_smaller(self) -> None:
        assert Image.open(io.BytesIO(copies.decoded([a_picture((12_032, 9_024))]))).size == (2048, 1536)
        assert Image.open(io.BytesIO(copies.decoded([a_picture((30_000, 3_000))]))).size == (2048, 205)

    def test_says_in_the_readers_language_what_it_refuses(self) -> None:
        with translation.override("en"), pytest.raises(UnreadablePicture, match="megapixels"):
            copies.decoded([a_bomb(12_032, 9_024)])

    def test_refuses_what_is_drawn_anew_a_thousand_times(self) -> None:
        out = io.BytesIO()
        Image.effect_noise((256, 256), 40).convert("RGB").save(out, "JPEG", progressive=True)
        whole = out.getvalue()
        last = whole[whole.rindex(b"\xff\xda") : -2]
        with pytest.raises(UnreadablePicture, match="万像素"):
            copies.decoded([whole[:-2] + last * 1000 + whole[-2:]])
        assert copies.decoded([whole])

    def test_is_bounded_in_memory(self) -> None:
        with pytest.raises(UnreadablePicture, match="万像素"):
            copies.decoded([a_picture((5000, 5000), "PNG")], memory_mb=16)


@pytest.mark.django_db
class TestShownCopy:
    def test_is_made_once_and_the_original_stays_as_it_came(self, now: datetime) -> None:
        original = a_picture()
        file = files.receive([original], length=len(original), allowed=files.PICTURES, now=now)
        shown = copies.shown_copy(file, now=now)
        file.refresh_from_db()
        assert copies.shown_copy(file, now=now) == shown == file.shown
        assert b"".join(files.open_(file)) == original
        assert b"Secret Camera" not in b"".join(files.open_(shown))

    def test_refuses_what_is_no_picture(self, now: datetime) -> None:
        file = files.receive([b"%PDF-1.7"], length=8, allowed=files.DOCUMENTS, now=now)
        with pytest.raises(UnreadablePicture, match="一张照片"):
            copies.shown_copy(file, now=now)


@pytest.mark.django_db
class TestIntake:
    @pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
    def test_refuses_what_nobody_could_look_at(self, kind: str, now: datetime) -> None:
        whole = a_bomb(12_032, 9_024) if kind == "PNG" else a_picture(kind=kind)
        if kind == "GIF":
            whole = whole[:6] + (12_032).to_bytes(2, "little") + (9_024).to_bytes(2, "little") + whole[10:]
        if kind == "WEBP":
            size = (12_031).to_bytes(3, "little") + (9_023).to_bytes(3, "little")
            whole = b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + size + whole
        with pytest.raises(files.TooLarge, match="109"):
            files.receive([whole], length=len(whole), allowed=files.PICTURES, now=now)

    def test_takes_what_is_read_smaller(self, now: datetime) -> None:
        for kind, size in (("JPEG", (12_032, 9_024)), ("PNG", (4_000, 3_000))):
            whole = a_picture(size, kind)
            assert files.receive([whole], length=len(whole), allowed=files.PICTURES, now=now).kind
