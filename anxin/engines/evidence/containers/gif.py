"""Walk the blocks of a GIF file (GIF89a)."""

from anxin.engines.evidence.containers.structure import Structure


def walk(data: bytes, found: Structure) -> None:
    """Fill `found` with comments, application blocks and the frame count."""
    found.width, found.height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    found.frames = 0
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            found.name("trailer")
            if data[at + 1 :].strip(b"\x00"):
                found.add("tail", "gif.tail", data[at + 1 : at + 1 + (1 << 16)])
            return
        if kind == 0x21:
            at = _extension(data, at, found)
        elif kind == 0x2C:
            found.frames += 1
            flags = data[at + 9]
            at = _skip(data, at + 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0) + 1, found)
        else:
            found.problem("gif.block")
            return
    found.problem("gif.no_end")


def _extension(data: bytes, at: int, found: Structure) -> int:
    """Read one extension block and return where the next block begins."""
    label, end = data[at + 1], _skip(data, at + 2, found)
    body = data[at + 2 : end]
    found.name(f"ext{label:02x}")
    if label == 0xFF and body[1:12] == b"XMP DataXMP":
        found.add("xmp", "gif.XMP", body[12:])
    elif label == 0xFF and body[1:12] == b"C2PA_GIF\x01\x00\x00":
        found.add("c2pa", "gif.C2PA", body[12:])
    elif label == 0xFE:
        found.add("comment", "gif.comment", _joined(body))
    return end


def _skip(data: bytes, at: int, found: Structure) -> int:
    """Jump over sub-blocks to the byte behind their end."""
    while at < len(data):
        size = data[at]
        at += 1 + size
        if not size:
            return at
    found.problem("gif.sub_blocks")
    return len(data)


def _joined(body: bytes) -> bytes:
    """Join sub-blocks into one text."""
    at, parts = 0, []
    while at < len(body) and body[at]:
        parts.append(body[at + 1 : at + 1 + body[at]])
        at += 1 + body[at]
    return b"".join(parts)
