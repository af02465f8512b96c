"""Every name of a place in China, however it is written or spoken.

`load()` gives a `Gazetteer`; `gazetteer.resolve(text, hints)` answers a `Resolution`. Pure Python, no network.
"""

from typing import TYPE_CHECKING

from anxin.engines import opening

if TYPE_CHECKING:
    from anxin.engines.address.areas import Entry
    from anxin.engines.address.contact import Contact
    from anxin.engines.address.datum import bd09_to_gcj02, convert, distance_m, from_gcj02, gcj02_to_bd09, to_gcj02
    from anxin.engines.address.gazetteer import Division, Gazetteer, UnknownDivision, load
    from anxin.engines.address.nearby import Near
    from anxin.engines.address.phones import Phone
    from anxin.engines.address.resolution import Alternative, Hints, Point, Resolution, Span
    from anxin.engines.address.table import TableError

__all__ = [
    "Alternative", "Contact", "Division", "Entry", "Gazetteer", "Hints", "Near", "Phone", "Point", "Resolution",
    "Span", "TableError", "UnknownDivision", "bd09_to_gcj02", "convert", "distance_m", "from_gcj02", "gcj02_to_bd09",
    "load", "to_gcj02",
]  # fmt: skip

__getattr__ = opening(
    __name__,
    {
        "areas": "Entry",
        "contact": "Contact",
        "datum": "bd09_to_gcj02 convert distance_m from_gcj02 gcj02_to_bd09 to_gcj02",
        "gazetteer": "Division Gazetteer UnknownDivision load",
        "nearby": "Near",
        "phones": "Phone",
        "resolution": "Alternative Hints Point Resolution Span",
        "table": "TableError",
    },
)
