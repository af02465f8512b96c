"""How the reference of a brand's word is known again, however it is written."""

from unicodedata import normalize


def word_key(reference: str) -> str:
    """Return a reference by its letters and digits alone.

    >>> word_key("HY-118"), word_key("hy--118 "), word_key("ＨＹ\u2011１１８"), word_key("--")
    ('HY118', 'HY118', 'HY118', '')
    """
    return "".join(one for one in normalize("NFKC", reference).upper() if one.isalnum())[:64]
