"""Find telephone numbers in a pasted line."""

import re
from typing import NamedTuple

_DASH = r"[\s\-—–－_.·]{0,2}"
_EXT = r"(?:\s*(?:转|分机号?|-|—|－|ext\.?|EXT\.?|Ext\.?|#)\s*[:：]?(?P<{0}>\d{{1,6}})(?![\d号单栋楼室层幢座弄年月]))?"
_OVERSEA = rf"(?:00|\+)\s*(?P<country>852|853|886){_DASH}\(?0?(?P<abroad>\d(?:{_DASH}\d){{7,9}})\)?" + _EXT.format("x0")
_MOBILE = rf"(?:(?:\+|00)?86{_DASH})?(?P<mobile>1[3-9]\d{_DASH}\d{{4}}{_DASH}\d{{4}})(?!\d)" + _EXT.format("x1")
_SERVICE = rf"(?P<service>[48]00{_DASH}\d{{3}}{_DASH}\d{{4}}|[48]00{_DASH}\d{{4}}{_DASH}\d{{3}})(?!\d)" + _EXT.format(
    "x2"
)
_PERSONAL = rf"(?P<personal>700{_DASH}\d{{3,4}}{_DASH}\d{{3,4}})(?!\d)" + _EXT.format("x5")
_LAND = (
    rf"(?:(?:\+|00)?86{_DASH})?(?P<land>\(?（?0(?:10|2\d|[3-9]\d\d)\)?）?{_DASH}[2-8]\d{{2,3}}{_DASH}\d{{4}})(?!\d)"
    + _EXT.format("x3")
)
_LOCAL = r"(?<=[:：话机])\s*(?P<local>[2-8]\d{6,7})(?!\d)" + _EXT.format("x6")
_SHORT = r"(?P<short>9[56]\d{3,4}|1(?:2[0-9]{3}|0(?:000|010|086|099)))(?![\d号\-—])" + _EXT.format("x4")
_NUMBER = re.compile(rf"(?<![\dA-Za-z])(?:{_OVERSEA}|{_MOBILE}|{_SERVICE}|{_PERSONAL}|{_LAND}|{_LOCAL}|{_SHORT})")
_HALF = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)} | {0xFF0B: "+", 0xFF08: "(", 0xFF09: ")"}
_KINDS = {
    "mobile": "mobile", "service": "service", "personal": "personal", "land": "landline", "local": "landline",
    "short": "short", "abroad": "overseas",
}  # fmt: skip


class Phone(NamedTuple):
    """A number: digits with area code (``"0755-26712345"``), kind, extension.

    Kinds: mobile, landline, service (400, 800), personal (700), short (95xxx, 12345), overseas (+852, +853, +886).
    """

    number: str
    kind: str
    extension: str


def find(text: str) -> tuple[list[Phone], list[tuple[int, int]]]:
    """Find the numbers of a text and where they stand, in the order of the text.

    Returns
    -------
    (list of Phone, list of (int, int))
        The numbers without repeats, and the code point spans of all of them.
    """
    half = text.translate(_HALF)
    phones: dict[str, Phone] = {}
    spans = []
    for match in _NUMBER.finditer(half):
        group = next(name for name in _KINDS if match[name])
        if group == "short" and not _alone(half, match.start(), match.end()):
            continue
        digits = re.sub(r"\D", "", match[group])
        extension = next((found for key, found in match.groupdict().items() if key[0] == "x" and found), "")
        number = _written(group, digits, match["country"] or "")
        known = phones.get(number)
        if known is None or (extension and not known.extension):
            phones[number] = Phone(number, _KINDS[group], extension)
        spans.append(match.span())
    return list(phones.values()), spans


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether a short code stands apart, so that house numbers are left alone."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return before in " :：话,，;；|/\t" and (after in " ,，;；|/\t转-" or end == len(text))


def _written(group: str, digits: str, country: str) -> str:
    if group == "abroad":
        return f"+{country}-{digits}"
    if group == "land":
        area = 3 if digits[1] in "12" else 4
        return f"{digits[:area]}-{digits[area:]}"
    return digits
