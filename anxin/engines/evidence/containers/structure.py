"""What a walk over a file finds."""

from dataclasses import dataclass, field

LIMIT_BLOCKS = 4096
LIMIT_TEXT = 4 << 20


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a file that isn't pixels.

    role : xmp, exif, text, c2pa, iptc, comment, app, tail or other.
    place : container and native name, as ``png.iTXt``.
    key : the keyword of a text chunk, the tag's name, or "".
    """

    role: str
    place: str
    data: bytes
    key: str = ""


@dataclass(slots=True)
class Structure:
    """The blocks of a file in their order, and every contradiction seen on the way.

    problems : short codes, as ``png.crc`` or ``jpeg.no_end``; empty for a sound file.
    names : native block names in order, up to the limit (a fingerprint of who wrote the file).
    """

    kind: str
    blocks: list[Block] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    width: int = 0
    height: int = 0
    frames: int = 1

    def add(self, role: str, place: str, data: bytes, key: str = "") -> None:
        """Keep a block while there is room; a file with too many is told once."""
        if len(self.blocks) >= LIMIT_BLOCKS:
            self.problem("too_many_blocks")
            return
        if len(data) > LIMIT_TEXT:
            self.problem("block_too_large")
            data = data[:LIMIT_TEXT]
        self.blocks.append(Block(role, place, data, key))

    def problem(self, code: str) -> None:
        """Note a contradiction once."""
        if code not in self.problems:
            self.problems.append(code)

    def name(self, native: str) -> None:
        """Note a native block name in order."""
        if len(self.names) < LIMIT_BLOCKS:
            self.names.append(native)
