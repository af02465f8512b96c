"""What a file is refused for, as its pages say it: row by row, and the files no row names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anxin.core.wording import joined

if TYPE_CHECKING:
    from anxin.core.imports import Summary

SHOWN = 100
"""So many refused rows a page shows; the file it gives has more."""


def refusals(titles: Mapping[str, str], told: "Summary") -> dict[str, Any]:
    """Show the refused rows, with what is written there and why it can't be; `titles` by column."""
    return {
        "refused": told.refused,
        "refused_rows": [
            {
                "number": row.number,
                "reasons": [(titles.get(name, name), written, why) for name, written, why in row.reasons],
            }
            for row in told.refusals[:SHOWN]
        ],
        "more": max(0, told.refused - SHOWN),
        "refused_file": bool(told.headers and told.refusals),
        "loose": told.loose,
        "loose_names": joined(told.loose_names),
        "loose_more": told.loose - len(told.loose_names),
    }
