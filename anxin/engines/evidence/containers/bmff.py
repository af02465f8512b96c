"""Walk ISO base media files: HEIC, AVIF, MP4, MOV (ISO/IEC 14496-12, 23008-12; QuickTime metadata)."""

from anxin.engines.evidence.containers.structure import Structure

PLAIN = {b"moov", b"udta", b"trak", b"mdia", b"minf", b"stbl", b"iprp", b"ipco", b"edts", b"dinf"}
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
LIMIT_BOXES = 20_000


def walk(data: bytes, found: Structure) -> None:
    """Fill `found` with metadata boxes and items; boxes that overrun their parent are problems."""
    walker = _Walker(data, found)
    walker.boxes(0, len(data), 0)
    walker.items()
    if found.kind.startswith("video") and not walker.seen & {b"moov", b"moof"}:
        found.problem("bmff.no_movie")
    if found.kind.startswith("image") and b"meta" not in walker.seen:
        found.problem("bmff.no_meta")


class _Walker:
    """One walk, with what it must remember: metadata keys and item places."""

    def __init__(self, data: bytes, found: Structure) -> None:
        self.data, self.found = data, found
        self.keys: list[str] = []
        self.kinds: dict[int, tuple[str, str]] = {}
        self.places: dict[int, list[tuple[int, int]]] = {}
        self.seen: set[bytes] = set()
        self.count = 0

    def boxes(self, at: int, end: int, depth: int) -> None:
        """Walk the boxes between two offsets."""
        while at + 8 <= end and self.count < LIMIT_BOXES:
            self.count += 1
            size, name, head = int.from_bytes(self.data[at : at + 4], "big"), self.data[at + 4 : at + 8], 8
            if size == 1:
                size, head = int.from_bytes(self.data[at + 8 : at + 16], "big"), 16
            elif size == 0:
                size = end - at
            if size < head or at + size > end:
                self.found.problem("bmff.box_length")
                size = end - at
            if depth < 2:
                self.found.name(name.decode("latin-1"))
            self.seen.add(name)
            if depth < 12:
                self.box(name, at + head, at + size, depth)
            at += max(size, 8)
        if at < end and self.count < LIMIT_BOXES and end - at < 8 and any(self.data[at:end]):
            self.found.problem("bmff.stray_bytes")
        if self.count >= LIMIT_BOXES:
            self.found.problem("too_many_blocks")

    def box(self, name: bytes, start: int, end: int, depth: int) -> None:
        """Look into one box."""
        data, found = self.data, self.found
        if name in PLAIN:
            self.boxes(start, end, depth + 1)
        elif name == b"meta":
            self.boxes(start if data[start + 4 : start + 8] in (b"hdlr", b"keys") else start + 4, end, depth + 1)
        elif name == b"uuid":
            kind = data[start : start + 16]
            role = {XMP_UUID: "xmp", C2PA_UUID: "c2pa"}.get(kind)
            if role:
                found.add(role, "bmff.uuid", data[start + 16 : end])
        elif name == b"keys":
            self.read_keys(start, end)
        elif name == b"ilst":
            self.read_ilst(start, end)
        elif name == b"iinf":
            count = 6 if data[start] == 0 else 8
            self.boxes(start + count, end, depth + 1)
        elif name == b"infe":
            self.read_item(start, end)
        elif name == b"iloc":
            self.read_places(start, end)
        elif name == b"ispe":
            width, height = (int.from_bytes(data[start + k : start + k + 4], "big") for k in (4, 8))
            if width * height > found.width * found.height:
                found.width, found.height = width, height
        elif depth and (name.startswith(b"\xa9") or name in (b"AIGC", b"XMP_")) and end - start < 1 << 20:
            found.add("xmp" if name == b"XMP_" else "text", "bmff.udta", data[start:end], name.decode("latin-1"))

    def read_keys(self, start: int, end: int) -> None:
        """Read the names that `ilst` refers to by number."""
        at = start + 8
        while at + 8 <= end and len(self.keys) < 1000:
            size = int.from_bytes(self.data[at : at + 4], "big")
            if size < 8:
                self.found.problem("bmff.keys")
                return
            self.keys.append(self.data[at + 8 : min(at + size, end)].decode("utf-8", "replace"))
            at += size

    def read_ilst(self, start: int, end: int) -> None:
        """Read metadata values, under their key's name or their four letters."""
        at = start
        while at + 8 <= end:
            size, name = int.from_bytes(self.data[at : at + 4], "big"), self.data[at + 4 : at + 8]
            if size < 8:
                self.found.problem("bmff.ilst")
                return
            number = int.from_bytes(name, "big")
            key = self.keys[number - 1] if 0 < number <= len(self.keys) else name.decode("latin-1")
            body = self.data[at + 8 : min(at + size, end)]
            if body[4:8] == b"data":
                body = body[16:]
            elif b"data" in body[:400]:
                mark = body.index(b"data")
                key, body = key + body[: mark - 4].decode("latin-1"), body[mark + 12 :]
            self.found.add("text", "bmff.ilst", body, key)
            at += size

    def read_item(self, start: int, end: int) -> None:
        """Read one item's kind and content type."""
        version, data = self.data[start], self.data
        at = start + 4
        width = 4 if version >= 3 else 2
        number = int.from_bytes(data[at : at + width], "big")
        kind = data[at + width + 2 : at + width + 6].decode("latin-1")
        rest = data[at + width + 6 : end].split(b"\x00")
        self.kinds[number] = (kind, rest[1].decode("latin-1") if len(rest) > 1 else "")

    def read_places(self, start: int, end: int) -> None:
        """Read where each item's bytes lie."""
        data, version = self.data, self.data[start]
        sizes = int.from_bytes(data[start + 4 : start + 6], "big")
        offset_size, length_size, base_size = sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15
        index_size = sizes & 15 if version in (1, 2) else 0
        at, wide = start + 6, 2 if version < 2 else 4

        def take(count: int) -> int:
            nonlocal at
            at += count
            if at > end:
                raise ValueError("expected an item location inside its box, got its end")
            return int.from_bytes(data[at - count : at], "big")

        for _ in range(min(take(wide), 10_000)):
            number = take(wide)
            method = take(2) & 15 if version in (1, 2) else 0
            take(2)
            base, extents = take(base_size), []
            for _ in range(take(2)):
                take(index_size)
                offset = take(offset_size)
                extents.append((base + offset, take(length_size)))
            if method == 0:
                self.places[number] = extents

    def items(self) -> None:
        """Keep the bytes of metadata items; an item outside the file is a problem."""
        for number, extents in self.places.items():
            kind, content = self.kinds.get(number, ("", ""))
            if any(offset + length > len(self.data) for offset, length in extents):
                self.found.problem("bmff.item_outside")
            if kind not in ("Exif", "mime", "uri "):
                continue
            body = b"".join(self.data[offset : offset + length] for offset, length in extents[:64])
            if kind == "Exif":
                skip = 4 + int.from_bytes(body[:4], "big")
                self.found.add("exif", "bmff.Exif", body[skip:].removeprefix(b"Exif\x00\x00"))
            else:
                role = "xmp" if "rdf+xml" in content or b"xmpmeta" in body[:4096] else "text"
                self.found.add(role, "bmff.mime", body, content)
