"""Tell a file's type by its first bytes, never by its name."""

FTYP = {
    b"heic": "image/heic", b"heix": "image/heic", b"heim": "image/heic", b"heis": "image/heic",
    b"hevc": "image/heic", b"hevx": "image/heic", b"mif1": "image/heic", b"msf1": "image/heic",
    b"avif": "image/avif", b"avis": "image/avif",
    b"qt  ": "video/quicktime",
}  # fmt: skip


def sniff(data: bytes) -> str:
    """Name the media type that the content shows, or ``application/octet-stream``."""
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if data[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(data[8:12], "application/octet-stream")
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in data[:64] else "video/x-matroska"
    if data[:3] == b"FLV":
        return "video/x-flv"
    return _bmff(data) or _near(data)


def _bmff(data: bytes) -> str | None:
    """Read the brands of an ISO base media file."""
    if data[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "video/quicktime"
    if data[4:8] != b"ftyp":
        return None
    size = min(max(int.from_bytes(data[:4], "big"), 16), 256)
    brands = [data[8:12]] + [data[at : at + 4] for at in range(16, size, 4)]
    for brand in brands:
        if brand in (b"avif", b"avis"):
            return "image/avif"
    for brand in brands:
        if brand in FTYP:
            return FTYP[brand]
    return "video/mp4"


def _near(data: bytes) -> str:
    """Recognise a picture whose first bytes were damaged, so that it is still looked at."""
    if data[1:4] == b"PNG" or data[:4] == b"\x89PNG" or data[12:16] == b"IHDR":
        return "image/png"
    if data[:1] == b"\xff" and (b"JFIF" in data[:16] or b"Exif" in data[:16]):
        return "image/jpeg"
    if data[:2] == b"\xff\xd8" or data[6:10] in (b"JFIF", b"Exif"):
        return "image/jpeg"
    if data[8:12] == b"WEBP":
        return "image/webp"
    if data[:3] == b"GIF":
        return "image/gif"
    return "application/octet-stream"
