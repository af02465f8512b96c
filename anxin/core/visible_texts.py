"""Texts as people see them: without signs that turn the order of reading round, and never of such signs alone."""

import re
import unicodedata

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category that nobody sees."""


def visible(text: str) -> str:
    """Return a text without signs that turn its order round; empty where nobody would see anything of it.

    >>> visible("罗\u202e建国"), visible("\u202e\u200b"), visible(" a ")
    ('罗建国', '', ' a ')
    """
    plain = _TURNING.sub("", text)
    return plain if any(map(_is_seen, plain)) else ""


def _is_seen(sign: str) -> bool:
    return sign not in _BLANK and unicodedata.category(sign) not in _UNSEEN
