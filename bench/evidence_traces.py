"""How often each weak trace speaks on genuine files, and how often it finds what it looks for."""

import argparse
import io
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from anxin.engines.evidence.examination import open_picture
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.studio import phone

# What a trace says when it speaks, and which change of a file it should find.
SPEAKS = {
    "jpeg.writer": "resaved", "jpeg.resaved": "resaved", "jpeg.double": "seen", "jpeg.grid": "shifted",
    "exif.thumbnail": "differs", "exif.dates": "later",
}  # fmt: skip
SOUGHT = {
    "saved again by an app": "jpeg.writer", "saved twice": "jpeg.double", "cropped and saved": "jpeg.grid",
    "cropped, old thumbnail": "exif.thumbnail",
}  # fmt: skip


def measure_traces(options: argparse.Namespace) -> dict[str, object]:
    """Read the traces of genuine photos as they are, and of files changed in the way each trace looks for."""
    genuine: dict[str, list[int]] = {}
    found: dict[tuple[str, bool], list[int]] = {}
    quiet: dict[str, int] = {}
    bases = pictures.photos(options.data)
    bases += pictures.renders(options.cache / "renders")[:: 2 * options.share]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.jpg"
        for number, base in enumerate(bases):
            data = base.path.read_bytes() if base.model < 0 else phone.saved(pictures.pixels(base), number)
            path.write_bytes(data)
            for code, speaks in _read(path).items():
                if speaks is None:
                    quiet[code] = quiet.get(code, 0) + (base.model < 0)
                    continue
                if base.model < 0:  # a rendered picture is a library's file with a camera's name in it
                    _count(genuine, code, speaks)
            for change, code in SOUGHT.items():
                changed = _changed(data, change, np.random.default_rng([number, *change.encode()]))
                if changed is not None:
                    path.write_bytes(changed)
                    _count(found, (change, base.fitting), _read(path).get(code) is True)
    rows: dict[str, object] = {"files": len(bases), "does not apply to genuine files": quiet}
    for code, count in sorted(genuine.items()):
        rows[f"{code} speaks on genuine photos"] = rate(*count)
    for (change, fitting), count in sorted(found.items()):
        rows[f"{SOUGHT[change]} finds: {change}, {_part(fitting)} part"] = rate(*count)
    return rows


def _count[K](counts: dict[K, list[int]], key: K, hit: bool) -> None:
    count = counts.setdefault(key, [0, 0])
    count[0] += hit
    count[1] += 1


def _part(fitting: bool) -> str:
    return "fitting" if fitting else "reporting"


def _read(path: Path) -> dict[str, bool | None]:
    """Which traces speak (None: does not apply), under one name whether or not the writer's trace speaks."""
    rows: dict[str, bool | None] = {}
    for trace in open_picture(path).taken.traces:
        name = "jpeg.writer" if trace.code == "jpeg.resaved" else trace.code
        rows[name] = bool(trace.facts.get(SPEAKS[trace.code])) if trace.applicable else None
    return rows


def _changed(data: bytes, change: str, rng: np.random.Generator) -> bytes | None:
    """Change a file in one way; None where the way needs what the file lacks."""
    with Image.open(io.BytesIO(data)) as opened:
        exif, pixels = opened.getexif(), np.asarray(opened.convert("RGB"))
        own = opened.info.get("exif", b"")
    height, width = pixels.shape[:2]
    if change == "saved again by an app":
        if not exif.get(0x010F):
            return None
        kept = Image.Exif()
        kept[0x010F], kept[0x0110] = exif.get(0x010F), exif.get(0x0110, "")
        return _saved(pixels, int(rng.integers(70, 95)), kept.tobytes(), first=True)
    if change == "saved twice":
        return _saved(phone.resaved(pixels, int(rng.integers(55, 78))), int(rng.integers(86, 96)), own)
    if change == "cropped and saved":
        top, left = int(rng.integers(1, 8)), int(rng.integers(1, 8))
        return _saved(phone.resaved(pixels, int(rng.integers(60, 80)))[top:, left:], 95, b"")
    if change == "cropped, old thumbnail":
        if b"\xff\xd8" not in own[12:]:
            return None
        return _saved(pixels[int(height * 0.3) :, int(width * 0.3) :], 90, own)
    raise ValueError(f"expected one of {sorted(SOUGHT)}, got {change}")


def _saved(pixels: np.ndarray, quality: int, exif: bytes, *, first: bool = False) -> bytes:
    """Save with Pillow; `first` writes the JFIF segment that most apps begin with."""
    stream = io.BytesIO()
    dense = {"dpi": (72, 72)} if first else {}
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "JPEG", quality=quality, exif=exif, **dense)
    return stream.getvalue()
