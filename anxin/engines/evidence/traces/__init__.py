"""Weak signs in tables and pixels. Each says whether it applies; none of them alone says anything about a person."""

from anxin.engines.evidence.traces.looking import FileLook
from anxin.engines.evidence.traces.reading import read

__all__ = ["FileLook", "read"]
