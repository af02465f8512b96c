"""Every name of a place in China, however it is written or spoken.

`load()` gives a `Gazetteer`; `gazetteer.resolve(text, hints)` answers a `Resolution`. Pure Python, no network.
"""

from anxin.engines.address.gazetteer import Division, Gazetteer, UnknownDivision, load
from anxin.engines.address.resolution import Alternative, Hints, Point, Resolution, Span

__all__ = [
    "Alternative", "Division", "Gazetteer", "Hints", "Point", "Resolution", "Span", "UnknownDivision", "load",
]  # fmt: skip
