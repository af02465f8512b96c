"""What the traces look at."""

import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.labels.texts import exif_fields


@dataclass
class FileLook:
    """One file's bytes, structure, upright pixels and inner thumbnail; tables and EXIF are read once, when asked."""

    data: bytes
    found: Structure
    pixels: NDArray[np.uint8]
    thumbnail: NDArray[np.uint8] | None = None
    _cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def exif(self) -> dict[str, str]:
        """The text fields of the first EXIF block."""
        return next((exif_fields(block.data) for block in self.found.blocks if block.role == "exif"), {})

    @cached_property
    def tables(self) -> dict[int, list[int]]:
        """The JPEG's quantisation tables in natural order, or none."""
        if self.found.kind != "image/jpeg":
            return {}
        try:
            with Image.open(io.BytesIO(self.data)) as opened:
                return {number: list(values) for number, values in getattr(opened, "quantization", {}).items()}
        except Exception:
            return {}

    @cached_property
    def turned(self) -> bool:
        """Whether the pixels were turned after decoding, so that the JPEG grid runs another way."""
        height, width = self.pixels.shape[:2]
        return (self.found.width, self.found.height) != (width, height)
