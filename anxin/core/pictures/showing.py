"""Make the copy of a picture that pages show; the original stays sealed as it came."""

import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from anxin.core.errors import Invalid, Missing, Unavailable
from anxin.core.files import PICTURES, SealedFile, open_, receive

CHILD = Path(__file__).with_name("child.py")
PIXELS, SIDE, MEMORY_MB, CPU_S, WALL_S = 80_000_000, 2048, 768, 20, 60


class Unreadable(Invalid):
    """The picture can't be decoded, or not within the limits."""

    code = "pictures.unreadable"


class NoPicture(Missing):
    """No file of this hash is kept here."""

    code = "pictures.none"


class NoChild(Unavailable):
    """The decoding process could not be started."""

    code = "pictures.no_child"


def shown(*, sha256: str, now: datetime) -> SealedFile:
    """Give the copy to show of the file with this hash, for whoever has asked whether it may be seen."""
    file = SealedFile.objects.select_related("shown").filter(sha256=sha256).first()
    if file is None:
        raise NoPicture({"sha256": sha256[:12]})
    return shown_copy(file, now=now)


def shown_copy(file: SealedFile, *, now: datetime) -> SealedFile:
    """Give the copy to show, made once; raise `Unreadable` where the picture can't be decoded."""
    if file.kind not in PICTURES:
        raise Unreadable("file", expected="a picture", got=file.kind)
    if file.shown is None:
        content = decoded(open_(file))
        file.shown = receive([content], length=len(content), allowed={"image/jpeg"}, now=now)
        file.save(update_fields=["shown"])
    return file.shown


def decoded(
    blocks: Iterable[bytes], *, pixels: int = PIXELS, side: int = SIDE, memory_mb: int = MEMORY_MB, cpu_s: int = CPU_S
) -> bytes:
    """Decode a picture in a bounded child and give it back as a clean JPEG."""
    command = [sys.executable, "-I", str(CHILD), *map(str, (pixels, side, memory_mb, cpu_s))]
    try:
        done = subprocess.run(command, input=b"".join(blocks), capture_output=True, timeout=WALL_S, check=False, env={})
    except subprocess.TimeoutExpired as error:
        raise Unreadable("file", expected=f"decoded within {WALL_S} s", got="too long") from error
    except OSError as error:
        raise NoChild({"errno": error.errno}) from error
    if done.returncode == 3:
        raise Unreadable("file", expected="a readable picture", got="damaged or another format")
    if done.returncode or not done.stdout:
        raise Unreadable("file", expected=f"at most {pixels // 1_000_000} megapixels", got="more than may be decoded")
    return done.stdout
