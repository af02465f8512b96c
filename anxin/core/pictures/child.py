"""Decode one picture from standard input and write a clean JPEG: runs alone, within limits, trusted with nothing.

Run by path with four numbers: pixels, longest side, memory in MB, CPU seconds. Exit 3: not a picture we can read.
"""

import io
import resource
import sys
import warnings

import pi_heif
from PIL import Image, ImageOps


def main(pixels: int, side: int, memory_mb: int, cpu_s: int) -> int:
    """Bound this process, then decode, turn upright, shrink and encode."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pi_heif.register_heif_opener()
    _bound_memory(memory_mb)
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=_FORMATS) as picture:
            if picture.width * picture.height > pixels:
                return 4
            picture.draft("RGB", (side, side))
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


_FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "HEIF"]


def _flat(picture: Image.Image) -> Image.Image:
    """Lay what is transparent on white; keep nothing but the pixels."""
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


def _bound_memory(memory_mb: int) -> None:
    """Allow so much beyond what the loaded libraries already map."""
    with open("/proc/self/statm", encoding="ascii") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + (memory_mb << 20),) * 2)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
