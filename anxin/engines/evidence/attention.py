"""From findings to attention: one dated table, read aloud in data/attention.toml."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import cast

from anxin.engines.evidence.findings import Attention

ORDER: tuple[Attention, ...] = ("none", "low", "medium", "high")


@cache
def table() -> tuple[str, dict[str, Attention]]:
    """Load the table's version and its rows."""
    text = files("anxin.engines.evidence").joinpath("data/attention.toml").read_text("utf-8")
    rows = tomllib.loads(text)
    return rows["version"], cast(dict[str, Attention], rows["levels"])


def attention(reasons: Iterable[str]) -> tuple[Attention, tuple[str, ...]]:
    """Find the highest level of some reasons, and which reasons reach any level, highest first.

    A reason that isn't in the table is looked up by its first part, then counts as none.
    """
    _, rows = table()
    levels: dict[str, Attention] = {}
    for reason in reasons:
        levels[reason] = rows.get(reason) or rows.get(reason.split(".")[0]) or "none"
    kept = sorted((r for r in levels if levels[r] != "none"), key=lambda r: (-ORDER.index(levels[r]), r))
    return max(levels.values(), key=ORDER.index, default="none"), tuple(kept)
