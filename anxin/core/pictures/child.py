"""Decode one picture from standard input and write a clean JPEG: runs alone, within limits, trusted with nothing.

Run by path with four numbers: pixels, longest side, memory in MB, CPU seconds. Exit 3: not a picture we can read.
"""

import io
import sys
import warnings

import pi_heif
from PIL import Image, ImageOps

from anxin.core.child_limits import bound


def main(pixels: int, side: int, memory_mb: int, cpu_s: int) -> int:
    """Bound this process, then decode, turn upright, shrink and encode."""
    pi_heif.register_heif_opener()
    bound(memory_mb, cpu_s)
    given = sys.stdin.buffer.read()
    jpeg = given.startswith(b"\xff\xd8")
    Image.MAX_IMAGE_PIXELS = pixels * REDUCED if jpeg else pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if jpeg and given.count(b"\xff\xda") > MOST_SCANS:
        return 4
    try:
        with Image.open(io.BytesIO(given), formats=_FORMATS) as picture:
            picture.draft("RGB", _room(picture, pixels, side))
            if picture.width * picture.height > pixels:
                return 4
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((side, side))
            shown = _flat(upright)
    except MemoryError:
        return 4
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        return 4 if "bomb" in type(error).__name__.lower() else 3
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=85, optimize=True)
    sys.stdout.buffer.write(out.getvalue())
    return 0


MOST_SCANS = 64
"""A progressive JPEG is drawn anew scan by scan; cameras and editors write a dozen, an attacker thousands."""
REDUCED = 5
"""So many times as many pixels a JPEG may have, read at a half to an eighth: phones take 108 and 200 megapixels."""
_FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "HEIF"]


def _room(picture: Image.Image, pixels: int, side: int) -> tuple[int, int]:
    """Return the least size a JPEG is read at: one with too many pixels just as large as it is shown."""
    wide, high = picture.size
    longest = max(wide, high) if wide * high > pixels else 0
    return (max(1, wide * side // longest), max(1, high * side // longest)) if longest else (side, side)


def _flat(picture: Image.Image) -> Image.Image:
    """Lay what is transparent on white; keep nothing but the pixels."""
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
