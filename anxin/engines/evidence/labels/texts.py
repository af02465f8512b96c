"""Turn blocks of bytes into text, whatever encoding and escaping they arrived in."""

import html
import io
import re
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from anxin.engines.evidence.containers.structure import Block, Structure

EXIF_IFD = 0x8769
TEXT_TAGS = {
    0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software", 0x013B: "Artist",
    0x8298: "Copyright", 0x9286: "UserComment", 0x927C: "MakerNote", 0x9C9B: "XPTitle", 0x9C9C: "XPComment",
    0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject", 0xA433: "LensMake", 0xA434: "LensModel",
    0x9003: "DateTimeOriginal", 0x0132: "DateTime",
}  # fmt: skip


def decoded(data: bytes) -> str:
    """Decode bytes as UTF-8, UTF-16 or GB 18030, never failing."""
    if data[:8] in (b"UNICODE\x00", b"ASCII\x00\x00\x00", b"JIS\x00\x00\x00\x00\x00", b"\x00" * 8):
        wide, data = data[:1] == b"U", data[8:]
        if wide:
            little = data[1:2] == b"\x00" or data[:2] == b"\xff\xfe"
            return data.decode("utf-16-le" if little else "utf-16-be", "replace").strip("\x00\ufeff")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if len(data) > 8 and data[1:8:2] == b"\x00\x00\x00\x00" and data[0]:
        return data.decode("utf-16-le", "replace").strip("\x00")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
        return text if text.count("\ufffd") * 20 < len(text) else data.decode("latin-1")


def unescaped(text: str) -> str:
    """Undo HTML escapes, up to twice (labels were seen escaped once and by mistake twice)."""
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def exif_fields(data: bytes) -> dict[str, str]:
    """Read the text fields of an EXIF block; a broken block gives what could be read."""
    exif = Image.Exif()
    fields: dict[str, str] = {}
    try:
        exif.load(b"Exif\x00\x00" + data)
        pairs: list[tuple[int, Any]] = list(exif.items())
        pairs += list(exif.get_ifd(EXIF_IFD).items())
    except Exception:
        return fields
    for tag, value in pairs:
        name = TEXT_TAGS.get(tag) or (ExifTags.TAGS.get(tag, "") if isinstance(value, str) else "")
        if not name:
            continue
        if isinstance(value, bytes):
            fields[name] = _windows(value) if name.startswith("XP") else decoded(value)
        else:
            fields[name] = _rebuilt(str(value))
    return fields


def _rebuilt(text: str) -> str:
    """Undo Pillow's Latin-1 reading of UTF-8 text."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _windows(value: bytes) -> str:
    return value.decode("utf-16-le", "replace").strip("\x00")


def named_texts(found: Structure) -> Iterator[tuple[Block, str, str]]:
    """Yield every text of a file with the block it stood in and its key (``exif:Software``, ``parameters``…)."""
    for block in found.blocks:
        if block.role == "exif":
            for name, text in exif_fields(block.data).items():
                yield block, f"exif:{name}", text
            yield block, "exif:raw", unescaped(decoded(block.data)) if b"AIGC" in block.data else ""
        elif block.role in ("xmp", "text", "comment", "app", "tail", "iptc", "other"):
            text = decoded(block.data)
            yield block, block.key or block.role, unescaped(text) if block.role != "text" or "&" in text else text


XMP_FIELD = re.compile(
    r"(?:\w+:)?(CreatorTool|Credit|DigitalSourceType|digitalSourceType|softwareAgent|Software)\s*"
    r"(?:=\s*[\"']([^\"']{1,400})[\"']|>\s*([^<]{1,400})<)"
)


def xmp_fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield the XMP properties that speak of origin, in attribute and element form."""
    for match in XMP_FIELD.finditer(text):
        yield match[1], (match[2] or match[3] or "").strip()


def as_stream(data: bytes) -> io.BytesIO:
    """Wrap bytes for libraries that want a stream."""
    return io.BytesIO(data)
