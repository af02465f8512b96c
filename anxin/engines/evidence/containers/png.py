"""Walk the chunks of a PNG file (W3C PNG, third edition)."""

import zlib

from anxin.engines.evidence.containers.structure import LIMIT_TEXT, Structure

XMP_KEY = "XML:com.adobe.xmp"


def walk(data: bytes, found: Structure) -> None:
    """Fill `found` with the chunks of `data`, before and after the pixels; check every CRC."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        found.problem("png.signature")
    at, ended = 8, False
    while at + 12 <= len(data) and not ended:
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if at + 12 + size > len(data):
            found.problem("png.chunk_length")
            break
        body = data[at + 8 : at + 8 + size]
        if zlib.crc32(data[at + 4 : at + 8 + size]) != int.from_bytes(data[at + 8 + size : at + 12 + size], "big"):
            found.problem("png.crc")
        label = name.decode("latin-1")
        if not (label == "IDAT" and found.names and found.names[-1] == "IDAT"):
            found.name(label)
        _chunk(label, body, found)
        ended = label == "IEND"
        at += 12 + size
    if not ended:
        found.problem("png.no_end")
    elif data[at:].strip(b"\x00"):
        found.add("tail", "png.tail", data[at : at + (1 << 16)])
    if not found.names or found.names[0] != "IHDR":
        found.problem("png.no_header")


def _chunk(label: str, body: bytes, found: Structure) -> None:
    """Sort one chunk by what it carries."""
    if label == "IHDR" and len(body) == 13:
        found.width, found.height = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    elif label == "tEXt":
        key, _, text = body.partition(b"\x00")
        _text(key, text, "png.tEXt", found)
    elif label == "zTXt":
        key, _, packed = body.partition(b"\x00")
        _text(key, inflate(packed[1:], found), "png.zTXt", found)
    elif label == "iTXt":
        key, _, rest = body.partition(b"\x00")
        squeezed, text = rest[:1] == b"\x01", rest[2:].split(b"\x00", 2)[-1]
        _text(key, inflate(text, found) if squeezed else text, "png.iTXt", found)
    elif label == "eXIf":
        found.add("exif", "png.eXIf", body)
    elif label == "caBX":
        found.add("c2pa", "png.caBX", body)
    elif label not in ("IDAT", "IEND", "PLTE", "fdAT"):
        found.add("other", f"png.{label}", body[:4096])


def _text(key: bytes, text: bytes, place: str, found: Structure) -> None:
    """Keep a keyword and its text, as XMP where it is XMP."""
    name = key[:79].decode("latin-1")
    found.add("xmp" if name == XMP_KEY else "text", place, text, name)


def inflate(packed: bytes, found: Structure) -> bytes:
    """Inflate a compressed text to at most the limit; more than that is a bomb and is told."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, LIMIT_TEXT)
    except zlib.error:
        found.problem("png.text_stream")
        return b""
    if stream.unconsumed_tail:
        found.problem("png.text_bomb")
    return text
