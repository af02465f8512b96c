"""Fold a text to the characters names are written with, remembering where each came from."""

import unicodedata

SEPARATORS = frozenset(
    " \t\r\n\u3000\u00a0\ufeff\u200b\u200c\u200d,，、.。·;；:：/\\|-—_–~～*#+=()（）[]【】「」『』《》<>〈〉\"'“”‘’"
)
LIMIT = 4000


def fold_map(simplified: tuple[str, str]) -> dict[int, str]:
    """Build the per-character folding: traditional to simplified, full width to half, compatibility forms."""
    table: dict[int, str] = {ord(a): b for a, b in zip(*simplified, strict=True)}
    for code in (*range(0xFF01, 0xFF5F), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            table[code] = table.get(ord(folded), folded)
    return table


OPEN, CLOSE = frozenset("(（【[《〈<"), frozenset(")）】]》〉>")


def bracketed(text: str, kept: list[int]) -> frozenset[int]:
    """Find the squeezed positions that stood inside brackets."""
    if OPEN.isdisjoint(text):
        return frozenset()
    depth, found, at = 0, set(), 0
    for i, sign in enumerate(text[: kept[-1] + 1] if kept else ""):
        if sign in OPEN:
            depth += 1
        elif sign in CLOSE:
            depth = max(0, depth - 1)
        if at < len(kept) and kept[at] == i:
            if depth:
                found.add(at)
            at += 1
    return frozenset(found)


def squeeze(text: str, folding: dict[int, str]) -> tuple[str, list[int] | None]:
    """Fold a text and drop the separators inside it.

    Returns
    -------
    (str, list of int or None)
        The folded text and, where characters were dropped, the original position of each that is left.
    """
    folded = text[:LIMIT].translate(folding)
    if SEPARATORS.isdisjoint(folded):
        return folded, None
    kept = [i for i, sign in enumerate(folded) if sign not in SEPARATORS]
    return "".join([folded[i] for i in kept]), kept
