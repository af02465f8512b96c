"""Walk the outer structure of a picture or video file: which blocks it holds and where it contradicts itself."""

from anxin.engines.evidence.containers.kinds import sniff
from anxin.engines.evidence.containers.structure import Block, Structure
from anxin.engines.evidence.containers.walkers import walk

__all__ = ["Block", "Structure", "sniff", "walk"]
