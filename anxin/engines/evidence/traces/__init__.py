"""Weak signs in tables and pixels. Each says whether it applies; none of them alone says anything about a person."""

from anxin.engines.evidence.traces.reader import read
from anxin.engines.evidence.traces.subject import FileLook

__all__ = ["FileLook", "read"]
