"""Write the platform's own propagation label into a file (GB 45438-2025; labelling measures, art. 6).

Nothing of another's label is ever removed: the producer's fields are copied as they stand, an empty propagator is
filled in, and where another propagator already stands, ours is written beside it.
"""

import html
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from anxin.engines.evidence.containers.jpeg import XMP
from anxin.engines.evidence.containers.png import XMP_KEY
from anxin.engines.evidence.containers.structure import Structure
from anxin.engines.evidence.containers.walkers import walk
from anxin.engines.evidence.errors import WrongLabel
from anxin.engines.evidence.labels import tc260

CODES: Mapping[str, str] = {"generated": "1", "possibly": "2", "suspected": "3"}
SPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"


@dataclass(frozen=True, slots=True)
class Written:
    """A labelled copy, and what a person should know about it."""

    data: bytes
    notes: tuple[str, ...]


def write_label(data: bytes, *, says: str, propagator: str, propagate_id: str = "") -> Written:
    """Write our label into a copy of a JPEG, PNG or WebP file.

    Raises
    ------
    WrongLabel
        For another statement than generated, possibly, suspected, or another kind of file.
    """
    if says not in CODES:
        raise WrongLabel(f"expected says to be one of {' '.join(CODES)}, got {says!r}")
    found = walk(data)
    if found.kind not in ("image/jpeg", "image/png", "image/webp"):
        raise WrongLabel(f"expected a JPEG, PNG or WebP file, got {found.kind}")
    if found.problems:
        raise WrongLabel(f"expected a sound file, got {', '.join(found.problems)}")
    notes = ["c2pa: the signature no longer covers the file"] if any(b.role == "c2pa" for b in found.blocks) else []
    fields, old = _fields(found, data, says, propagator, propagate_id)
    if old and old[0].get("ContentPropagator"):
        notes.append("another propagator's label stays; ours stands beside it")
        return Written(_beside(data, found, fields), tuple(notes))
    packet = _packet(found, fields, replace=bool(old))
    if packet is None:
        return Written(_beside(data, found, fields), tuple(notes))
    return Written(_with_packet(data, found, packet), tuple(notes))


def _fields(
    found: Structure, data: bytes, says: str, propagator: str, propagate_id: str
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Make our label's fields, keeping a present producer's."""
    old = [dict(assertion.facts["fields"]) for assertion in tc260.read(found, data) if "fields" in assertion.facts]
    fields = dict.fromkeys(tc260.FIELDS, "")
    if old:
        fields |= {name: value for name, value in old[0].items() if name in fields}
    fields["Label"] = old[0].get("Label", CODES[says]) if old else CODES[says]
    fields["ContentPropagator"], fields["PropagateID"] = propagator, propagate_id
    return fields, old


def _property(fields: Mapping[str, str]) -> str:
    return f"<TC260:AIGC>{html.escape(json.dumps(fields, ensure_ascii=False), quote=True)}</TC260:AIGC>"


def _packet(found: Structure, fields: Mapping[str, str], *, replace: bool) -> str | None:
    """Make the XMP packet: the file's own with our property, or a new one; None where it can't be done inside."""
    present = next((block for block in found.blocks if block.role == "xmp"), None)
    description = f'<rdf:Description rdf:about="" xmlns:TC260="{SPACE}">{_property(fields)}</rdf:Description>'
    if present is None:
        return (
            None
            if replace
            else (
                '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
                f'{description}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
            )
        )
    text = present.data.decode("utf-8", "replace")
    if replace:
        changed, count = re.subn(r"<TC260:AIGC>[^<]*</TC260:AIGC>", lambda _: _property(fields), text, count=1)
        return changed if count else None
    return text.replace("</rdf:RDF>", description + "</rdf:RDF>", 1) if "</rdf:RDF>" in text else None


def _with_packet(data: bytes, found: Structure, packet: str) -> bytes:
    """Put an XMP packet into the file, in place of the one that stood there."""
    body = packet.encode()
    if found.kind == "image/jpeg":
        if len(body) + len(XMP) + 2 > 65_535:
            raise WrongLabel("expected an XMP packet under 64 KiB, got a longer one")
        segment = b"\xff\xe1" + (len(body) + len(XMP) + 2).to_bytes(2, "big") + XMP + body
        start, end = _jpeg_span(data)
        return data[:start] + segment + data[end:]
    if found.kind == "image/png":
        start, end = _png_span(data)
        return data[:start] + chunk(b"iTXt", XMP_KEY.encode() + b"\x00\x00\x00\x00\x00" + body) + data[end:]
    return _webp(data, found, b"XMP ", body)


def _beside(data: bytes, found: Structure, fields: Mapping[str, str]) -> bytes:
    """Write our label where no other stands: a comment segment, a text chunk, an EXIF-free RIFF chunk."""
    text = json.dumps({"AIGC": dict(fields)}, ensure_ascii=False)
    if found.kind == "image/jpeg":
        body = ("AIGC" + text).encode()
        at, _ = _jpeg_span(data)
        return data[:at] + b"\xff\xfe" + (len(body) + 2).to_bytes(2, "big") + body + data[at:]
    if found.kind == "image/png":
        at, _ = _png_span(data)
        return data[:at] + chunk(b"iTXt", b"AIGC\x00\x00\x00\x00\x00" + text.encode()) + data[at:]
    raise WrongLabel("expected room for a second label, got a WebP file that already carries another propagator's")


def _jpeg_span(data: bytes) -> tuple[int, int]:
    """Return where the XMP segment stands, or the empty place behind JFIF and EXIF."""
    at, place = 2, 2
    while at + 4 < len(data) and data[at] == 0xFF and 0xE0 <= data[at + 1] <= 0xEF:
        size = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 4 : at + 4 + len(XMP)] == XMP:
            return at, at + size
        if data[at + 1] == 0xE0 or data[at + 4 : at + 8] == b"Exif":
            place = at + size
        at += size
    return place, place


def _png_span(data: bytes) -> tuple[int, int]:
    """Return where the XMP chunk stands, or the empty place behind the header."""
    at, place = 8, 33
    while at + 12 <= len(data):
        size = 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"iTXt" and data[at + 8 :].startswith(XMP_KEY.encode() + b"\x00"):
            return at, at + size
        at += size
    return place, place


def chunk(name: bytes, body: bytes) -> bytes:
    """Make one PNG chunk."""
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def _webp(data: bytes, found: Structure, name: bytes, body: bytes) -> bytes:
    """Put a chunk at the end of a WebP file, turning a simple file into an extended one."""
    chunks: list[tuple[bytes, bytes]] = []
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunks.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + (size & 1)
    chunks = [pair for pair in chunks if pair[0] != name] + [(name, body)]
    if chunks[0][0] != b"VP8X":
        width, height, alpha = _webp_size(chunks[0])
        flags = 0x10 if alpha else 0
        head = bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        chunks.insert(0, (b"VP8X", head))
    chunks[0] = (b"VP8X", bytes([chunks[0][1][0] | 0x04]) + chunks[0][1][1:])
    parts = [n + len(b).to_bytes(4, "little") + b + b"\x00" * (len(b) & 1) for n, b in chunks]
    inner = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(inner).to_bytes(4, "little") + inner


def _webp_size(first: tuple[bytes, bytes]) -> tuple[int, int, bool]:
    """Read width, height and alpha of a simple WebP file from its one image chunk."""
    name, body = first
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF, False
