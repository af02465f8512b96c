"""Decode pixels inside the child, leniently but telling all that went wrong."""

import contextlib
import hashlib
import io
import os
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import pi_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile, ImageOps

from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.errors import complaint
from anxin.engines.evidence.intake.limits import Limits

Pixels = NDArray[np.uint8]
TURNS = {2, 3, 4, 5, 6, 7, 8}


@dataclass(slots=True)
class Decoded:
    """Upright RGB pixels and what went wrong on the way."""

    pixels: Pixels | None = None
    problems: list[str] = field(default_factory=list)
    reduced: int = 1
    detail: str = ""


def prepare() -> None:
    """Register decoders once; Pillow's own bomb guard is replaced by ours, which counts before decoding."""
    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    cv2.setNumThreads(1)


def decode(data: bytes, found: Structure, limits: Limits) -> Decoded:
    """Decode a still picture; a damaged one gives what could be decoded."""
    out = Decoded()
    try:
        with Image.open(io.BytesIO(data)) as opened:
            size = opened.width * opened.height
            frames = getattr(opened, "n_frames", 1) if opened.format in ("GIF", "PNG", "WEBP") else 1
            found.frames = min(int(frames), 10_000)
            if size <= 0 or opened.width > 65_535 or opened.height > 65_535:
                out.problems.append("size")
                return out
            if size > limits.pixels and not _reduce(opened, size, limits, out):
                out.problems.append("too_large")
                return out
            out.pixels = _load(opened, data, out)
    except MemoryError:
        out.problems.append("memory")
    except Exception as error:
        out.problems.append("undecodable")
        out.detail = complaint(error)[:120]
    return out


def _reduce(opened: Image.Image, size: int, limits: Limits, out: Decoded) -> bool:
    """Ask the JPEG decoder for a smaller picture; say whether that brings it under the limit."""
    if opened.format not in ("JPEG", "MPO"):
        return False
    for divisor in (2, 4, 8):
        if size / divisor**2 <= limits.pixels:
            opened.draft("RGB", (opened.width // divisor, opened.height // divisor))
            out.reduced = divisor
            return True
    return False


def _load(opened: Image.Image, data: bytes, out: Decoded) -> Pixels:
    """Decode, upright, over white, to RGB."""
    turn = _turn(opened)
    if opened.format in ("JPEG", "MPO") and out.reduced == 1 and opened.mode == "RGB":
        pixels = _jpeg(data, out)
        if pixels is not None:
            return upright(pixels, turn)
    try:
        opened.load()
    except (OSError, SyntaxError, ValueError) as error:
        out.problems.append("truncated" if "truncated" in str(error) else "damaged")
        out.detail = complaint(error)[:120]
        opened = _again(data)
    flat = _flat(opened)
    return upright(np.asarray(flat, dtype=np.uint8), turn if opened.format not in ("HEIF", "AVIF") else 1)


def _again(data: bytes) -> Image.Image:
    """Open a damaged file once more, taking what there is."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        again = Image.open(io.BytesIO(data))
        again.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return again


def _flat(opened: Image.Image) -> Image.Image:
    """Lay transparent pictures over white and reduce 16-bit ones."""
    if opened.mode in ("RGBA", "LA", "PA") or (opened.mode == "P" and "transparency" in opened.info):
        layers = opened.convert("RGBA")
        ground = Image.new("RGBA", layers.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, layers).convert("RGB")
    if opened.mode.startswith(("I", "F")):
        values = np.asarray(opened, dtype=np.float64)
        top = 65_535.0 if values.max() > 255 else 255.0
        return Image.fromarray(np.clip(values / top * 255, 0, 255).astype(np.uint8)).convert("RGB")
    return opened.convert("RGB")


def _turn(opened: Image.Image) -> int:
    """Read the EXIF orientation."""
    try:
        value = opened.getexif().get(0x0112, 1)
    except Exception:
        return 1
    return value if value in TURNS else 1


def upright(pixels: Pixels, turn: int) -> Pixels:
    """Turn pixels as the EXIF orientation says."""
    if turn in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if turn in (2, 6, 3, 7):
        pixels = pixels[:, ::-1]
    if turn in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def _jpeg(data: bytes, out: Decoded) -> Pixels | None:
    """Decode a JPEG through OpenCV and listen to libjpeg's warnings, which Pillow swallows."""
    with _listening() as heard:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    said = heard.getvalue()
    if "Corrupt JPEG data" in said or "Premature end" in said or "premature end" in said:
        out.problems.append("truncated" if "remature end of JPEG file" in said else "damaged")
        out.detail = said.strip().splitlines()[0][:120]
    if image is None:
        return None
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


@contextlib.contextmanager
def _listening() -> Iterator[io.StringIO]:
    """Collect what native code writes to standard error."""
    heard, old = io.StringIO(), os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield heard
        finally:
            os.dup2(old, 2)
            os.close(old)
            file.seek(0)
            heard.write(file.read(4096).decode("utf-8", "replace"))


def pixel_mark(pixels: Pixels) -> str:
    """Hash size and values of decoded pixels."""
    mark = hashlib.sha256(f"{pixels.shape[1]}x{pixels.shape[0]}:".encode())
    mark.update(memoryview(pixels).cast("B"))
    return mark.hexdigest()


def shrink(pixels: Pixels, side: int) -> Pixels:
    """Scale down by area so that the long side is at most `side`; never up."""
    height, width = pixels.shape[:2]
    if max(height, width) <= side:
        return pixels
    ratio = side / max(height, width)
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def thumbnail(data: bytes) -> Pixels | None:
    """Decode the thumbnail inside an EXIF block, if there is one."""
    try:
        exif = Image.Exif()
        exif.load(b"Exif\x00\x00" + data)
        directory: dict[int, Any] = exif.get_ifd(ExifTags.IFD.IFD1)
        start, size = int(directory.get(0x0201, 0)), int(directory.get(0x0202, 0))
        if not 0 < start < start + size <= len(data):
            return None
        with Image.open(io.BytesIO(data[start : start + size])) as small:
            if small.width * small.height > 1_000_000:
                return None
            return np.asarray(ImageOps.exif_transpose(small).convert("RGB"), dtype=np.uint8)
    except Exception:
        return None
