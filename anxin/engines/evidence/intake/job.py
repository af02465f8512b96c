"""What the child does with one file: everything that touches its bytes."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence import pdq, sharpness, traces
from anxin.engines.evidence.containers.kinds import sniff
from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.containers.walkers import walk
from anxin.engines.evidence.findings import Finding
from anxin.engines.evidence.intake import decoder, video
from anxin.engines.evidence.intake.limits import Limits
from anxin.engines.evidence.labels import reader

Arrays = dict[str, NDArray[np.uint8]]


class Job:
    """One file on its way through the child; `head` and `arrays` go back to the parent."""

    def __init__(self, path: str, limits: Limits, own_list: str = "") -> None:
        self.path, self.limits, self.own_list = path, limits, own_list
        self.arrays: Arrays = {}
        self.findings: list[Finding] = []
        self.head: dict[str, Any] = {"timing": {}}

    def run(self) -> None:
        """Read, walk, read labels, decode; each step that fails leaves a finding and the next one runs."""
        size = Path(self.path).stat().st_size
        if size > self.limits.bytes_mb << 20:
            self.head |= {"kind": "application/octet-stream", "sha256": _file_mark(self.path)}
            self.unreadable("too_large", {"bytes": size})
            return
        data = Path(self.path).read_bytes()
        found = self.timed("walk", lambda: walk(data))
        self.head |= {"kind": sniff(data), "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        self.head["assertions"] = [
            asdict(assertion) for assertion in self.timed("labels", lambda: reader.read(found, data, self.own_list))
        ]
        if found.kind == "application/octet-stream":
            self.unreadable("unknown_kind" if data else "empty", {})
        elif found.kind.startswith("video"):
            self.take_video(found)
        else:
            self.take_picture(data, found)
        if found.problems and not any(f.code == "file.unreadable" for f in self.findings):
            self.findings.append(Finding("file.damaged", "file", "weak", {"problems": found.problems[:12]}))

    def timed(self, name: str, step: Callable[[], Any]) -> Any:
        """Run a step and note its CPU time."""
        began = time.process_time()
        value = step()
        self.head["timing"][name] = self.head["timing"].get(name, 0.0) + time.process_time() - began
        return value

    def unreadable(self, why: str, facts: dict[str, Any]) -> None:
        """Say that no pixels could be had."""
        self.findings.append(Finding("file.unreadable", "file", "weak", {"why": why, **facts}))

    def take_picture(self, data: bytes, found: Structure) -> None:
        """Decode a still picture and read what its pixels and tables say."""
        out = self.timed("decode", lambda: decoder.decode(data, found, self.limits))
        if out.pixels is None:
            why = out.problems[-1] if out.problems else "undecodable"
            facts = {"detail": out.detail, "problems": found.problems[:12]}
            self.unreadable(why, {**facts, "width": found.width, "height": found.height})
            return
        for problem in out.problems:
            found.problem(f"pixels.{problem}")
        height, width = out.pixels.shape[:2]
        self.head |= {"width": width * out.reduced, "height": height * out.reduced, "frames": found.frames}
        if found.width and found.height and out.reduced == 1 and {found.width, found.height} != {width, height}:
            found.problem("size.differs")
        self.head["pixels_sha256"] = self.timed("pixels", lambda: decoder.pixel_mark(out.pixels))
        self.reduce(out.pixels)
        self.head["clarity"] = self.timed("clarity", lambda: sharpness.measure(out.pixels))
        inner = next((decoder.thumbnail(b.data) for b in found.blocks if b.role == "exif"), None)
        look = traces.FileLook(data, found, out.pixels, inner)
        self.head["traces"] = [asdict(trace) for trace in self.timed("traces", lambda: traces.read(look))]

    def take_video(self, found: Structure) -> None:
        """Sample frames; the sharpest stands for the video, and each has its hash."""
        frames = self.timed("decode", lambda: video.sample(self.path, self.limits))
        if not frames:
            self.unreadable("undecodable", {"problems": found.problems[:12]})
            return
        best = max(frames, key=lambda frame: frame.sharpness)
        self.head |= {"width": best.pixels.shape[1], "height": best.pixels.shape[0], "frames": len(frames)}
        self.head["pixels_sha256"] = decoder.pixel_mark(best.pixels)
        self.reduce(best.pixels)
        self.head["frame_codes"] = [(f.at_s, *pdq.pdq(pdq.canonical(f.pixels))) for f in frames]
        self.head["clarity"] = sharpness.measure(best.pixels)

    def reduce(self, pixels: NDArray[np.uint8]) -> None:
        """Make the canonical reductions and the hash."""
        work = self.timed("shrink", lambda: decoder.shrink(pixels, 1280))
        self.arrays["work"], self.arrays["small"] = work, decoder.shrink(work, 640)
        code, quality = self.timed("pdq", lambda: pdq.pdq(pdq.canonical(work)))
        self.head |= {"pdq": code, "pdq_quality": quality}


def _file_mark(path: str) -> str:
    """Hash a file that is too large to hold."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
