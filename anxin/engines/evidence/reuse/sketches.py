"""What is kept of a picture for geometry: up to 512 features and a small copy, about 70 KiB."""

import io
import json
import struct

import cv2
import numpy as np
from PIL import Image

from anxin.engines.evidence.matching.features import Features
from anxin.engines.evidence.reuse.signatures import choose

KEPT = 512
SMALL = 320


def pack(features: Features) -> bytes:
    """Pack features and a small copy of their picture."""
    rows = choose(features, KEPT)
    height, width = features.shape
    ratio = min(1.0, SMALL / max(height, width))
    small = cv2.resize(features.colour, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    stream = io.BytesIO()
    Image.fromarray(small.astype(np.uint8)).save(stream, "JPEG", quality=85)
    picture = stream.getvalue()
    head = json.dumps({"n": len(rows), "shape": [height, width], "picture": len(picture)}).encode()
    parts = [
        struct.pack("<H", len(head)),
        head,
        (features.points[rows] * 32).round().astype("<u2").tobytes(),
        (features.sizes[rows] * 8).round().clip(0, 65535).astype("<u2").tobytes(),
        (features.angles[rows] * 64).round().clip(0, 65535).astype("<u2").tobytes(),
        (features.roots[rows] * 255).round().clip(0, 255).astype(np.uint8).tobytes(),
        picture,
    ]
    return b"".join(parts)


def unpack(blob: bytes) -> Features:
    """Unpack what `pack` made."""
    size = struct.unpack_from("<H", blob)[0]
    head = json.loads(blob[2 : 2 + size])
    count, (height, width), at = head["n"], head["shape"], 2 + size
    points = np.asarray(
        np.frombuffer(blob, "<u2", 2 * count, at).astype(np.float32).reshape(count, 2) * np.float32(1 / 32),
        dtype=np.float32,
    )
    sizes = np.asarray(
        np.frombuffer(blob, "<u2", count, at + 4 * count).astype(np.float32) * np.float32(1 / 8), dtype=np.float32
    )
    angles = np.asarray(
        np.frombuffer(blob, "<u2", count, at + 6 * count).astype(np.float32) * np.float32(1 / 64), dtype=np.float32
    )
    roots = np.frombuffer(blob, np.uint8, 128 * count, at + 8 * count).astype(np.float32).reshape(count, 128)
    roots = np.asarray(roots / np.maximum(np.linalg.norm(roots, axis=1, keepdims=True), 1e-6), dtype=np.float32)
    with Image.open(io.BytesIO(blob[at + 136 * count :])) as opened:
        small = np.asarray(opened.convert("RGB"), np.uint8)
    colour = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
    grey = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    return Features(points, sizes, angles, np.ones(count, np.float32), roots, colour, grey)
