"""Choose the walker of a media type."""

from anxin.engines.evidence.containers import bmff, ebml, gif, jpeg, png, riff
from anxin.engines.evidence.containers.kinds import sniff
from anxin.engines.evidence.containers.structure import Structure

WALKERS = {
    "image/jpeg": jpeg.walk,
    "image/png": png.walk,
    "image/gif": gif.walk,
    "image/webp": riff.walk,
    "video/x-msvideo": riff.walk,
    "image/heic": bmff.walk,
    "image/avif": bmff.walk,
    "video/mp4": bmff.walk,
    "video/quicktime": bmff.walk,
    "video/webm": ebml.walk,
    "video/x-matroska": ebml.walk,
}


def walk(data: bytes) -> Structure:
    """Walk a whole file; damage ends the walk with a problem, never with an exception."""
    found = Structure(sniff(data))
    walker = WALKERS.get(found.kind)
    if walker is None:
        return found
    try:
        walker(data, found)
    except (IndexError, ValueError, OverflowError, RecursionError):
        found.problem("structure.broken")
    return found
