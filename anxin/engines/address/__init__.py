"""Every name of a place in China, however it is written or spoken.

`load()` gives a `Gazetteer`; `gazetteer.resolve(text, hints)` answers a `Resolution`. Pure Python, no network.
"""

from anxin.engines.address.contact import Contact
from anxin.engines.address.gazetteer import Division, Gazetteer, UnknownDivision, load
from anxin.engines.address.phones import Phone
from anxin.engines.address.resolution import Alternative, Hints, Point, Resolution, Span

__all__ = [
    "Alternative", "Contact", "Division", "Gazetteer", "Hints", "Phone", "Point", "Resolution", "Span",
    "UnknownDivision", "load",
]  # fmt: skip
