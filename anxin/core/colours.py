"""Colours an organisation chooses: whether text in them can be read on our paper.

Contrast follows WCAG 2.2: relative luminance of linear sRGB, ratio (L1 + 0.05) / (L2 + 0.05).
"""

import re

PAPER, SHEET, WHITE = "f5f1e8", "fdfbf6", "ffffff"
GROUNDS = (("paper", PAPER), ("sheet", SHEET), ("white", WHITE))
TEXT = 4.5
_HEX = re.compile(r"[0-9a-f]{6}")


class UnreadableColour(ValueError):
    """The colour is none, or text in it can't be read; `contrast` is the least it has, 0 where it is no colour."""

    def __init__(self, said: str, *, contrast: float = 0.0) -> None:
        """Take what was expected and got, and the contrast."""
        super().__init__(said)
        self.contrast = contrast


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour written as six hexadecimal digits."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Mix `share` of one colour into the other, channel by channel."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4)]
    return "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def read(said: str) -> str:
    """Return a colour as people write it, #0C5B5C or #fff, as six small digits; what is none comes back as it is."""
    plain = said.strip().removeprefix("#").lower()
    return "".join(2 * one for one in plain) if re.fullmatch(r"[0-9a-f]{3}", plain) else plain


def darker(colour: str) -> str:
    """Return the same colour, no darker than text in it needs."""
    shades = (mix(colour, "000000", share / 100) for share in range(100, -1, -1))
    return next(one for one in shades if all(contrast(one, ground) >= TEXT for _name, ground in GROUNDS))


def check_filled(colour: str) -> None:
    """Refuse a colour on which white text can't be read; raises as `check`."""
    if not _HEX.fullmatch(colour):
        raise UnreadableColour(f"colour: expected six hexadecimal digits, got {colour!r}")
    if (got := contrast(colour, WHITE)) < TEXT:
        raise UnreadableColour(f"contrast of white on it: expected at least {TEXT}, got {got:.2f}", contrast=got)


def check(colour: str) -> None:
    """Refuse a colour that can't carry text on our paper.

    Raises
    ------
    UnreadableColour
        Says which contrast was expected and which was got.
    """
    if not _HEX.fullmatch(colour):
        raise UnreadableColour(f"colour: expected six hexadecimal digits, got {colour!r}")
    got, name = min((contrast(colour, ground), name) for name, ground in GROUNDS)
    if got < TEXT:
        raise UnreadableColour(f"contrast on {name}: expected at least {TEXT}, got {got:.2f}", contrast=got)
