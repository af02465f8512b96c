"""Walk the markers of a JPEG file (ITU-T T.81, Annex B)."""

from anxin.engines.evidence.containers.structure import Structure

SOI, EOI, SOS, APP0, APP15, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xEF, 0xFE
STANDALONE = {0x01, *range(0xD0, 0xD8)}
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
XMP_MORE = b"http://ns.adobe.com/xmp/extension/\x00"


def walk(data: bytes, found: Structure) -> None:
    """Fill `found` with the segments of `data`; what follows the end marker is the tail."""
    if data[:2] != b"\xff\xd8":
        found.problem("jpeg.no_start")
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            found.problem("jpeg.stray_bytes")
            at = data.find(b"\xff", at)
            if at < 0:
                break
            continue
        marker = data[at + 1] if at + 1 < len(data) else 0
        if marker == 0xFF:
            at += 1
            continue
        found.name(f"{marker:02x}")
        if marker == EOI:
            _tail(data, at + 2, found)
            return
        at = _segment(data, at, marker, found)
    found.problem("jpeg.no_end")


def _segment(data: bytes, at: int, marker: int, found: Structure) -> int:
    """Read one segment and return where the next one begins."""
    if marker in STANDALONE or marker == SOI:
        return at + 2
    size = int.from_bytes(data[at + 2 : at + 4], "big")
    if size < 2 or at + 2 + size > len(data):
        found.problem("jpeg.segment_length")
        return len(data)
    body = data[at + 4 : at + 2 + size]
    if APP0 <= marker <= APP15:
        _application(marker, body, found)
    elif marker == COM:
        found.add("comment", "jpeg.COM", body)
    elif marker in FRAMES and len(body) >= 5:
        found.height, found.width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        if not found.width or not found.height:
            found.problem("jpeg.frame_size")
    if marker == SOS:
        return _scan_end(data, at + 2 + size, found)
    return at + 2 + size


def _application(marker: int, body: bytes, found: Structure) -> None:
    """Sort an application segment by what it carries."""
    place = f"jpeg.APP{marker - APP0}"
    if body.startswith(XMP):
        found.add("xmp", place, body[len(XMP) :])
    elif body.startswith(XMP_MORE):
        found.add("xmp", place, body[len(XMP_MORE) + 40 :])
    elif body[:6] in (b"Exif\x00\x00", b"Exif\x00\xff"):
        found.add("exif", place, body[6:])
    elif marker == 0xEB and b"jumb" in body[:64]:
        found.add("c2pa", place, body)
    elif body.startswith(b"Photoshop 3.0\x00"):
        found.add("iptc", place, body[14:])
    else:
        found.add("app", place, body)


def _scan_end(data: bytes, at: int, found: Structure) -> int:
    """Find the marker that ends entropy-coded data, checking that restart markers count up."""
    expected = 0
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        follows = data[at + 1]
        if 0xD0 <= follows <= 0xD7:
            if follows != 0xD0 + expected:
                found.problem("jpeg.restart_order")
            expected = (follows - 0xD0 + 1) % 8
        elif follows not in (0x00, 0xFF):
            return at
        at += 2 if follows != 0xFF else 1


def _tail(data: bytes, at: int, found: Structure) -> None:
    """Keep what stands behind the end marker (phones put depth maps and videos there)."""
    tail = data[at:]
    if tail.strip(b"\x00\xff\r\n "):
        found.add("tail", "jpeg.tail", tail[: 1 << 16] if len(tail) > 1 << 17 else tail)
        if len(tail) > 1 << 17:
            found.add("tail", "jpeg.tail", tail[-(1 << 16) :])
