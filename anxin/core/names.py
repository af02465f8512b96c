"""Names of houses and brands as two are compared: bare of what differs only in writing."""

import re
import unicodedata


def plain(name: str) -> str:
    """Return a name as two are compared: without what stands in brackets, signs and spaces."""
    bare = re.sub(r"[(（\[【].*?[)）\]】]", "", unicodedata.normalize("NFKC", name))
    return "".join(char for char in bare.casefold() if char.isalnum())


def grams_of(name: str) -> frozenset[str]:
    """Return every two signs beside each other in a plain name: names that share many are alike."""
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))
