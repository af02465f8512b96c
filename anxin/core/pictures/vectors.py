"""An SVG as a picture: drawn once in a bounded child that opens no file; pages never get the SVG itself."""

from collections.abc import Iterable
from pathlib import Path

from anxin.core import child_processes
from anxin.core.pictures.errors import UnreadablePicture

CHILD = Path(__file__).with_name("vector_child.py")
SIDE, ELEMENTS, MEMORY_MB, CPU_S, WALL_S = 1024, 20_000, 256, 5, 60
WORDS = frozenset({"letters", "inlaid", "script", "outside", "entities", "ratio", "simple"})


def drawn(blocks: Iterable[bytes], *, cpu_s: int = CPU_S) -> bytes:
    """Draw an SVG as a PNG; raise `UnreadablePicture` with `why`, one of `WORDS` where it says what can't be drawn."""
    bounds = (SIDE, ELEMENTS, MEMORY_MB, cpu_s)
    try:
        done = child_processes.run("pictures", CHILD, *bounds, given=b"".join(blocks), wall_s=WALL_S)
    except TimeoutError as error:
        raise _unreadable("simple", "too long") from error
    if done.returncode == 3:
        raise _unreadable("readable", "damaged or no SVG")
    if done.returncode == 5 and done.stdout.decode() in WORDS:
        raise _unreadable(done.stdout.decode(), "what isn't drawn")
    if done.returncode or not done.stdout:
        raise _unreadable("simple", "more than may be drawn")
    return done.stdout


def _unreadable(why: str, got: str) -> UnreadablePicture:
    return UnreadablePicture("file", expected="an SVG of outlines", got=got, facts={"why": f"svg_{why}"})
