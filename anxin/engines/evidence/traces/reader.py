"""Run every trace that needs the file itself."""

from anxin.engines.evidence.findings import Trace
from anxin.engines.evidence.traces import blocks, tables, times
from anxin.engines.evidence.traces.subject import FileLook


def read(look: FileLook) -> list[Trace]:
    """Read the traces of one file, in a fixed order."""
    return [
        tables.writer(look),
        blocks.double(look),
        blocks.grid(look),
        times.thumbnail(look),
        times.dates(look),
    ]
