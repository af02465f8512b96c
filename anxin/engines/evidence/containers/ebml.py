"""Walk Matroska and WebM files (RFC 8794, RFC 9559) as far as their tags."""

from anxin.engines.evidence.containers.structure import Structure

SEGMENT, TAGS, TAG, SIMPLE, NAME, TEXT = 0x18538067, 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487
BINARY, CLUSTER = 0x4485, 0x1F43B675
PARENTS = {SEGMENT, TAGS, TAG, SIMPLE}


def walk(data: bytes, found: Structure) -> None:
    """Fill `found` with the simple tags of `data`."""
    _Walker(data, found).elements(0, len(data), 0)


class _Walker:
    """One walk; remembers the name of the tag being read."""

    def __init__(self, data: bytes, found: Structure) -> None:
        self.data, self.found, self.key, self.count = data, found, "", 0

    def elements(self, at: int, end: int, depth: int) -> None:
        """Walk the elements between two offsets."""
        while at < end and self.count < 50_000:
            self.count += 1
            name, at = self.number(at, keep_mark=True)
            start = at
            size, at = self.number(at, keep_mark=False)
            unknown = size == (1 << 7 * (at - start)) - 1
            stop = end if unknown else at + size
            if stop > end:
                self.found.problem("ebml.element_length")
                stop = end
            if depth < 2:
                self.found.name(f"{name:x}")
            if name in PARENTS and depth < 12:
                self.elements(at, stop, depth + 1)
            elif name == NAME:
                self.key = self.data[at:stop].decode("utf-8", "replace").strip("\x00")
            elif name in (TEXT, BINARY):
                self.found.add("text", "ebml.SimpleTag", self.data[at:stop], self.key)
            at = stop

    def number(self, at: int, *, keep_mark: bool) -> tuple[int, int]:
        """Read a variable-size integer and return it with the next offset."""
        first = self.data[at]
        length = 9 - first.bit_length()
        if length > 8:
            raise ValueError("expected a variable-size integer, got a zero byte")
        value = int.from_bytes(self.data[at : at + length], "big")
        return (value if keep_mark else value & ((1 << 7 * length) - 1)), at + length
