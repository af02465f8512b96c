"""How much one file may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the child that opens files.

    cpu_s : CPU seconds for one file. wall_s : seconds of waiting before the child is ended.
    memory_mb : address space of the child. pixels : decoded in full; a larger JPEG is decoded at 1/2, 1/4 or 1/8.
    bytes_mb : a larger file isn't read. behind : how far the child stands behind other processes (niceness).
    """

    cpu_s: int = 20
    wall_s: int = 120
    memory_mb: int = 2048
    pixels: int = 40_000_000
    bytes_mb: int = 512
    frames: int = 12
    behind: int = 0
