"""Walk the chunks of a RIFF file: WebP and AVI."""

from anxin.engines.evidence.containers.structure import Structure

ROLES = {b"XMP ": "xmp", b"EXIF": "exif", b"C2PA": "c2pa"}


def walk(data: bytes, found: Structure) -> None:
    """Fill `found` with the chunks of `data` and compare the length the header tells with the file's."""
    said = int.from_bytes(data[4:8], "little") + 8
    if said > len(data):
        found.problem("riff.truncated")
    elif said + 1 < len(data):
        found.add("tail", "riff.tail", data[said : said + (1 << 16)])
    _chunks(data, 12, min(said, len(data)), found, 0)
    if found.kind == "image/webp" and not {"VP8 ", "VP8L", "ANMF"} & set(found.names):
        found.problem("riff.no_image")


def _chunks(data: bytes, at: int, end: int, found: Structure, depth: int) -> None:
    """Walk chunks between two offsets, into lists up to four deep."""
    while at + 8 <= end:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if len(body) < size or at + 8 + size > end:
            found.problem("riff.chunk_length")
        found.name(name.decode("latin-1"))
        if name == b"LIST" and depth < 4:
            if body[:4] != b"movi":
                _chunks(data, at + 12, min(at + 8 + size, end), found, depth + 1)
        elif name == b"VP8X" and len(body) >= 10:
            found.width, found.height = (
                int.from_bytes(body[4:7], "little") + 1,
                int.from_bytes(body[7:10], "little") + 1,
            )
        elif name in ROLES:
            found.add(ROLES[name], f"riff.{name.decode().strip()}", body.removeprefix(b"Exif\x00\x00"))
        elif depth and size < 1 << 16:
            found.add("text", "riff.INFO", body, name.decode("latin-1"))
        at += 8 + size + (size & 1)
