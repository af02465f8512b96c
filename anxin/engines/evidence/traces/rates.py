"""How often each weak trace errs: measured once, dated, and told beside every trace that spoke."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from anxin.engines.evidence.findings import Trace

# The writer's trace has a code of its own where it speaks.
SAME = {"jpeg.resaved": "jpeg.writer"}
# The fact by which each trace says that it saw something.
SPEAKS = {
    "jpeg.resaved": "resaved", "jpeg.double": "seen", "jpeg.grid": "shifted", "exif.thumbnail": "differs",
    "exif.dates": "later",
}  # fmt: skip
MOST = 0.01


@cache
def table() -> dict[str, Any]:
    """Load the dated rates."""
    return tomllib.loads(files("anxin.engines.evidence").joinpath("data/traces.toml").read_text("utf-8"))


def spoke(trace: Trace) -> bool:
    """Return whether a trace saw something."""
    return trace.applicable and bool(trace.facts.get(SPEAKS.get(trace.code, "")))


def rated(traces: Iterable[Trace]) -> list[Trace]:
    """Keep the traces that spoke and may be told, each with its measured rates and their bounds.

    A trace without a measured rate, or one that spoke on more than one genuine file in a hundred, is not told.
    """
    rows = ((trace, table()["trace"].get(SAME.get(trace.code, trace.code))) for trace in traces if spoke(trace))
    return [_rated(trace, row) for trace, row in rows if row is not None and tellable(row)]


def tellable(row: dict[str, Any]) -> bool:
    """Return whether a measured trace errs seldom enough to be told."""
    spoken, files_read = row["false_alarms"]
    return bool(spoken <= MOST * files_read)


def _rated(trace: Trace, row: dict[str, Any]) -> Trace:
    error = {key: row[key] for key in ("false_alarms", "at_most", "found") if key in row}
    return replace(trace, facts={**trace.facts, "error": error | {"measured": table()["version"]}})
