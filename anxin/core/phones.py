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
    """Read a number on which somebody can be called back; raise `Invalid` for a public short one (12345, 95598)."""
    phone = normalise(text, region)
    if not phone.number.startswith("+"):
        raise Invalid("phone", expected=_("one phone number"), got=f"{len(text)} signs")
    return phone


def is_of_a_person(text: str) -> bool:
    """Return whether somebody can be called back on what was written."""
    try:
        return bool(of_a_person(text))
    except Invalid:
        return False


def _split(plain: str) -> tuple[str, str]:
    found = _EXTENSION.search(plain)
    if found:
        return plain[: found.start()].strip(), found[1]
    dashed = _DASHED.match(plain)
    return (dashed[1], dashed[2]) if dashed else (plain, "")
