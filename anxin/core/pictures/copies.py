"""Make the copy of a picture that pages show; the original stays sealed as it came."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from anxin.core import child_processes
from anxin.core.errors import Missing
from anxin.core.file_kinds import MOST_PIXELS, VECTOR
from anxin.core.files import PICTURES, SealedFile, open_, receive
from anxin.core.pictures import vectors
from anxin.core.pictures.errors import UnreadablePicture

CHILD = Path(__file__).with_name("child.py")
PIXELS, SIDE, MEMORY_MB, CPU_S, WALL_S = MOST_PIXELS, 2048, 768, 20, 60


class NoPicture(Missing):
    """No file of this hash is kept here."""

    code = "pictures.none"


def copy_by_hash(*, sha256: str, now: datetime) -> SealedFile:
    """Return the copy to show of the file with this hash, for whoever has asked whether it may be seen."""
    file = SealedFile.objects.select_related("shown").filter(sha256=sha256).first()
    if file is None:
        raise NoPicture({"sha256": sha256[:12]})
    return shown_copy(file, now=now)


def shown_copy(file: SealedFile, *, now: datetime) -> SealedFile:
    """Return the copy to show, made once; raise `UnreadablePicture` where the picture can't be decoded."""
    if file.kind not in PICTURES | {VECTOR}:
        raise UnreadablePicture("file", expected=_("a picture"), got=file.kind)
    if file.shown is None:
        content = decoded(pixels_of(file))
        file.shown = receive([content], length=len(content), allowed={"image/jpeg"}, now=now)
        SealedFile.objects.filter(pk=file.pk).update(shown=file.shown)
    return file.shown


def pixels_of(file: SealedFile) -> Iterable[bytes]:
    """Return a picture's bytes, of an SVG those of its drawing; raise `UnreadablePicture` where it can't be drawn."""
    return [vectors.drawn(open_(file))] if file.kind == VECTOR else open_(file)


def decoded(
    blocks: Iterable[bytes], *, pixels: int = PIXELS, side: int = SIDE, memory_mb: int = MEMORY_MB, cpu_s: int = CPU_S
) -> bytes:
    """Decode a picture in a bounded child and give it back as a clean JPEG."""
    try:
        done = child_processes.run(
            "pictures", CHILD, pixels, side, memory_mb, cpu_s, given=b"".join(blocks), wall_s=WALL_S
        )
    except TimeoutError as error:
        raise UnreadablePicture("file", expected=_("one that opens within a minute"), got=_("longer")) from error
    if done.returncode == 3:
        raise UnreadablePicture("file", expected=_("a readable picture"), got=_("a damaged one, or another format"))
    if done.returncode or not done.stdout:
        expected = _("at most {number} megapixels").format(number=pixels // 1_000_000)
        raise UnreadablePicture("file", expected=expected, got=_("more, or more than can be opened"))
    return done.stdout
