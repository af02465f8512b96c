"""Tell a file's kind by its first bytes, never by its name."""

import re
import struct
import unicodedata

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic"})
VECTOR = "image/svg+xml"
"""Taken for the mark of a brand alone: it is drawn before anybody sees it."""
VIDEOS = frozenset({"video/mp4", "video/quicktime", "video/webm"})
DOCUMENTS = frozenset({"application/pdf", "application/zip", "text/plain"})
CALLED = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "image/gif": "GIF", "image/heic": "HEIC"}
CALLED |= {VECTOR: "SVG", "video/mp4": "MP4", "video/quicktime": "MOV", "video/webm": "WebM"}
CALLED |= {"application/pdf": "PDF", "application/zip": "ZIP", "text/plain": "TXT", "application/octet-stream": "?"}
"""What people call a kind; of one that is not here its own name is said."""
HEAD_BYTES = 4096
MOST_PIXELS = 80_000_000
"""So many a picture may have to be shown; of a JPEG, which can be read smaller, more."""
NO_TEXT = frozenset({"Cc", "Co", "Cn", "Cs"})

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"hevc": "image/heic"}
_BRANDS |= {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4"}


def kind_of(head: bytes) -> str:
    """Return the kind of a file by its head; `application/octet-stream` where it is none we know."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "application/octet-stream")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if _is_vector(head):
        return VECTOR
    return "text/plain" if _is_text(head) else "application/octet-stream"


def pixels_of(head: bytes) -> int:
    """Return how many pixels a picture says that it has where its head tells; 0 of a JPEG, which is read smaller."""
    kind = kind_of(head)
    spans: list[tuple[int, ...]] = []
    if kind == "image/png":
        spans = [struct.unpack(">II", head[16:24])] if len(head) >= 24 else []
    elif kind == "image/gif":
        spans = [struct.unpack("<HH", head[6:10])] if len(head) >= 10 else []
    elif kind == "image/webp" and head[12:16] == b"VP8X" and len(head) >= 30:
        spans = [(1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little"))]
    elif kind == "image/heic":
        spans = [struct.unpack(">II", one) for one in re.findall(rb"ispe.{4}(.{8})", head, re.DOTALL)]
    return max((wide * high for wide, high in spans), default=0)


def _is_vector(head: bytes) -> bool:
    """Return whether a head may be that of an SVG; who draws it reads it as XML."""
    text = _decoded(head.removeprefix(b"\xef\xbb\xbf"), "utf-8").lstrip()
    return "<svg" in text and text.lower().startswith(("<svg", "<?xml", "<!--", "<!doctype svg"))


def _decoded(head: bytes, encoding: str) -> str:
    """Return the head as text, its last character perhaps cut off; nothing where it isn't text of this encoding."""
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return ""
        text = head[: error.start].decode(encoding)
    return text if all(unicodedata.category(one) not in NO_TEXT or one in "\t\r\n\f" for one in text) else ""


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    text = _decoded(head, "utf-8") or _decoded(head, "gb18030")
    return bool(text) and not text.lstrip().lower().startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))
