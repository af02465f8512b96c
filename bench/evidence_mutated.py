"""Damaged and malicious files: no crash, no hang, bounded memory, an answer each, and a finding where damage shows."""

import argparse
import io
import tempfile
import time
import zlib
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from anxin.engines import evidence
from anxin.engines.evidence.labels.writer import chunk
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.evidence_cost import child_pid, peak_mb

KINDS = ("jpg", "png", "webp", "gif", "avif", "heic", "mp4")


def measure_mutated(options: argparse.Namespace) -> dict[str, object]:
    """Mutate small files of every kind; compare the pixels and findings with the sound file's."""
    rng = np.random.default_rng(42)
    counts: Counter[str] = Counter()
    slow, silent, kinds = 0.0, [], Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = _sound(options.data, folder)
        before = {path: evidence.open_picture(path).taken for path in sound}
        bombs = list(_bombs())
        for number in range(options.mutations):
            if number < len(bombs):
                label, data, origin = *bombs[number], None
            else:
                origin = sound[number % len(sound)]
                label, data = _mutated(origin.read_bytes(), rng)
            path = folder / "mutated"
            path.write_bytes(data)
            began = time.monotonic()
            report = evidence.examine(path, params=evidence.Params(ocr=False))
            slow = max(slow, time.monotonic() - began)
            counts["answered"] += bool(report.sha256)
            told = any(finding.family == "file" for finding in report.findings)
            died = any(
                f.facts.get("why") in ("child_died", "too_slow") for f in report.findings if f.code == "file.unreadable"
            )
            counts["child ended by its limits"] += died
            if origin is None:
                kinds[f"{label}: {'told' if told else 'quiet'}"] += 1
                continue
            changed = report.pixels_sha256 != before[origin].pixels_sha256
            counts["pixels changed"] += changed
            counts["pixels changed and told"] += changed and told
            if changed and not told:
                silent.append(f"{label} {origin.suffix}")
    quiet = Counter(silent)
    return {
        "answered": rate(counts["answered"], options.mutations), "slowest": f"{slow:.1f} s wall",
        "child ended by its limits": counts["child ended by its limits"],
        "damage seen in pixels and told": rate(counts["pixels changed and told"], counts["pixels changed"]),
        "untold": dict(quiet), "bombs": dict(kinds), "child peak": f"{peak_mb(child_pid()):.0f} MB",
    }  # fmt: skip


def _sound(data: Path, folder: Path) -> list[Path]:
    """Small sound files of every kind."""
    files = []
    for number, base in enumerate(pictures.photos(data)[:4]):
        image = Image.fromarray(pictures.pixels(base, 320))
        for kind in ("jpg", "png", "webp", "gif", "avif"):
            path = folder / f"{number}.{kind}"
            image.save(path)
            files.append(path)
    writer = cv2.VideoWriter(str(folder / "0.mp4"), cv2.VideoWriter_fourcc(*"mp4v"), 10, (320, 240))
    for step in range(12):
        frame = np.full((240, 320, 3), 20 * step, np.uint8)
        cv2.circle(frame, (20 * step, 120), 40, (0, 200, 255), -1)
        writer.write(frame)
    writer.release()
    return [*files, folder / "0.mp4"]


def _mutated(data: bytes, rng: np.random.Generator) -> tuple[str, bytes]:
    """Truncate, flip bits, overwrite, double or cut out a piece."""
    how = int(rng.integers(0, 5))
    at = int(rng.integers(1, len(data)))
    if how == 0:
        return "truncated", data[:at]
    values = bytearray(data)
    if how == 1:
        for _ in range(int(rng.integers(1, 9))):
            values[int(rng.integers(0, len(values)))] ^= 1 << int(rng.integers(0, 8))
        return "bits", bytes(values)
    size = int(rng.integers(1, 400))
    if how == 2:
        values[at : at + size] = rng.integers(0, 256, len(values[at : at + size])).astype(np.uint8).tobytes()
        return "overwritten", bytes(values)
    if how == 3:
        return "doubled", data[:at] + data[max(0, at - size) :]
    return "cut", data[:at] + data[at + size :]


def _bombs() -> list[tuple[str, bytes]]:
    """Files that ask for far more than they are."""
    small = io.BytesIO()
    Image.new("RGB", (16, 16)).save(small, "PNG")
    png = small.getvalue()
    head = b"\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00"
    huge = png[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 5_000_000)) + chunk(b"IEND", b"")
    text = png[:33] + chunk(b"zTXt", b"AIGC\x00\x00" + zlib.compress(b"{" * 60_000_000)) + png[33:]
    chunks = png[:33] + chunk(b"tEXt", b"k\x00v") * 100_000 + png[33:]
    entity = (
        b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx">'
        + b"".join(b'<!ENTITY b%d "&b;&b;&b;&b;">' % k for k in range(50))
        + b"]>"
    )
    nested = b"<rdf:li>" * 200_000
    xmp = png[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + entity + nested) + png[33:]
    braces = png[:33] + chunk(b"tEXt", b"AIGC\x00" + b'{"Label":' * 300_000) + png[33:]
    jpeg = io.BytesIO()
    Image.new("RGB", (16, 16)).save(jpeg, "JPEG")
    lying = bytearray(jpeg.getvalue())
    at = lying.index(b"\xff\xc0")
    lying[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    boxes = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00\x00\x00\x08moov" * 100_000
    webm = b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x88" * 50_000
    return [
        ("png 60,000 pixels square", huge), ("packed text", text), ("100,000 chunks", chunks), ("recursive xmp", xmp),
        ("open braces", braces), ("jpeg 65,535 pixels square", bytes(lying)), ("100,000 boxes", boxes),
        ("nested elements", webm),
        ("empty", b""), ("one byte", b"\xff"), ("text", b"hello"), ("gif head", b"GIF89a\xff\xff\xff\xff\xf7\x00\x00"),
    ]  # fmt: skip
