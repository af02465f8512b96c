"""Look through a ZIP of pictures and videos and write what of each may be taken, one JSON line each: runs alone.

Run by path with the file and five numbers: entries, bytes unpacked in all, pixels of a picture, memory in MB, CPU
seconds. Nothing is unpacked to the disk; of a picture only its size is read.
"""

import contextlib
import json
import stat
import sys
import unicodedata
import warnings
import zipfile
import zlib
from typing import IO

import pi_heif
from PIL import Image

from anxin.core.child_limits import bound

RATIO, SMALL = 200, 1 << 20
"""What unpacks to more than so many times its size is a bomb, unless it stays this small."""
UTF8, ENCRYPTED = 0x800, 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NO_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "HEIF"]


def main(path: str, entries: int, unpacked: int, pixels: int, memory_mb: int, cpu_s: int) -> int:
    """Bound this process, then tell of each entry."""
    pi_heif.register_heif_opener()
    bound(memory_mb, cpu_s)
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        with zipfile.ZipFile(path) as packed:
            listed = enumerate(packed.infolist())
            infos = {at: one for at, one in listed if not one.is_dir() and not _is_noise(name_of(one))}
            if len(infos) > entries:
                return _tell({"fault": "many"})
            if sum(one.file_size for one in infos.values()) > unpacked:
                return _tell({"fault": "bomb"})
            for at, one in infos.items():
                _tell({"at": at, "name": name_of(one), "fault": _fault(packed, one, pixels)})
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, MemoryError):
        _tell({"fault": "no_zip"})
    return 0


def name_of(one: zipfile.ZipInfo) -> str:
    """Return an entry's name as who packed it reads it: ZIPs made by Chinese Windows name in GBK and don't say so."""
    name = one.orig_filename
    if not one.flag_bits & UTF8:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _is_noise(name: str) -> bool:
    return name.startswith(NO_FILES[0]) or name.rpartition("/")[2] in NO_FILES


def _fault(packed: zipfile.ZipFile, one: zipfile.ZipInfo, pixels: int) -> str:
    """Return why an entry isn't taken, in one word; empty where it is."""
    name = name_of(one)
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0] or any(ord(sign) < 32 for sign in name):
        return "path"
    if stat.S_ISLNK(one.external_attr >> 16):
        return "path"
    if one.flag_bits & ENCRYPTED:
        return "locked"
    if one.compress_type not in METHODS:
        return "method"
    if one.file_size > SMALL and one.file_size > RATIO * max(one.compress_size, 1):
        return "bomb"
    try:
        with packed.open(one) as stream:
            return _picture_fault(stream, pixels)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return "damaged"


def _picture_fault(stream: IO[bytes], pixels: int) -> str:
    """Return what is wrong with the size of a picture; what isn't one is judged by whoever takes it in."""
    try:
        with Image.open(stream, formats=_FORMATS) as picture:
            return "pixels" if picture.width * picture.height > pixels else ""
    except (OSError, ValueError, SyntaxError):
        return ""


def _tell(line: dict[str, object]) -> int:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:7])))
