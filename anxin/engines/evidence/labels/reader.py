"""Read all labels of one file that need no pixels."""

from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.findings import Assertion
from anxin.engines.evidence.labels import c2pa, metadata, tc260


def read(found: Structure, data: bytes, own_list: str = "") -> list[Assertion]:
    """Read TC260, C2PA, IPTC, generators and editors; visible marks need the pixels and come later."""
    return [*tc260.read(found, data), *c2pa.read(found, data, own_list), *metadata.read(found)]
