"""What came out of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Assertion, Finding, Trace

Pixels = NDArray[np.uint8]

CANONICAL = "canonical-1: exif transpose, rgb over white, area to 1280, area to 640, area to 512"


@dataclass(slots=True)
class Taken:
    """One file, opened.

    work : RGB, long side at most 1280. small : RGB, long side at most 640. frames : small frames of a video.
    pixels_sha256 : SHA-256 over size and RGB values as decoded and turned upright.
    """

    path: str
    kind: str
    sha256: str
    width: int = 0
    height: int = 0
    pixels_sha256: str = ""
    pdq: str = ""
    pdq_quality: int = 0
    work: Pixels | None = None
    small: Pixels | None = None
    frames: Sequence[tuple[float, str, int]] = ()
    assertions: list[Assertion] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    clarity: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        """Whether pixels could be decoded."""
        return self.small is not None
