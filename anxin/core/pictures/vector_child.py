"""Draw one SVG from standard input as a PNG: runs alone, within limits, trusted with nothing, and opens no file.

Run by path with four numbers: longest side, elements, memory in MB, CPU seconds. Exit 3: no SVG we can read; 5: it says
on standard output what can't be drawn faithfully. What letters look like depends on fonts, so they come as outlines.
"""

import re
import resource
import sys
from typing import Any
from xml.parsers import expat

import resvg_py

from anxin.core.child_limits import bound

DEEPEST, LONGEST_RATIO = 200, 16
LETTERS = frozenset({"text", "tspan", "textPath", "tref", "foreignObject"})
PICTURES = frozenset({"image", "feImage"})
SCRIPTS = frozenset({"script", "handler", "listener"})
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|@import|@font-face", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|mm|cm|in|pc)?\s*", re.IGNORECASE)


class SvgRefused(Exception):
    """What is in it that isn't drawn."""


class SvgScan:
    """What is in an SVG, element by element."""

    def __init__(self, most: int) -> None:
        """Begin before the first element."""
        self.most, self.seen, self.depth, self.root = most, 0, 0, dict[str, str]()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Look at an element as it begins."""
        self.seen, self.depth, local = self.seen + 1, self.depth + 1, name.rpartition(" ")[2]
        if self.seen == 1 and local != "svg":
            raise ValueError(local)
        self.root = self.root or attributes
        if self.seen > self.most or self.depth > DEEPEST:
            raise SvgRefused("simple")
        for kinds, why in ((LETTERS, "letters"), (PICTURES, "inlaid"), (SCRIPTS, "script")):
            if local in kinds:
                raise SvgRefused(why)
        for key, value in attributes.items():
            called = key.rpartition(" ")[2].lower()
            if called.startswith("on"):
                raise SvgRefused("script")
            if (called == "href" and local != "a" and not value.strip().startswith("#")) or _OUTSIDE.search(value):
                raise SvgRefused("outside")

    def end(self, _name: str) -> None:
        """Leave an element."""
        self.depth -= 1

    def words(self, text: str) -> None:
        """Look at what stands between elements: style sheets lead outside too."""
        if _OUTSIDE.search(text):
            raise SvgRefused("outside")

    def entity(self, *_said: Any) -> None:
        """Refuse words that stand for others."""
        raise SvgRefused("entities")

    def is_tall(self) -> bool:
        """Return whether it is higher than wide; raise where it is nearly a line."""
        box = [float(one) for one in re.split(r"[\s,]+", self.root.get("viewBox", "").strip()) if one]
        sides = [_NUMBER.fullmatch(self.root.get(one, "")) for one in ("width", "height")]
        wide, high = (float(one[1]) if one else 0.0 for one in sides)
        if not wide or not high:
            wide, high = box[2:] if len(box) == 4 else (1.0, 1.0)
        if not 0 < min(wide, high) <= max(wide, high) <= LONGEST_RATIO * min(wide, high):
            raise SvgRefused("ratio")
        return high > wide


def looked(text: str, most: int) -> SvgScan:
    """Read an SVG through; raise `Refused` for what isn't drawn."""
    look, parser = SvgScan(most), expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = look.begin, look.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = look.words, look.entity
    parser.Parse(text, True)
    return look


def main(side: int, elements: int, memory_mb: int, cpu_s: int) -> int:
    """Bound this process, then read the SVG and draw it."""
    bound(memory_mb, cpu_s)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
        tall = looked(text, elements).is_tall()
        wide, high = (None, side) if tall else (side, None)
        drawn = resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True, dpi=96, width=wide, height=high)
    except SvgRefused as refused:
        sys.stdout.write(str(refused))
        return 5
    except (expat.ExpatError, ValueError):
        return 3
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
