"""Phones as people write them: one normal form, the extension kept apart."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _

from anxin.core.errors import Invalid

# "010-87654321-123", "13800138000转1234", "400-700-1234 转 8", "ext. 9", "分机 12", "#5", "p12", ",12"
_EXTENSION = re.compile(
    r"(?:转(?:分机)?|分机(?:号)?|ext(?:ension)?\.?|x|#|p|[,;]+)\s*[::.-]?\s*(\d{1,8})$", re.IGNORECASE
)
# A mobile; a landline with its area code; 400, 800 and 700: as they stand after +86
_HERE = re.compile(r"1[3-9]\d{9}|(?:10|2\d|[3-9]\d\d)\d{7,8}|[478]00\d{7}")
_LANDLINE = re.compile(r"(?![478]00)(?:10|2\d|[3-9]\d\d)\d{7,8}")
_MOBILE = re.compile(r"\+861[3-9]\d{9}")
_OF_A_HOUSE = re.compile(r"9[56]\d{3,8}")
_DASHED = re.compile(r"^((?:\(?0\d{2,3}\)?[- ]?\d{7,8})|(?:1\d{10})|(?:[478]00[- ]?\d{3}[- ]?\d{4}))[-_](\d{1,6})$")


@dataclass(frozen=True)
class Phone:
    """A number in E.164 (`+8613800138000`; a short service number stays `cn:95598`) and its extension."""

    number: str
    extension: str = ""


def normalise(text: str, region: str = "CN") -> Phone:
    """Read one phone number as a person writes it; raise `Invalid` where there is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[‐‑‒–—―ー−]", "-", plain)
    number, extension = _split(plain)
    digits = re.sub(r"\D", "", number)
    if re.search(r"[^\d\s()+.\-/]", number) or not 3 <= len(digits) <= 17:
        raise Invalid("phone", expected=_("one phone number"), got=f"{len(digits)} digits")
    if len(digits) <= 6 and not number.startswith("+"):
        return Phone(f"cn:{digits}" if region == "CN" else f"{region.lower()}:{digits}", extension)
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException as error:
        raise Invalid("phone", expected=_("one phone number"), got=f"{len(digits)} digits") from error
    return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), extension)


def of_a_person(text: str, region: str = "CN") -> Phone:
    """Read a number on which somebody can be called back.

    Raise `Invalid` for a public short one (12345, 95598), and for one with digits too few, too many or no area code.
    """
    phone = _with_its_zero(normalise(text, region), text)
    if not _is_dialled(phone.number):
        expected = _("a mobile of 11 digits, a landline with its area code, or a 400 or 800 number")
        raise Invalid("phone", expected=expected, got=_signs(text))
    return phone


def of_a_house(text: str, region: str = "CN") -> Phone:
    """Read a number at which an outlet is rung up: as a person's, or a public one such as 95598."""
    phone = _with_its_zero(normalise(text, region), text)
    if not _is_dialled(phone.number) and not _OF_A_HOUSE.fullmatch(re.sub(r"^(cn:|\+86)", "", phone.number)):
        expected = _("a mobile of 11 digits, a landline with its area code, or a 400, 800 or 95 number")
        raise Invalid("phone", expected=expected, got=_signs(text))
    return phone


def _with_its_zero(phone: Phone, text: str) -> Phone:
    """Refuse a landline whose area code lacks its 0, as Excel leaves it: nobody could dial what is written."""
    bare = re.sub(r"\D", "", _split(unicodedata.normalize("NFKC", text).strip())[0])
    if phone.number == f"+86{bare}" and _LANDLINE.fullmatch(bare) and "+" not in text:
        expected = _("the area code with the 0 before it, which Excel takes away: 021-62381003")
        raise Invalid("phone", expected=expected, got=_signs(text))
    return phone


def is_of_a_person(text: str) -> bool:
    """Return whether somebody can be called back on what was written."""
    try:
        return bool(of_a_person(text))
    except Invalid:
        return False


def is_mobile(text: str) -> bool:
    """Return whether a text message can reach what was written: a mobile without an extension."""
    try:
        phone = of_a_person(text)
    except Invalid:
        return False
    kind = phonenumbers.number_type(phonenumbers.parse(phone.number))
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return not phone.extension and (bool(_MOBILE.fullmatch(phone.number)) or kind in kinds)


def _is_dialled(number: str) -> bool:
    """Return whether a number has the digits it takes to be dialled, from anywhere."""
    if number.startswith("+86"):
        return bool(_HERE.fullmatch(number.removeprefix("+86")))
    return number.startswith("+") and phonenumbers.is_possible_number(phonenumbers.parse(number))


def _signs(text: str) -> str:
    return f"{len(re.sub(r'\D', '', text))} digits"


def _split(plain: str) -> tuple[str, str]:
    found = _EXTENSION.search(plain)
    if found:
        return plain[: found.start()].strip(), found[1]
    dashed = _DASHED.match(plain)
    return (dashed[1], dashed[2]) if dashed else (plain, "")
