"""What a spreadsheet would run instead of showing it."""

import unicodedata

STARTS = frozenset("=+-@\u2212\t\r\n")


def runs(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula: whatever blank or full-width form it begins with."""
    if text[:1] in STARTS:
        return True
    first = next((sign for sign in text if not (sign.isspace() or unicodedata.category(sign) == "Cf")), "")
    return unicodedata.normalize("NFKC", first) in STARTS
