"""How often each weak trace errs: measured once, dated, and told beside every trace that applies."""

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from anxin.engines.evidence.findings import Trace

# The writer's trace has a code of its own where it speaks.
SAME = {"jpeg.resaved": "jpeg.writer"}


@cache
def table() -> dict[str, Any]:
    """Load the dated rates."""
    return tomllib.loads(files("anxin.engines.evidence").joinpath("data/traces.toml").read_text("utf-8"))


def rated(trace: Trace) -> Trace:
    """Put a trace's measured rates into its facts: how often it spoke on genuine files, how often it found its mark.

    A trace without a measured rate doesn't apply.
    """
    if not trace.applicable:
        return trace
    row = table()["trace"].get(SAME.get(trace.code, trace.code))
    if row is None:
        return replace(trace, applicable=False, facts={"why": "no measured error rate"})
    error = {"false_alarms": row["false_alarms"], "found": row["found"], "measured": table()["version"]}
    return replace(trace, facts={**trace.facts, "error": error})
