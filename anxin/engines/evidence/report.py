"""What `examine` answers, and its one JSON shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Attention, Finding, Hit, Label, Trace, plain


@dataclass(frozen=True, slots=True)
class View:
    """Whether a marked place is seen where geometry says it should be in another picture."""

    region: tuple[int, int, int, int]
    other: str
    answer: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """Everything said about one picture. `heat` and `picture` are for people and stand in no JSON."""

    path: str
    kind: str
    sha256: str
    pdq: str
    width: int
    height: int
    label: Label
    reuse: list[Hit]
    consistency: dict[str, Any] | None
    views: list[View] | None
    clarity: dict[str, Any]
    traces: list[Trace]
    findings: list[Finding]
    attention: Attention
    reasons: tuple[str, ...]
    versions: dict[str, str]
    pixels_sha256: str = ""
    pdq_quality: int = 0
    references: list[dict[str, Any]] = field(default_factory=list)
    timing: dict[str, float] = field(default_factory=dict)
    heat: NDArray[np.uint8] | None = None
    picture: NDArray[np.uint8] | None = None

    def to_json(self, *, timing: bool = False) -> dict[str, Any]:
        """Return the JSON object of the contract; equal inputs give equal bytes (times only when asked for)."""
        rows: dict[str, Any] = {
            "path": self.path,
            "kind": self.kind,
            "sha256": self.sha256,
            "pdq": self.pdq,
            "width": self.width,
            "height": self.height,
            "label": self.label,
            "reuse": self.reuse,
            "consistency": self.consistency,
            "views": self.views,
            "clarity": self.clarity,
            "traces": self.traces,
            "findings": self.findings,
            "attention": self.attention,
            "reasons": self.reasons,
            "versions": self.versions,
            "pixels_sha256": self.pixels_sha256,
            "pdq_quality": self.pdq_quality,
            "references": self.references,
        }
        if timing:
            rows["timing"] = self.timing
        answer: dict[str, Any] = plain(rows)
        return answer
