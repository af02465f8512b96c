"""What is shown of a person before somebody gives a reason: masks word by word."""

import re
import unicodedata

_WORDS = re.compile(r"([·・•‧.\s-]+)")
_DIVISIONS = re.compile(
    r"^(?:\S[^\s省市县路街号]{1,7}?(?:省|自治区|特别行政区))?"
    r"(?:\S[^\s市县区路街镇乡号]{1,7}?(?:市|自治州|地区|盟))?"
    r"(?:\S[^\s市县区旗路街镇乡号]{0,7}?(?:自治县|开发区|新区|区|县|旗|市))?"
    r"(?:[^\s路号巷弄][^\s路街号巷弄]{0,7}?(?:街道|镇|乡|苏木))?"
)


def mask_name(name: str) -> str:
    """Mask a name word by word: 张伟 → 张*, 欧阳娜娜 → 欧**, 买买提·吐尔逊 → 买**·吐**."""
    return "".join(part if _WORDS.fullmatch(part) else _word(part) for part in _WORDS.split(name.strip()))


def mask_phone(phone: str) -> str:
    """Mask a phone: the first three and last four digits stay, an extension goes: 138****8000转***."""
    plain = unicodedata.normalize("NFKC", phone).strip()
    found = re.search(r"(?:转|ext\.?|#|x|分机|,|(?<=\d{7})-)\s*\d{1,8}$", plain, re.IGNORECASE)
    digits = re.sub(r"\D", "", plain[: found.start()] if found else plain)
    tail = "转***" if found else ""
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) < 7:
        return "*" * len(digits) + tail
    kept = 3 if len(digits) >= 10 else 2
    return f"{digits[:kept]}****{digits[-4:] if len(digits) >= 10 else digits[-2:]}{tail}"


def mask_address(address: str) -> str:
    """Mask an address: down to the town it stays, the house goes."""
    found = _DIVISIONS.match(address.strip())
    return f"{found[0] if found else ''}****"


def _word(word: str) -> str:
    """Keep the first character whole (with its marks and variants) and hide the others."""
    end = 1
    while end < len(word) and (
        unicodedata.combining(word[end]) or unicodedata.category(word[end]) in ("Mn", "Mc", "Cf")
    ):
        end += 1
    hidden = len(word) - end
    return word[:end] + "*" * min(max(hidden, 1), 2)
