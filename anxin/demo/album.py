"""The demo's pictures: rendered by `bench/studio/minimal.py`, invented things; `pictures.json` says what each shows."""

from datetime import datetime
from functools import cache
from pathlib import Path

from anxin.core import files
from anxin.core.files import SealedFile

FOLDER = Path(__file__).parent / "pictures"


@cache
def content(name: str) -> bytes:
    """Read a picture by its name; `broken` is one whose upload was cut off on the way to the shop."""
    if name == "broken":
        return content("carton-whole-2")[:600]
    return (FOLDER / f"{name}.jpg").read_bytes()


def seal(name: str, *, now: datetime) -> SealedFile:
    """Seal a picture as if it had been uploaded."""
    data = content(name)
    return files.receive([data], length=len(data), name=f"{name}.jpg", allowed=files.PICTURES, now=now)
