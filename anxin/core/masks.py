"""What is shown of a person before somebody gives a reason: masks word by word."""

import re
import unicodedata

from anxin.core.errors import Invalid
from anxin.core.phones import normalise

_WORDS = re.compile(r"([·・•‧.\s-]+)")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9A-Fa-f]{4}-)(?:(?:\+|00)?86[ -]?)?"  # not within a longer number, a key or an id
    r"(?:1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?\d{7,8})(?![0-9A-Za-z])",
    re.ASCII,
)
_WITHOUT_ZERO = re.compile(r"1[3-9]\d{9}|[478]00\d{7}")


def mask_name(name: str) -> str:
    """Mask a name word by word: 张伟 → 张*, 欧阳娜娜 → 欧**, 买买提·吐尔逊 → 买**·吐**."""
    return "".join(part if _WORDS.fullmatch(part) else _word(part) for part in _WORDS.split(name.strip()))


def mask_phone(phone: str) -> str:
    """Mask a phone: the first three and last four digits stay, an extension goes: 138****8000转***."""
    try:
        known = normalise(phone)
    except Invalid:
        return "****"
    digits = known.number.removeprefix("+86").lstrip("+")
    if digits.startswith("cn:"):
        return "*" * (len(digits) - 3)
    if known.number.startswith("+86") and not _WITHOUT_ZERO.fullmatch(digits):
        digits = f"0{digits}"
    return f"{digits[:3]}****{digits[-4:]}{'转***' if known.extension else ''}"


def mask_phones_in(text: str) -> str:
    """Mask whatever looks like a phone within a text: a number of another system, a note, a key."""
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def _word(word: str) -> str:
    """Keep the first character whole (with its marks and variants) and hide the others."""
    if not word:
        return ""
    end = 1
    while end < len(word) and (
        unicodedata.combining(word[end]) or unicodedata.category(word[end]) in ("Mn", "Mc", "Cf")
    ):
        end += 1
    hidden = len(word) - end
    return word[:end] + "*" * min(max(hidden, 1), 2)
